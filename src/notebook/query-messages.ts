/**
 * What an insight's queries may not hold when a search tool is to run them, told at the place in the cell. All of it is a
 * warning: an imported query may be in another language, and its data is charted all the same.
 */
import {isMap, isScalar, isSeq, parseDocument, type Scalar} from "yaml";
import type {Message} from "../error.ts";
import {detectSearchType, readPlan} from "../query/plan.ts";
import {type CaptureCheck, captureQueryChecks, seriesQueryProblems} from "../query/series-checks.ts";
import type {CellSource} from "./notebook.ts";

/** What is wrong when a rule of capture-group queries is not kept; rules of all queries are told by those. */
const CAPTURE_WORDS: Readonly<Partial<Record<CaptureCheck, string>>> = {
  "no-operators": "A query that captures values is one pattern, without and, or and not.",
  "pattern-type":
    "A query that captures values is a regular expression: leave patterntype out, or write patterntype:regexp.",
  "no-commit-or-diff": "Values are captured in files, not in commits or diffs: leave type:commit and type:diff out.",
  "no-new-lines": "Values are captured line by line, so a pattern with \\n finds none: leave the \\n out.",
  "capture-group": "This query has no capture group: put brackets around what is to be captured, as in (\\d+)."
};

/** The warnings about the queries of an insight cell whose YAML could be read; `kind` and `pattern` are the insight's. */
export function queryMessages(
  {body, bodyLine}: CellSource,
  {kind, pattern}: {readonly kind: string; readonly pattern: string}
): Message[] {
  const isCapture = kind === "capture-group";
  return queryScalars(body).flatMap((scalar) => {
    const query = String(scalar.value);
    const type = isCapture ? "regexp" : detectSearchType(query, "literal");
    const said = seriesQueryProblems(query);
    const messages = said.length ? said : readPlan(query, type).messages;
    const checks: Partial<ReturnType<typeof captureQueryChecks>> = isCapture ? captureQueryChecks(query) : {};
    const rules = Object.entries(CAPTURE_WORDS).filter(
      ([rule]) =>
        checks[rule as CaptureCheck] === false &&
        // a pattern of the insight's own captures in what was matched
        !(rule === "capture-group" && (pattern || messages.length))
    );
    return [...messages, ...rules.map(([, text]): Message => ({level: "warning", text}))].map(
      ({text, place}): Message => ({
        level: "warning",
        field: "query",
        text: `As a search query: ${text}`,
        place: placeIn(body, bodyLine, scalar, place)
      })
    );
  });
}

/** The queries that are written: of the insight, and of each of its series. */
function queryScalars(body: string): Scalar[] {
  const {contents} = parseDocument(body);
  if (!isMap(contents)) return [];
  const series = contents.get("series", true);
  const members = [contents, ...(isSeq(series) ? series.items : [series])];
  return members
    .map((member) => (isMap(member) ? member.get("query", true) : null))
    .filter((node): node is Scalar => isScalar(node) && typeof node.value === "string" && node.value.trim() !== "");
}

/** The place in the file of a place in a query. In a query of several lines, or with escapes, only its line is told. */
function placeIn(
  body: string,
  bodyLine: number,
  {range, type, value}: Scalar,
  place: Message["place"]
): NonNullable<Message["place"]> {
  const start = range![0];
  const line = bodyLine + body.slice(0, start).split("\n").length - 1;
  const quote = type === "QUOTE_SINGLE" || type === "QUOTE_DOUBLE" ? 1 : 0;
  const written = body.slice(start + quote, range![1] - quote);
  const column = start - body.lastIndexOf("\n", start - 1);
  if (place?.line !== 1 || place.column === undefined || written !== value) return {line, column};
  return {line, column: column + quote + place.column - 1};
}
