/** Who uses this browser, by the names that grants use. Kept here alone: no ping and no file carries it unasked. */
import type {Grant, Reader} from "../insight/grants.ts";

export interface Me {
  readonly name: string;
  readonly organizations: readonly string[];
}

const KEY = "tidemark-me";

/** What was entered on the Settings page; empty for nothing, or for what cannot be read. */
export function readMe(): Me {
  try {
    const {name, organizations} = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Me>;
    return {
      name: typeof name === "string" ? name : "",
      organizations: Array.isArray(organizations) ? organizations.filter((one) => typeof one === "string") : []
    };
  } catch {
    return {name: "", organizations: []};
  }
}

export function saveMe(me: Me): void {
  if (me.name || me.organizations.length) localStorage.setItem(KEY, JSON.stringify(me));
  else localStorage.removeItem(KEY);
}

/** Names separated by commas or lines, each once. */
export function namesIn(text: string): string[] {
  return [...new Set(text.split(/[,\n]/).map((name) => name.trim().replace(/^(?:org|user):/, "")))].filter(Boolean);
}

export function asReader({name, organizations}: Me): Reader {
  return {users: name ? [name] : [], organizations};
}

/** The grants this person may give, beside none. */
export function grantsOf({name, organizations}: Me): readonly Grant[] {
  return [...(name ? [`user:${name}`] : []), ...organizations.map((one) => `org:${one}`), "global"];
}
