/** Addresses of creation forms: what they begin with stands in the address, so that a link can fill a form in. */
import {parse} from "yaml";
import type {Fields} from "../fields.ts";
import type {SeriesSummary} from "../store/store.ts";
import {routeHash} from "./router.ts";

/** What an address may say beside the values of fields. */
export interface CreationTarget {
  /** The notebook it goes into. */
  readonly into?: string;
  /** What a new notebook reads. */
  readonly snapshots?: "sample" | "workspace";
  /** Where Cancel leads. */
  readonly back?: string;
}

/** Names that are no field of an insight. */
const TARGETS = ["into", "snapshots", "back"] as const;

/** The address of a creation form that begins with these values. */
export function creationHash(
  kind: string,
  values: Readonly<Record<string, unknown>> = {},
  target: CreationTarget = {}
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && name !== "kind")
      query.set(name, typeof value === "string" ? value : JSON.stringify(value));
  for (const name of TARGETS) if (target[name]) query.set(name, target[name]);
  const text = query.toString();
  return `${routeHash("create", kind)}${text ? `?${text}` : ""}`;
}

/**
 * The address of the form of an insight over an imported series. It is named by its key, or by its id where another one of
 * `held` has the same key.
 */
export function insightOfSeries(
  {series_id, key, title, captures}: Pick<SeriesSummary, "series_id" | "key" | "title" | "captures">,
  held: readonly Pick<SeriesSummary, "key">[]
): string {
  const data = held.filter((one) => one.key === key).length > 1 ? series_id : key;
  const target = {snapshots: "workspace", back: routeHash("data")} as const;
  return captures
    ? creationHash("capture-group", {title, data}, target)
    : creationHash("search", {title, series: [{label: key, data}]}, target);
}

/** The address of the third-party gallery, whose insights go where the target says. */
export function galleryHash(target: CreationTarget = {}): string {
  return creationHash("", {}, target).replace(/^#\/create/, "#/gallery");
}

/** The address of the form of an insight that is there. */
export function editHash(notebook: string, id: string, kind: string, back = ""): string {
  return `#/create/${encodeURIComponent(kind)}/edit/${encodeURIComponent(notebook)}/${encodeURIComponent(id)}${back ? `?back=${encodeURIComponent(back)}` : ""}`;
}

/** The values and the target an address names. Values of fields that are texts stay texts; others are read as YAML. */
export function readCreation(
  fields: Fields,
  query: string
): {readonly values: Readonly<Record<string, unknown>>; readonly target: CreationTarget} {
  const parameters = new URLSearchParams(query);
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const text = parameters.get(name);
    if (text === null || name === "kind") continue;
    values[name] = ["line", "code", "series", "metric", "tool", "instant"].includes(field.control.is)
      ? text
      : valueOfText(text);
  }
  const snapshots = parameters.get("snapshots");
  return {
    values,
    target: {
      ...(parameters.get("into") ? {into: parameters.get("into")!} : {}),
      ...(snapshots === "sample" || snapshots === "workspace" ? {snapshots} : {}),
      ...(parameters.get("back")?.startsWith("#/") ? {back: parameters.get("back")!} : {})
    }
  };
}

function valueOfText(text: string): unknown {
  try {
    return parse(text, {maxAliasCount: 10}) as unknown;
  } catch {
    return text;
  }
}
