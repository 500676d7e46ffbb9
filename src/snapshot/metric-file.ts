/** What the reports of other tools have in common: measurements of one repository at one time. */
import {tableBuilder} from "../table.ts";
import type {Clues} from "./clues.ts";
import {conclude} from "./conclude.ts";
import type {Finding, Importer, ReadContext} from "./importer.ts";
import {askedRepository, sampleTime, TIME_NEED} from "./one-search.ts";
import type {ProblemList} from "./problems.ts";
import {KEYS, TABLES} from "./snapshot.ts";
import {sortRows} from "./sort-rows.ts";

/**
 * A number that a report says. `labels` are told apart in their order of names. A measurement of a path, package or test
 * that names none says that the whole was measured, for reports that found nothing.
 */
export interface ReportedNumber {
  readonly metric: string;
  readonly of: "repo" | "path" | "package" | "test";
  readonly path?: string;
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
  readonly unit: string;
}

/** A report beside its numbers. `read` counts what the tool counts; `reasons` say why it is not all. */
export interface Report {
  readonly clues: Clues;
  readonly context: ReadContext;
  readonly problems: ProblemList;
  readonly read: number;
  readonly reasons: readonly string[];
  readonly fileHash: string;
}

/** The finding of a report. */
export function metricFinding(
  importer: Pick<Importer, "format" | "title">,
  numbers: Iterable<ReportedNumber>,
  {clues, context, problems, read, reasons, fileHash}: Report
): Promise<Finding> {
  const {repository, needs} = askedRepository(clues, context.known);
  const at = sampleTime(clues, clues.use("commit") ?? null, context.known);
  const builder = tableBuilder<string>(TABLES.metric);
  for (const {metric, of, path, name, labels, value, unit} of numbers)
    builder.push({
      metric,
      entity_kind: of,
      repo_key: repository,
      path: path ?? null,
      name: name ?? null,
      at,
      value,
      unit,
      labels: labels ? labelText(labels) : null
    });
  return conclude({
    importer,
    series: [],
    parts: [
      {table: "metric", observedAt: clues.use("observedAt") ?? null, rows: sortRows(builder.build(), KEYS.metric)}
    ],
    needs: [...needs, ...(at === null ? [TIME_NEED] : [])],
    clues,
    problems,
    read,
    reasons,
    fileHash
  });
}

/** Labels as JSON, names in order: the same labels are the same text. */
export function labelText(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))));
}
