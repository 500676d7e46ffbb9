/** The parts that a Vega-Lite spec is made of: layers, views beside each other, and what is repeated or facetted. */
import type {VegaLiteSpec} from "./insight-spec.ts";

/** The members that hold views beside each other. */
export const CONCATENATED = ["hconcat", "vconcat", "concat"] as const;

/** The specs right inside a spec; none for a plain one. */
export function partsOf(spec: VegaLiteSpec): readonly VegaLiteSpec[] {
  return [...["layer", ...CONCATENATED].flatMap((name) => list(spec[name])), ...list([spec.spec])];
}

/** The spec with each of the specs right inside it changed. */
export function withParts(spec: VegaLiteSpec, change: (part: VegaLiteSpec) => VegaLiteSpec): VegaLiteSpec {
  const changed = ["layer", ...CONCATENATED, "spec"].flatMap((name): [string, unknown][] => {
    const value = spec[name];
    if (Array.isArray(value)) return [[name, value.map((one) => (isSpec(one) ? change(one) : one))]];
    return isSpec(value) ? [[name, change(value)]] : [];
  });
  return {...spec, ...Object.fromEntries(changed)};
}

function list(value: unknown): VegaLiteSpec[] {
  return Array.isArray(value) ? value.filter(isSpec) : [];
}

function isSpec(value: unknown): value is VegaLiteSpec {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
