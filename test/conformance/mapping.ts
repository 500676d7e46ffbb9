/** How a conformance case reaches the product: a kind of case has a function that calls it, or a reason why it has none. */
import {STEP_UNITS, type Step, type StepUnit} from "../../src/time.ts";

// biome-ignore lint/suspicious/noExplicitAny: cases are JSON of any shape; a wrong one fails its own test
export type Json = any;

/** A case as its file gives it. */
export interface Case {
  readonly id: string;
  readonly kind?: string;
  readonly name?: string;
  readonly input: Json;
  readonly expected: Json;
  readonly compare?: string;
  readonly [member: string]: Json;
}

/** What the product answers to a case, in the words of the case, perhaps later; or, as text, why the product has no answer to its kind. */
export type Answer = ((input: Json, one: Case, file: Json) => unknown) | string;

/** The kinds of a file. */
export interface Mapping {
  /** The kind of a case, where its file does not say: "" stands for the only one. */
  kindOf?(one: Case, file: Json): string;
  readonly kinds: Readonly<Record<string, Answer>>;
  /** `fields`: only the fields that are expected are compared; `unordered`: rows stand in any order. */
  readonly compare?: readonly ("fields" | "unordered")[];
  /** The code of our error for the name a case gives one. */
  readonly errors?: Readonly<Record<string, string>>;
}

/** The mapping of a file nobody knows: a kind that is mapped for just one file is mapped alike; "" belongs to no file. */
export function ofAnyFile(mappings: readonly Mapping[]): Mapping {
  const all = mappings.flatMap(({kinds}) => Object.entries(kinds)).filter(([kind]) => kind !== "");
  const only = all.filter(([kind]) => all.filter(([other]) => other === kind).length === 1);
  return {
    kinds: Object.fromEntries(only),
    compare: [],
    errors: Object.assign({}, ...mappings.map(({errors}) => errors ?? {}))
  };
}

/** Epoch ms of a time of a case. */
export const ms = (time: string): number => Date.parse(time);

/** A time as cases write it. */
export const iso = (time: number): string => new Date(time).toISOString().replace(".000Z", "Z");

/** A step whose unit a case writes in capitals. */
export const stepOf = ({unit, value}: {unit: string; value: number}): Step => ({unit: unitOf(unit) as StepUnit, value});

/** A unit as we write it. */
export const unitOf = (unit: string): string =>
  STEP_UNITS.find((known) => known === unit.toLowerCase()) ?? unit.toLowerCase();
