/** YAML of strangers, read within bounds, with the places of what is wrong. */
import {type CST, isNode, LineCounter, Parser, parseDocument} from "yaml";
import {type Message, messageOf, type Place, type Reading} from "./error.ts";

/** A few aliases are fine, a million of one are not. */
const MOST_ALIASES = 100;
/** What is nested deeper than this is read by no kind. */
const DEEPEST = 100;

/**
 * The value of a YAML text whose first line is line `line` of the file; it has no cycle and is nested less than a
 * hundred deep. Null, with an error that begins with `fault`, when it cannot be read.
 */
export function readYaml(text: string, line: number, fault = "This is no YAML"): Reading<unknown> {
  const tooDeep: Message = {
    level: "error",
    text: `${fault}: it is nested more than ${DEEPEST} deep, or holds itself.`,
    place: {line}
  };
  if (isDeep(text)) return {value: null, messages: [tooDeep]};
  const document = parseDocument(text, {prettyErrors: true});
  // the first error makes the others
  const problems = document.errors.length ? document.errors.slice(0, 1) : document.warnings;
  const messages = problems.map((problem): Message => {
    const [{line: own = 1, col = 1} = {}] = problem.linePos ?? [];
    const [sentence] = problem.message.split("\n");
    return {
      level: document.errors.length ? "error" : "warning",
      text: `${fault}: ${sentence!.replace(/ at line \d+.*$/, "").replace(/:$/, "")}.`,
      place: {line: line + own - 1, column: col}
    };
  });
  if (document.errors.length) return {value: null, messages};
  try {
    const value: unknown = document.toJS({maxAliasCount: MOST_ALIASES});
    if (isShallow(value)) return {value, messages};
    return {value: null, messages: [...messages, tooDeep]};
  } catch (error) {
    // aliases that lead nowhere, or to too much
    return {
      value: null,
      messages: [...messages, {level: "error", text: `${fault}: ${messageOf(error)}.`, place: {line}}]
    };
  }
}

/** True when a value is nested less than a hundred deep, and so holds no cycle. */
export function isShallow(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth < DEEPEST && Object.values(value).every((member) => isShallow(member, depth + 1));
}

/**
 * True when a text is nested deeper than may be read. The composer of yaml calls itself, and at the end of the stack V8
 * cannot compile a regular expression: it ends the process. Its parser, which is asked here, keeps a list instead.
 */
function isDeep(text: string): boolean {
  const open: [CST.Token | null | undefined, number][] = Array.from(new Parser().parse(text), (token) => [token, 0]);
  for (const [token, depth] of open) {
    if (depth > DEEPEST) return true;
    if (token?.type === "document") open.push([token.value, depth]);
    else if (token && "items" in token)
      for (const item of token.items) open.push([item.key, depth + 1], [item.value, depth + 1]);
  }
  return false;
}

/**
 * Where the members of a YAML text stand: the place of the value (or, where that is not there, of its nearest owner) at a
 * path of keys and indexes. For a text that `readYaml` could read.
 */
export function yamlPlaces(text: string): (path: readonly (string | number)[]) => Place {
  const lines = new LineCounter();
  const document = parseDocument(text, {lineCounter: lines});
  return (path) => {
    for (let length = path.length; length >= 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (!isNode(node) || !node.range) continue;
      const {line, col} = lines.linePos(node.range[0]);
      return {line, column: col};
    }
    return {line: 1};
  };
}
