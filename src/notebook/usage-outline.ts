/** What the notebooks of a workspace hold, as far as pings count it. Notebooks are the dashboards of their insights. */

import {isRecord, Refusal} from "../fields.ts";
import {canonicalJson} from "../hash.ts";
import {grantsByKind} from "../insight/grants.ts";
import {COMMON_FIELDS} from "../insight/kinds/kind.ts";
import {type Scope, UPSTREAM_VIEWS, upstreamKind} from "../ping/upstream.ts";
import type {OutlineGrant, UsageOutline} from "../ping/usage-tables.ts";
import type {Step} from "../time.ts";
import {isInsightCell, readInsightYaml} from "./insight-yaml.ts";
import type {CellSource, Notebook} from "./notebook.ts";

/** A notebook by the name of its file. */
export interface NamedNotebook {
  readonly name: string;
  readonly notebook: Notebook;
}

type View = UsageOutline["views"][number];
type Series = UsageOutline["series"][number];

/**
 * Dashboards, insights and series of notebooks. An insight counts once, where its YAML stands; a cell with `from` links
 * to it. An insight that cannot be run counts too: it is there. Grants of an insight are its own, else its notebook's.
 */
export function usageOutline(notebooks: readonly NamedNotebook[]): UsageOutline {
  const views: View[] = [];
  const series = new Map<string, Series>();
  const dashboards = notebooks.map(({name, notebook}) => {
    const grants = outlineGrants(notebook.frontMatter.grants);
    const insights = notebook.cells.flatMap((cell, index) => {
      if (!isInsightCell(cell)) return [];
      const from = cell.attributes.get("from");
      if (from) return [from.startsWith("#") ? `${name}${from}` : from];
      const id = `${name}#${cell.id ?? index}`;
      const {view, asked} = readView(id, cell, grants);
      views.push(view);
      for (const one of asked) series.set(one.id, one);
      return [id];
    });
    return {id: name, grants, insights};
  });
  const known = new Set(views.map(({id}) => id));
  return {
    // a link to an insight that is not there shows nothing
    dashboards: dashboards.map((one) => ({...one, insights: one.insights.filter((id) => known.has(id))})),
    views,
    series: [...series.values()]
  };
}

function readView(id: string, cell: CellSource, inherited: readonly OutlineGrant[]): {view: View; asked: Series[]} {
  const {value} = readInsightYaml(cell);
  const written = isRecord(value) ? value : {};
  const kind = upstreamKind(typeof written.kind === "string" ? written.kind : "search");
  const presentation =
    typeof written.presentation === "string" && Object.hasOwn(UPSTREAM_VIEWS, written.presentation)
      ? written.presentation
      : kind.presentation;
  const asked = seriesOf(written, kind);
  const grants =
    written.grants === undefined || written.grants === null
      ? inherited
      : outlineGrants([written.grants].flat().map(String));
  return {
    view: {
      id,
      insightType: kind.insightType,
      presentation,
      view: UPSTREAM_VIEWS[presentation]!,
      grants,
      series: asked.map((one) => one.id)
    },
    asked
  };
}

/** The series an insight asks for; two that ask the same are one. */
function seriesOf(written: Readonly<Record<string, unknown>>, kind: ReturnType<typeof upstreamKind>): Series[] {
  const listed = Array.isArray(written.series) ? written.series.filter(isRecord) : [];
  const questions = [...(written.query || written.data || !listed.length ? [written] : []), ...listed];
  const storage =
    kind.captureGroups && typeof written.pattern === "string" && written.pattern ? "computed" : "imported";
  const shape = {
    method: kind.method,
    captureGroups: kind.captureGroups,
    scope: scopeOf(written.repositories),
    storage,
    interval: stepOf(written.step)
  } as const;
  const more = {repositories: written.repositories, pattern: written.pattern, groups: written.groups, by: written.by};
  return questions.map(({query, data, formula, metric}) => ({
    id: canonicalJson({...shape, query, data, formula, metric, ...more}),
    ...shape
  }));
}

/** Names when every condition is the whole of a name, with nothing left open; a condition otherwise. */
function scopeOf(repositories: unknown): Scope {
  if (repositories === undefined || repositories === null) return "all";
  const include = isRecord(repositories) ? repositories.include : repositories;
  const exclude = isRecord(repositories) ? repositories.exclude : [];
  const [taken, left] = [include, exclude].map((list) => [list ?? []].flat().map(String));
  if (!taken!.length && !left!.length) return "all";
  const isName = (pattern: string) => /^\^(?:[\w/-]|\\[./-])+\$$/.test(pattern);
  return taken!.length && !left!.length && taken!.every(isName) ? "names" : "condition";
}

function stepOf(written: unknown): Step | null {
  if (written === undefined || written === null) return null;
  const step = COMMON_FIELDS.step.read(written);
  return step instanceof Refusal ? null : step;
}

function outlineGrants(grants: readonly string[]): OutlineGrant[] {
  const {users, organizations, global} = grantsByKind(grants);
  return [
    ...users.map((grantee) => ({kind: "user" as const, grantee})),
    ...organizations.map((grantee) => ({kind: "org" as const, grantee})),
    ...(global ? [{kind: "global" as const, grantee: ""}] : [])
  ];
}
