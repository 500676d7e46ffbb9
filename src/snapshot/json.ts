/** The deepest nesting that is read: no format we know comes near, and deeper texts are made to break readers. */
export const MAX_DEPTH = 64;

export type JsonReading = {readonly value: unknown} | {readonly error: "not-json" | "too-deep"};

/** JSON from an untrusted text. `__proto__` is a member like any other; nesting beyond MAX_DEPTH is refused. */
export function readJson(text: string): JsonReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return {error: "not-json"};
  }
  return isDeeper(value, MAX_DEPTH) ? {error: "too-deep"} : {value};
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (const member of value) if (isDeeper(member, levels - 1)) return true;
    return false;
  }
  for (const name in value) if (isDeeper((value as JsonObject)[name], levels - 1)) return true;
  return false;
}

/** An object of a parsed text: members have to be looked at before they are believed. */
export type JsonObject = {readonly [name: string]: unknown};

/** True for an object that is no array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for a count, an index or an offset: a whole number from 0 that a double holds exactly. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
