import {parseDocument} from "yaml";
import {type InsightOutline, insightType} from "../ping/changes.ts";
import {isInsightCell} from "./insight-yaml.ts";
import type {Notebook} from "./notebook.ts";

/** The insights of a notebook by id, as pings see them: their type, and their YAML to tell whether they were changed. */
export function insightOutlines(notebook: Notebook): ReadonlyMap<string, InsightOutline> {
  return new Map(
    notebook.cells.flatMap((cell): [string, InsightOutline][] => {
      if (!isInsightCell(cell) || !cell.id || cell.attributes.has("from")) return [];
      const kind: unknown = cell.kind === "metric" ? cell.kind : parseDocument(cell.body).get?.("kind");
      return [[cell.id, {insightType: insightType(typeof kind === "string" ? kind : "search"), source: cell.body}]];
    })
  );
}
