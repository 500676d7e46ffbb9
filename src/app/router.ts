/** Pages have real addresses behind `#/`: `#/notebooks/name.md`. */
export interface Route {
  readonly page: string;
  /** What stands behind the page's name, decoded; empty when nothing does. */
  readonly rest: string;
  /** A place within the page: `#/notebooks/a.md?at=totals`. */
  readonly at: string;
}

/** The route of an address's hash. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [page = "", ...rest] = path.split("/");
  return {page: decode(page), rest: decode(rest.join("/")), at: new URLSearchParams(query).get("at") ?? ""};
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
