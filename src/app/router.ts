/** Pages have real addresses behind `#/`: `#/notebooks/name.md`. */
import type {EventCode} from "../ping/event-types.ts";

export interface Route {
  readonly page: string;
  /** What stands behind the page's name, decoded; empty when nothing does. */
  readonly rest: string;
  /** A place within the page: `#/notebooks/a.md?at=totals`. */
  readonly at: string;
  /** What an address says behind its `?`: `#/create/search?title=A`. */
  readonly query: string;
}

/** A page by the first word of its address, and what its being shown counts as. */
export interface RouteEntry {
  /** True when it shows or creates insights: each time it is shown is one InsightsPageView. */
  readonly insights: boolean;
  /** Addresses of the page that differ in what they count, as the rest behind its name. */
  readonly examples: readonly string[];
  /** Events of its own when it is shown; `rest` is what stands behind its name. */
  readonly views?: (rest: string) => readonly EventCode[];
}

/** The forms of creation by kind of insight, and the event that counts each. */
const CREATION_VIEWS: Readonly<Record<string, EventCode>> = {
  "": "ViewCodeInsightsCreationPage",
  search: "ViewSearchBasedCreationPage",
  "capture-group": "ViewCodeInsightsCaptureGroupCreationPage",
  "group-by": "ViewCodeInsightsComputeCreationPage",
  "language-stats": "ViewCodeInsightsCodeStatsCreationPage",
  metric: "ViewCodeInsightsMetricCreationPage"
};

/**
 * Every page. The page that defines the pings asks that each page of insights be counted, viewing and creating alike:
 * a test walks this table and fails for a page that is not in it, or that is and does not count.
 */
export const ROUTES: Readonly<Record<string, RouteEntry>> = {
  // leads on to another page, which counts
  "": {insights: false, examples: [""]},
  "get-started": {insights: true, examples: [""], views: () => ["InsightsGetStartedPage"]},
  insights: {insights: true, examples: ["", "all", "name.md"]},
  insight: {insights: true, examples: ["name.md/id"], views: () => ["StandaloneInsightPageViewed"]},
  notebooks: {insights: true, examples: ["", "name.md"]},
  // a notebook that came in a link
  shared: {insights: true, examples: ["name.md"]},
  create: {
    insights: true,
    examples: Object.keys(CREATION_VIEWS),
    views: (rest) => [CREATION_VIEWS[rest.split("/")[0]!] ?? []].flat()
  },
  gallery: {insights: true, examples: [""]},
  data: {insights: false, examples: [""]},
  pings: {insights: false, examples: ["", "reference"]},
  docs: {insights: false, examples: [""]},
  settings: {insights: false, examples: [""]}
};

/** The events that the showing of a route is; an address that is no page counts as nothing. */
export function viewsOf({page, rest}: Route): readonly EventCode[] {
  const entry = Object.hasOwn(ROUTES, page) ? ROUTES[page]! : ROUTES[""]!;
  return [...(entry.insights ? (["InsightsPageView"] as const) : []), ...(entry.views?.(rest) ?? [])];
}

/** The route of an address's hash. A notebook may be named without its `.md`, as people write addresses. */
export function parseRoute(hash: string): Route {
  const [, path = "", query = ""] = /^#?\/?([^?]*)\??(.*)$/s.exec(hash)!;
  const [first = "", ...others] = path.split("/");
  const page = decode(first);
  const rest = decode(others.join("/"));
  const bare = (page === "notebooks" || page === "insights") && rest && rest !== "all" && !rest.endsWith(".md");
  return {page, rest: bare ? `${rest}.md` : rest, at: new URLSearchParams(query).get("at") ?? "", query};
}

/** True when two routes show the same page, perhaps at different places (`at`): what else stands behind the `?` is asked of it. */
export function isSamePage(a: Route, b: Route): boolean {
  const asked = ({query}: Route) => [...new URLSearchParams(query)].filter(([name]) => name !== "at");
  return a.page === b.page && a.rest === b.rest && JSON.stringify(asked(a)) === JSON.stringify(asked(b));
}

/** The address of a route. */
export function routeHash(page: string, rest = ""): string {
  return `#/${page}${rest ? `/${encodeURIComponent(rest)}` : ""}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
