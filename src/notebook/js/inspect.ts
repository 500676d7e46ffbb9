/** How a JavaScript value reads: short, complete for small values, and never a failure. */

const MOST = 50;
const LONGEST = 200;

/** A value as one line of text. Getters are not called; what throws is said to throw. */
export function inspect(value: unknown, depth = 2): string {
  try {
    return textOf(value, depth, new Set());
  } catch (error) {
    return `[cannot be shown: ${error instanceof Error ? error.message : "error"}]`;
  }
}

function textOf(value: unknown, depth: number, seen: Set<unknown>): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
    case "bigint":
      return `${value}n`;
    case "symbol":
      return value.toString();
    case "function":
      return /^class\b/.test(Function.prototype.toString.call(value))
        ? `class ${value.name}`
        : `function ${value.name || "(anonymous)"}`;
    case "object":
      return value === null ? "null" : objectText(value, depth, seen);
    default:
      return Object.is(value, -0) ? "-0" : String(value);
  }
}

function objectText(value: object, depth: number, seen: Set<unknown>): string {
  if (seen.has(value)) return "[itself]";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof RegExp) return String(value);
  if (value instanceof Promise) return "Promise";
  const inner = new Set(seen).add(value);
  const within = (part: unknown) => textOf(part, depth - 1, inner);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const items = value instanceof DataView ? [] : Array.from(value as unknown as ArrayLike<unknown>);
    const name = Array.isArray(value) ? "Array" : (value.constructor?.name ?? "Array");
    if (depth < 0 || items.length > MOST) return `${name}(${items.length})`;
    return `${name === "Array" ? "" : `${name} `}[${items.map(within).join(", ")}]`;
  }
  if (value instanceof Map || value instanceof Set) {
    const name = value instanceof Map ? "Map" : "Set";
    if (depth < 0 || value.size > MOST) return `${name}(${value.size})`;
    const items =
      value instanceof Map ? Array.from(value, ([k, v]) => `${within(k)} → ${within(v)}`) : Array.from(value, within);
    return `${name} {${items.join(", ")}}`;
  }
  const name = Object.getPrototypeOf(value)?.constructor?.name;
  const prefix = name && name !== "Object" ? `${name} ` : "";
  if (depth < 0) return `${prefix}{…}`;
  const members = Object.entries(Object.getOwnPropertyDescriptors(value)).filter(([, {enumerable}]) => enumerable);
  const shown = members
    .slice(0, MOST)
    .map(
      ([key, {get, value: part}]) =>
        `${/^[\w$]+$/.test(key) ? key : JSON.stringify(key)}: ${get ? "(computed)" : within(part)}`
    );
  return `${prefix}{${shown.join(", ")}${members.length > MOST ? ", …" : ""}}`;
}
