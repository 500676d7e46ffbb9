/** What a JavaScript cell declares, refers to and imports, found before anything of it runs. */
import {parseJavaScript, transpileJavaScript} from "@observablehq/notebook-kit";
import type {Message, Reading} from "../../error.ts";
import {LIBRARIES, LIBRARY_GLOBALS, libraryOf} from "./libraries.ts";
import {type Node, nodesOf} from "./syntax.ts";

/** A cell as the realm evaluates it, and the names it refers to that are other cells'. */
export interface JsCell {
  readonly body: string;
  readonly parameters: readonly string[];
  readonly references: readonly string[];
  readonly outputs: readonly string[];
  readonly autodisplay: boolean;
  readonly libraries: readonly string[];
}

/** What every JavaScript cell has without declaring it. */
export const CELL_BUILTINS = ["display", "view", "invalidation", "width", "Mutable", "Inputs", "md"] as const;

/** Names of the language and of workers that the transpiler takes for other cells. */
const GLOBALS = new Set(
  "globalThis self structuredClone queueMicrotask Atomics SharedArrayBuffer BigInt64Array BigUint64Array WeakRef WeakSet FinalizationRegistry AggregateError EvalError Iterator DOMException AbortController AbortSignal Event EventTarget MessageChannel ReadableStream WritableStream TransformStream CompressionStream DecompressionStream WebAssembly OffscreenCanvas postMessage importScripts XMLHttpRequest EventSource Request Response setImmediate".split(
    " "
  )
);

/** Names a browser has and the realm has not, with what to do instead. */
const ABSENT: Readonly<Record<string, string>> = {
  now: "The result of a notebook does not depend on the clock; take a time from the data.",
  visibility: "Cells do not know whether they are on the screen.",
  FileAttachment: "Import the file on the Data page and read it with a sql cell.",
  DatabaseClient: "Read tables with a sql cell and refer to it by its id."
};

/**
 * Reads a cell's text. Null, with an error and its place (line and column of the text, from 1), when it is no JavaScript,
 * imports what is not there, or exports.
 */
export function readJs(text: string): Reading<JsCell | null> {
  const messages: Message[] = [];
  const fail = (problem: string, index: number) => {
    messages.push({level: "error", text: problem, place: placeOf(text, index)});
  };
  // formatters end an expression with a semicolon
  const source = withoutLastSemicolon(text);
  try {
    const imports = importsIn(parseJavaScript(source).body);
    const libraries = new Set<string>();
    let plain = source;
    for (const {name, start, end} of imports.reverse()) {
      const library = name === null ? null : libraryOf(name);
      if (library === null)
        fail(
          name === null
            ? "An import has to name its library as a text, so that it is known before the cell runs."
            : `There is no library ${JSON.stringify(name)} here. A cell can import ${LIBRARIES.map((one) => one.name).join(", ")}; everything else would have to be loaded from an address, which Tidemark never does.`,
          start
        );
      else {
        libraries.add(library);
        plain = plain.slice(0, start) + JSON.stringify(library) + plain.slice(end);
      }
    }
    if (messages.length) return {value: null, messages};
    const {body, inputs = [], outputs = [], autodisplay = false} = transpileJavaScript(plain);
    for (const name of inputs) {
      const absent = Object.hasOwn(ABSENT, name) ? ABSENT[name] : undefined;
      if (absent) fail(`There is no ${name} here. ${absent}`, Math.max(0, text.search(new RegExp(`\\b${name}\\b`))));
      const library = LIBRARY_GLOBALS.get(name);
      if (library) libraries.add(library);
    }
    if (messages.length) return {value: null, messages};
    const own = new Set<string>([...CELL_BUILTINS, ...LIBRARY_GLOBALS.keys()]);
    return {
      value: {
        body: withOwnImport(body),
        parameters: inputs,
        references: inputs.filter((name) => !own.has(name) && !GLOBALS.has(name)),
        outputs,
        autodisplay,
        libraries: [...libraries].sort()
      },
      messages
    };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const at = "pos" in error ? Number(error.pos) : 0;
    const what = error.message.replace(/\s*\(\d+:\d+\)$/, "");
    return {
      value: null,
      messages: [{level: "error", text: `This is no JavaScript: ${what}.`, place: placeOf(text, at)}]
    };
  }
}

function withoutLastSemicolon(text: string): string {
  const trimmed = text.replace(/;\s*$/, "");
  if (trimmed === text) return text;
  try {
    return parseJavaScript(trimmed).expression ? trimmed : text;
  } catch {
    return text;
  }
}

interface Imported {
  /** Null where the name is computed. */
  readonly name: string | null;
  readonly start: number;
  readonly end: number;
}

function importsIn(body: unknown): Imported[] {
  const found: Imported[] = [];
  for (const node of nodesOf(body)) {
    if (node.type !== "ImportDeclaration" && node.type !== "ImportExpression") continue;
    const source = node.source as Node;
    const name = source.type === "Literal" && typeof source.value === "string" ? source.value : null;
    found.push({name, start: source.start, end: source.end});
  }
  return found.sort((a, b) => a.start - b.start);
}

/** `import("d3")` becomes a call of what the realm offers: nothing is loaded from anywhere. */
function withOwnImport(body: string): string {
  const places = [...nodesOf(parseJavaScript(body).body)].flatMap(({type, start}) =>
    type === "ImportExpression" ? [start] : []
  );
  return places
    .sort((a, b) => b - a)
    .reduce((text, at) => `${text.slice(0, at)}__import${text.slice(at + "import".length)}`, body);
}

function placeOf(text: string, index: number): {line: number; column: number} {
  const before = text.slice(0, index).split("\n");
  return {line: before.length, column: before.at(-1)!.length + 1};
}
