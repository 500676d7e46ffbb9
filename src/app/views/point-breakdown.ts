/** A point by something other than repositories: owners, teams, folders, files, languages. Asked as grouped results. */
import {isAbort, messageOf} from "../../error.ts";
import {NOT_TOLD} from "../../insight/group-labels.ts";
import {groupedPoint} from "../../insight/grouped-point.ts";
import {GROUPINGS, type Grouping, type PointParts} from "../../insight/insight.ts";
import {readableNumber, signedNumber} from "../../number.ts";
import {fill, h} from "../dom.ts";
import type {PointContext} from "./point-repository.ts";

const WORDS: Readonly<Partial<Record<Grouping["by"], string>>> = {
  repository: "Repository",
  owner: "Owner",
  team: "Team",
  directory: "Folder",
  path: "File",
  language: "Language"
};

/** The choice of what a point is broken down by; repositories come from `repositories`, all else is asked when chosen. */
export function pointBreakdown(repositories: HTMLElement, context: PointContext): HTMLElement {
  const {definition} = context.request;
  if (definition.kind !== "search" && definition.kind !== "group-by") return repositories;
  if (definition.kind === "group-by") return repositories;
  const body = h("div", {}, repositories);
  const select = h(
    "select",
    {
      id: "point-by",
      on: {
        change: () => {
          const by = select.value as Grouping["by"];
          if (by === "repository") fill(body, repositories);
          else void show(body, by, context);
        }
      }
    },
    GROUPINGS.filter((by) => WORDS[by]).map((by) => h("option", {value: by}, WORDS[by]!))
  );
  return h("div", {}, h("p", {class: "point-by"}, h("label", {for: "point-by"}, "By"), select), body);
}

async function show(body: HTMLElement, by: Grouping["by"], {store, request, signal}: PointContext): Promise<void> {
  const {definition, label, at, before} = request;
  fill(body, h("p", {class: "empty"}, "Looking it up…"));
  const asked = groupedPoint(definition, label, by, {at, before});
  try {
    const {series: groups} = await store.insight(asked, null, {signal});
    const rows = groups
      .map(({label: name, values}) => ({name, value: values.at(-1)!, before: before === null ? null : values[0]!}))
      .filter((row) => row.value || row.before);
    const told = rows.filter(({name}) => name !== NOT_TOLD[by]);
    fill(
      body,
      told.length
        ? table(WORDS[by]!, rows)
        : h("p", {class: "empty"}, `Nothing imported says which ${WORDS[by]!.toLowerCase()} these matches belong to.`)
    );
  } catch (error) {
    if (!isAbort(error)) fill(body, h("div", {class: "message error", role: "alert"}, messageOf(error)));
  }
}

interface Row {
  readonly name: string;
  readonly value: number;
  readonly before: number | null;
}

/** A point that is measured and not searched: its parts by repository, folder, file or name, as far as they were imported. */
export function measuredParts(all: readonly PointParts[], unit: string): HTMLElement {
  const useful = all.filter(({parts}) => parts.length > 1);
  const offered = useful.length ? useful : all.slice(0, 1);
  if (!offered.length) return h("p", {class: "empty"}, "Nothing imported says what this number is made of.");
  const body = h("div");
  const show = ({by, parts}: PointParts) =>
    fill(
      body,
      table(
        MEASURED[by],
        parts.map(({name, value, before}) => ({name, value: value ?? Number.NaN, before})),
        unit
      )
    );
  const select = h(
    "select",
    {id: "point-by", on: {change: () => show(offered.find(({by}) => by === select.value)!)}},
    offered.map(({by}) => h("option", {value: by}, MEASURED[by]))
  );
  show(offered[0]!);
  return h(
    "div",
    {},
    offered.length > 1 ? h("p", {class: "point-by"}, h("label", {for: "point-by"}, "By"), select) : null,
    body
  );
}

const MEASURED: Readonly<Record<PointParts["by"], string>> = {
  repository: "Repository",
  directory: "Folder",
  path: "File",
  name: "Name"
};

function table(title: string, rows: readonly Row[], unit = "Count"): HTMLElement {
  const changeOf = ({value, before}: Row) => (value || 0) - (before || 0);
  const sorted = [...rows].sort(
    (a, b) =>
      Math.abs(changeOf(b)) - Math.abs(changeOf(a)) || (b.value || 0) - (a.value || 0) || (a.name < b.name ? -1 : 1)
  );
  const hasBefore = rows.some(({before}) => before !== null);
  return h(
    "table",
    {class: "shares"},
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", {scope: "col"}, title),
        h("th", {scope: "col", class: "n"}, unit ? unit[0]!.toUpperCase() + unit.slice(1) : "Value"),
        hasBefore ? h("th", {scope: "col", class: "n"}, "Change") : null
      )
    ),
    h(
      "tbody",
      {},
      sorted.map((row) => {
        const change = changeOf(row);
        return h(
          "tr",
          {},
          h("td", {}, h("span", {class: "repo"}, row.name)),
          h("td", {class: "n"}, Number.isNaN(row.value) ? "–" : readableNumber(row.value)),
          hasBefore
            ? h(
                "td",
                {class: "n change"},
                row.before === null ? "new" : change ? `${change > 0 ? "▲" : "▼"} ${signedNumber(change)}` : ""
              )
            : null
        );
      })
    )
  );
}
