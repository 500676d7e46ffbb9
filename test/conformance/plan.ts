/** The tests of a file of conformance cases: one a case, whatever the file holds. */
import {expect} from "vitest";
import {isTidemarkError} from "../../src/error.ts";
import type {Answer, Case, Json, Mapping} from "./mapping.ts";

/** A test to be declared: one that runs, or one that is skipped with the reason in its title. */
export interface PlannedTest {
  readonly title: string;
  readonly skipped: boolean;
  run(): void | Promise<void>;
}

/**
 * The tests of a file. What cannot be read (no JSON, no list of cases, a case without an id or an expectation, one that its
 * mapping cannot tell the kind of) is a failing test of its name; a kind without a mapping is a skipped one.
 */
export function plan(name: string, text: string, mappingOf: (name: string) => Mapping): PlannedTest[] {
  let file: Json;
  try {
    file = JSON.parse(text);
  } catch (error) {
    return [failing(`${name} is JSON`, error)];
  }
  if (!Array.isArray(file?.cases)) return [failing(`${name} holds a list of cases`, Object.keys(Object(file)))];
  const mapping = mappingOf(name);
  return file.cases.map((one: Case, index: number) => planCase(one, `case ${index + 1} of ${name}`, mapping, file));
}

function planCase(one: Case, place: string, mapping: Mapping, file: Json): PlannedTest {
  if (typeof one !== "object" || one === null) return failing(`${place} is an object`, one);
  const title = typeof one.id === "string" ? one.id : place;
  if (!("expected" in one)) return failing(`${title}: says what is expected`, one);
  let kind: string;
  try {
    kind = mapping.kindOf?.(one, file) ?? one.kind ?? "";
  } catch (error) {
    return failing(title, error);
  }
  const answer: Answer | undefined = Object.hasOwn(mapping.kinds, kind) ? mapping.kinds[kind] : undefined;
  if (answer === undefined) return skipped(`${title}: no mapping for ${kind || place}`);
  if (typeof answer === "string") return skipped(`${title}: ${kind}: ${answer}`);
  return {title, skipped: false, run: () => check(one, () => answer(one.input, one, file), mapping)};
}

const skipped = (title: string): PlannedTest => ({title, skipped: true, run: () => {}});

const failing = (title: string, found: unknown): PlannedTest => ({
  title,
  skipped: false,
  run: () => expect.unreachable(`${title}; found: ${found instanceof Error ? found.message : JSON.stringify(found)}`)
});

function check(one: Case, answer: () => unknown, mapping: Mapping): void | Promise<void> {
  const {errors = {}} = mapping;
  const {expected} = one;
  if (typeof expected?.error === "string") {
    const code = errorCode(answer);
    expect(code, "should have been refused").not.toBeNull();
    // names of errors are the cases' own; those we know have to be the right ones
    if (errors[expected.error]) expect(code).toBe(errors[expected.error]);
    return;
  }
  const given = answer();
  return given instanceof Promise
    ? given.then((value) => compareWith(one, value, mapping))
    : compareWith(one, given, mapping);
}

function compareWith(one: Case, given: unknown, {compare = []}: Mapping): void {
  const {expected} = one;
  const isUnordered = compare.includes("unordered") || one.compare !== undefined;
  const order = (value: Json) => (isUnordered ? sorted(value) : value);
  if (!compare.includes("fields")) {
    expect(order(given)).toEqual(order(expected));
    return;
  }
  const {tolerance = 0, ...fields} = expected;
  expect(order(picked(given, fields, tolerance))).toEqual(order(fields));
}

function errorCode(answer: () => unknown): string | null {
  try {
    answer();
    return null;
  } catch (error) {
    if (isTidemarkError(error)) return error.code;
    throw error;
  }
}

/** The fields of a value that are wanted, of rows those that any wanted row has. A number within the tolerance is the wanted one. */
function picked(value: Json, wanted: Json, tolerance: number): Json {
  if (typeof value === "number" && typeof wanted === "number")
    return Math.abs(value - wanted) <= tolerance ? wanted : value;
  if (value === null || wanted === null || typeof value !== "object" || typeof wanted !== "object") return value;
  if (!Array.isArray(value))
    return Object.fromEntries(Object.keys(wanted).map((key) => [key, picked(value[key], wanted[key], tolerance)]));
  const columns = [...new Set<string>(wanted.flatMap((row: Json) => Object.keys(row)))];
  return wanted.length ? value.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]]))) : value;
}

/** Lists in one order, whatever order they stand in. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])])
  );
}
