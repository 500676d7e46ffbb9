/**
 * Edits of a cell's YAML by its values: what a form writes. Only the text of a value that changed is replaced; comments, the
 * order of names, quotes and spacing of all others stay byte for byte. Lines end in `\n`.
 */
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  stringify,
  type YAMLMap,
  type YAMLSeq
} from "yaml";
import {isRecord} from "../fields.ts";

/** Values by name, as YAML gives them. */
export type YamlValues = Readonly<Record<string, unknown>>;

/** Longer collections stand on lines of their own. */
const LINE = 96;

/**
 * The text with other values: those that are equal keep their text, names that are not in `next` (or undefined) are taken
 * out, new ones come last. What it gives reads back as `next`; where an edit in place cannot do that (aliases, explicit
 * keys), the value is written anew.
 */
export function editYaml(text: string, next: YamlValues): string {
  const wanted = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
  if (readsAs(text, wanted)) return text;
  const inPlace = editInPlace(text, wanted);
  if (inPlace !== null && readsAs(inPlace, wanted)) return inPlace;
  const rewritten = rewrittenByNames(text, wanted);
  if (rewritten !== null && readsAs(rewritten, wanted)) return rewritten;
  return newYaml(wanted);
}

/** The YAML of values, a name a line, in their order. */
export function newYaml(values: YamlValues): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${scalar(name)}:${rendered(value, 0)}`)
    .join("\n");
}

/** True when both are the same value; lists in their order, objects in any. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) || Array.isArray(b))
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]))
  );
}

function readsAs(text: string, wanted: YamlValues): boolean {
  const document = parseDocument(text);
  if (document.errors.length) return false;
  try {
    return isSame(document.toJS() ?? {}, wanted);
  } catch {
    return false;
  }
}

/** The text as the library writes it, with the values that changed; null where it cannot. */
function rewrittenByNames(text: string, wanted: YamlValues): string | null {
  const document = parseDocument(text);
  if (document.errors.length || !isMap(document.contents)) return null;
  try {
    const old = document.toJS() as YamlValues;
    for (const pair of [...document.contents.items])
      if (isScalar(pair.key) && !Object.hasOwn(wanted, String(pair.key.value))) document.delete(pair.key);
    for (const [name, value] of Object.entries(wanted)) if (!isSame(old[name], value)) document.set(name, value);
    return document.toString({lineWidth: 0}).replace(/\n$/, "");
  } catch {
    // an alias whose anchor went away
    return null;
  }
}

interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Thrown where a text cannot be edited in place. */
class NotInPlace extends Error {}

interface Editing {
  readonly text: string;
  readonly document: Document;
  readonly splices: Splice[];
}

function editInPlace(text: string, wanted: YamlValues): string | null {
  const document = parseDocument(text);
  if (document.errors.length) return null;
  const {contents} = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    const head = text && !text.endsWith("\n") ? `${text}\n` : text;
    return head + newYaml(wanted);
  }
  if (!isMap(contents) || !Object.keys(wanted).length) return null;
  const editing: Editing = {text, document, splices: []};
  try {
    editMap(editing, contents, wanted);
  } catch (error) {
    if (error instanceof NotInPlace) return null;
    throw error;
  }
  let result = "";
  let at = 0;
  // what is put in at a place stands before what is taken out from there; else what was found first stands first
  for (const splice of [...editing.splices].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (splice.from < at) return null;
    result += text.slice(at, splice.from) + splice.text;
    at = splice.to;
  }
  return result + text.slice(at);
}

function editMap(editing: Editing, map: YAMLMap, next: YamlValues): void {
  const {text, splices} = editing;
  const pairs = map.items as Pair<unknown, Node | null>[];
  const names = pairs.map(({key}) => {
    if (!isScalar(key) || !key.range || key.value === "<<") throw new NotInPlace();
    return String(key.value);
  });
  const keys = pairs.map(({key}) => key as Scalar);
  const indent = map.flow ? 0 : columnOf(text, keys[0]!.range![0]);
  const kept: number[] = [];
  pairs.forEach((pair, i) => {
    const value = next[names[i]!];
    if (value === undefined) return;
    kept.push(i);
    editValue(editing, pair.value, value, {after: colonAfter(text, keys[i]!), indent, inFlow: Boolean(map.flow)});
  });
  if (!kept.length) throw new NotInPlace();
  pairs.forEach((_, i) => {
    if (next[names[i]!] !== undefined) return;
    const start = keys[i]!.range![0];
    if (map.flow)
      splices.push(
        removalInFlow(
          keys.map(({range}) => range![0]),
          pairs.map((pair, j) => endOf(editing, pair, keys[j]!)),
          kept,
          i
        )
      );
    else if (text.slice(lineStart(text, start), start).trim() === "")
      splices.push({from: lineStart(text, start), to: nextLine(text, endOf(editing, pairs[i]!, keys[i]!)), text: ""});
    else {
      // behind the dash of a list
      const to = keys[i + 1]?.range?.[0];
      if (to === undefined || text.slice(start, to).includes("#")) throw new NotInPlace();
      splices.push({from: start, to, text: ""});
    }
  });
  const added = Object.entries(next).filter(([name, value]) => value !== undefined && !names.includes(name));
  if (!added.length) return;
  const last = kept.at(-1)!;
  const end = endOf(editing, pairs[last]!, keys[last]!);
  if (map.flow)
    splices.push({
      from: end,
      to: end,
      text: added.map(([name, value]) => `, ${scalar(name)}: ${flow(value)}`).join("")
    });
  else {
    const at = lineEnd(text, end);
    const lines = added.map(([name, value]) => `\n${" ".repeat(indent)}${scalar(name)}:${rendered(value, indent)}`);
    splices.push({from: at, to: at, text: lines.join("")});
  }
}

interface Place {
  /** Where the text before the value ends: behind its colon or dash. */
  readonly after: number;
  readonly indent: number;
  readonly inFlow: boolean;
}

function editValue(editing: Editing, node: Node | null, next: unknown, {after, indent, inFlow}: Place): void {
  const {text, document, splices} = editing;
  if (node?.range && isSame(node.toJS(document), next)) return;
  if (isMap(node) && isRecord(next) && node.items.length && sharesName(node, next)) {
    editMap(editing, node, next);
    return;
  }
  if (isSeq(node) && Array.isArray(next) && node.items.length && next.length) {
    editList(editing, node, next);
    return;
  }
  if (!node?.range) {
    splices.push({from: after, to: after, text: inFlow ? ` ${flow(next)}` : rendered(next, indent)});
    return;
  }
  const [start, stop] = node.range;
  const end = withoutLineEnd(text, stop);
  const isOneLine = !text.slice(after, Math.max(end, start)).includes("\n");
  if (start >= end) splices.push({from: after, to: after, text: inFlow ? ` ${flow(next)}` : rendered(next, indent)});
  else if (inFlow) splices.push({from: start, to: end, text: flow(next)});
  else if (isOneLine && isScalarValue(next)) splices.push({from: start, to: end, text: scalar(next)});
  else splices.push({from: after, to: end, text: rendered(next, indent)});
}

function editList(editing: Editing, list: YAMLSeq, next: readonly unknown[]): void {
  const {text, document, splices} = editing;
  const items = list.items as (Node | null)[];
  if (items.some((item) => !item?.range)) throw new NotInPlace();
  const nodes = items as Node[];
  const old: unknown[] = nodes.map((item) => item.toJS(document));
  let head = 0;
  while (head < old.length && head < next.length && isSame(old[head], next[head])) head++;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < next.length - head &&
    isSame(old[old.length - 1 - tail], next[next.length - 1 - tail])
  )
    tail++;
  const paired = Math.min(old.length, next.length) - head - tail;
  const starts = nodes.map((item) => item.range![0]);
  const ends = nodes.map((item) => withoutLineEnd(text, item.range![1]));
  const indent = list.flow ? 0 : dashColumn(text, starts[0]!);
  for (let i = head; i < head + paired; i++)
    editValue(editing, nodes[i]!, next[i], {
      after: list.flow ? starts[i]! : dashBefore(text, starts[i]!) + 1,
      indent: indent + 2,
      inFlow: Boolean(list.flow)
    });
  const gone = Array.from({length: old.length - tail - head - paired}, (_, i) => head + paired + i);
  const kept = nodes.map((_, i) => i).filter((i) => !gone.includes(i));
  if (!kept.length) throw new NotInPlace();
  for (const i of gone) {
    if (list.flow) splices.push(removalInFlow(starts, ends, kept, i));
    else {
      if (dashColumn(text, starts[i]!) !== indent) throw new NotInPlace();
      splices.push({from: lineStart(text, starts[i]!), to: nextLine(text, ends[i]!), text: ""});
    }
  }
  const added = next.slice(head + paired, next.length - tail);
  if (!added.length) return;
  const before = head + paired - 1;
  if (list.flow) {
    const texts = added.map((value) => flow(value));
    if (before >= 0)
      splices.push({from: ends[before]!, to: ends[before]!, text: texts.map((one) => `, ${one}`).join("")});
    else splices.push({from: starts[0]!, to: starts[0]!, text: texts.map((one) => `${one}, `).join("")});
    return;
  }
  const lines = added.map((value) => `${" ".repeat(indent)}-${rendered(value, indent + 2, true)}`);
  if (before >= 0) {
    const at = lineEnd(text, ends[before]!);
    splices.push({from: at, to: at, text: lines.map((line) => `\n${line}`).join("")});
  } else {
    const at = lineStart(text, starts[0]!);
    splices.push({from: at, to: at, text: lines.map((line) => `${line}\n`).join("")});
  }
}

/** Takes an item out of a flow collection, with the comma on the side where another stays. */
function removalInFlow(starts: readonly number[], ends: readonly number[], kept: readonly number[], i: number): Splice {
  const previous = kept.filter((other) => other < i).at(-1);
  // the first ones go with the comma behind them, the others with the one before
  return previous === undefined
    ? {from: starts[i]!, to: starts[i + 1]!, text: ""}
    : {from: ends[i - 1]!, to: ends[i]!, text: ""};
}

function sharesName(map: YAMLMap, next: YamlValues): boolean {
  return map.items.some(({key}) => isScalar(key) && next[String(key.value)] !== undefined);
}

/** Where a pair ends: behind its value, or behind its colon when it has none. */
function endOf({text}: Editing, {value}: Pair<unknown, Node | null>, key: Scalar): number {
  const colon = colonAfter(text, key);
  return value?.range ? Math.max(colon, withoutLineEnd(text, value.range[1])) : colon;
}

function colonAfter(text: string, key: Scalar): number {
  const place = text.indexOf(":", key.range![1]);
  if (place < 0 || text.slice(key.range![1], place).trim()) throw new NotInPlace();
  return place + 1;
}

function withoutLineEnd(text: string, end: number): number {
  let place = end;
  while (/\s/.test(text[place - 1] ?? "")) place--;
  return place;
}

function lineStart(text: string, place: number): number {
  return text.lastIndexOf("\n", place - 1) + 1;
}

function lineEnd(text: string, place: number): number {
  const end = text.indexOf("\n", place);
  return end < 0 ? text.length : end;
}

function nextLine(text: string, place: number): number {
  return Math.min(text.length, lineEnd(text, place) + 1);
}

function columnOf(text: string, place: number): number {
  return place - lineStart(text, place);
}

function dashBefore(text: string, start: number): number {
  const place = text.lastIndexOf("-", start - 1);
  if (place < 0 || text.slice(place + 1, start).trim()) throw new NotInPlace();
  return place;
}

/** The column of the dash that alone stands before an item on its line. */
function dashColumn(text: string, start: number): number {
  const dash = dashBefore(text, start);
  const from = lineStart(text, dash);
  if (text.slice(from, dash).trim()) throw new NotInPlace();
  return dash - from;
}

function isScalarValue(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

/** A value behind a colon or a dash: on the same line where it fits, else on lines below. Begins with what separates it. */
function rendered(value: unknown, indent: number, isItem = false): string {
  if (isScalarValue(value)) return ` ${scalar(value)}`;
  const inline = flow(value);
  const isList = Array.isArray(value);
  const hasObjects = isList && value.some((item) => !isScalarValue(item));
  if (!hasObjects && inline.length + indent <= LINE) return ` ${inline}`;
  const space = " ".repeat(indent + (isItem ? 0 : 2));
  if (isList)
    return value.length ? value.map((item) => `\n${space}-${rendered(item, space.length + 2, true)}`).join("") : " []";
  const entries = Object.entries(value as YamlValues).filter(([, member]) => member !== undefined);
  if (!entries.length) return " {}";
  const lines = entries.map(([name, member]) => `${scalar(name)}:${rendered(member, space.length)}`);
  return isItem ? ` ${lines.join(`\n${space}`)}` : lines.map((line) => `\n${space}${line}`).join("");
}

/** A value on one line, as it may stand in brackets. */
function flow(value: unknown): string {
  const text = stringify([value], {collectionStyle: "flow", lineWidth: 0, flowCollectionPadding: false}).trimEnd();
  return text.includes("\n") ? JSON.stringify(value) : text.slice(1, -1);
}

/** A scalar on one line. What other readers of YAML take for something else stands in quotes. */
function scalar(value: unknown): string {
  if (typeof value !== "string") return stringify(value, {lineWidth: 0}).trimEnd();
  if (/[\n\r\t]/.test(value) || /^(?:y|n|yes|no|on|off)$/i.test(value)) return JSON.stringify(value);
  const text = stringify(value, {lineWidth: 0}).trimEnd();
  return text.includes("\n") ? JSON.stringify(value) : text;
}
