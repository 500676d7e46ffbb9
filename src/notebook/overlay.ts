/**
 * Temporary changes to an insight: members of its YAML that a reader sets without changing the file. They are read by the
 * same fields as the cell, so they mean the same and fail the same; saving them is an edit of the cell.
 */
import {parseDocument} from "yaml";
import {isRecord} from "../fields.ts";
import {editYaml, type YamlValues} from "./edit-yaml.ts";

/** Members of an insight's YAML; null removes one, an object is merged into the one that is there. */
export type Overlay = Readonly<Record<string, unknown>>;

/** The value of a cell with an overlay on it. */
export function overlaid(value: unknown, overlay: Overlay): unknown {
  const result: Record<string, unknown> = isRecord(value) ? {...value} : {};
  for (const [name, given] of Object.entries(overlay)) {
    if (given === null || given === undefined) delete result[name];
    else if (isRecord(given)) {
      const merged = overlaid(result[name], given) as Record<string, unknown>;
      if (Object.keys(merged).length) result[name] = merged;
      else delete result[name];
    } else result[name] = given;
  }
  return result;
}

/** A cell's text with an overlay written into it: only the members it names change. A text that is no map stays. */
export function withOverlay(body: string, overlay: Overlay): string {
  const value: unknown = parseDocument(body).toJS();
  if (value !== null && !isRecord(value)) return body;
  return editYaml(body, overlaid(value, overlay) as YamlValues);
}
