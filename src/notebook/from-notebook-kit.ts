/**
 * Notebooks of Observable Notebook Kit as notebooks: the same cells, with the same meaning for JavaScript. What does not run
 * here stays in the text as a listing and is told. Source: notebook-kit's lib/serialize.js (the file) and lib/notebook.js.
 */
import type {Element, Nodes, Root} from "hast";
import rehypeParse from "rehype-parse";
import {unified} from "unified";
import {cellText, yamlText} from "./edit.ts";
import {KIT_TYPES} from "./kit-listings.ts";
import {freeId, refusedId} from "./names.ts";
import {CELL_SPLIT, type Notebook, parseNotebook} from "./notebook.ts";
import {observableCell} from "./observable-cell.ts";
import {infoOf} from "./reshape.ts";

/** A notebook of another tool as one of ours. */
export interface Converted {
  readonly text: string;
  readonly title: string;
  /** What is kept and does not run, in sentences. */
  readonly notes: readonly string[];
}

/** True for a file of Notebook Kit. */
export function isNotebookKit(text: string): boolean {
  return /^\s*(?:<!doctype html>\s*)?<notebook[\s>]/i.test(text);
}

/** The languages of cells that are kept as listings, by the type of their script. */
const LISTINGS: Readonly<Record<string, string>> = {
  "text/x-typescript": "ts",
  "text/html": "html",
  "application/x-tex": "tex",
  "text/vnd.graphviz": "dot",
  "application/vnd.node.javascript": "js",
  "text/x-python": "python",
  "text/x-r": "r",
  "application/vnd.observable.javascript": "js"
};

export function fromNotebookKit(html: string): Converted {
  const tree = unified().use(rehypeParse).parse(html) as Root;
  const notebook = firstNamed(tree, "notebook");
  const title = notebook ? textOf(firstNamed(notebook, "title")).replace(/\s+/g, " ").trim() : "";
  const kept = new Map<string, number>();
  const keep = (what: string) => void kept.set(what, (kept.get(what) ?? 0) + 1);
  const taken = new Set<string>();
  const parts: string[] = [];
  let wasText = false;
  const add = (part: string, isText: boolean) => {
    if (!part.trim()) return;
    parts.push(...(isText && wasText ? [CELL_SPLIT] : []), part);
    wasText = isText;
  };
  const listing = (language: string, body: string, what: string, mode: string) => {
    keep(what);
    // a second word that is no kind of ours: it is shown and never runs
    add(
      cellText("sql", null, body).replace(
        /^(`{3,})sql/,
        `$1${language} listing${language === "js" ? ` of=${mode}` : ""}`
      ),
      true
    );
  };
  for (const script of notebook ? allNamed(notebook, "script") : []) {
    const {type = "module", output, database = "var:db"} = attributesOf(script);
    const body = dedented(textOf(script).replace(/<\\(?=\\*\/script(?:\s|>))/gi, "<"));
    const hidden = "hidden" in script.properties ? "display=false" : "";
    if (type === "text/markdown") add(asListings(body), true);
    else if (type === "module") add(cellText("js", null, body, hidden), false);
    else if (type === "application/sql") {
      const id = output === undefined ? null : refusedId(output) === null ? output : freeId(output, taken);
      if (id) taken.add(id);
      const isOurs = database === "var:db";
      if (!isOurs) keep(`SQL of the database ${database}`);
      add(
        cellText(
          "sql",
          id,
          body,
          [
            isOurs ? "" : `run=false database=${/^[\w.:/-]+$/.test(database) ? database : JSON.stringify(database)}`,
            hidden
          ]
            .filter(Boolean)
            .join(" ")
        ),
        false
      );
      // one name serves SQL too, which knows no capitals
      if (id !== null && output !== undefined && id !== output && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(output))
        add(cellText("js", null, `const ${output} = ${id};`, "display=false"), false);
    } else {
      const vanilla = type === "application/vnd.observable.javascript" ? observableCell(body) : null;
      if (vanilla !== null) add(cellText("js", null, vanilla, hidden), false);
      else listing(LISTINGS[type] ?? "text", body, NAMES[type] ?? type, type === KIT_TYPES.node ? "node" : "ojs");
    }
  }
  return {
    text: `---\ntidemark: 1\ntitle: ${yamlText(title || "Untitled")}\n---\n\n${parts.join("\n\n")}\n`,
    title: title || "Untitled",
    notes: notesOf(kept)
  };
}

const NAMES: Readonly<Record<string, string>> = {
  "text/x-typescript": "TypeScript",
  "text/html": "HTML",
  "application/x-tex": "TeX",
  "text/vnd.graphviz": "Graphviz",
  "application/vnd.node.javascript": "Node.js",
  "text/x-python": "Python",
  "text/x-r": "R",
  "application/vnd.observable.javascript": "Observable JavaScript that imports or is mutable"
};

/** What is kept without running, as a sentence; none where all runs. */
export function notesOf(kept: ReadonlyMap<string, number>): readonly string[] {
  if (!kept.size) return [];
  const all = [...kept].map(([what, count]) => `${count} × ${what}`).join(", ");
  return [`Kept as it is, and not run here: ${all}.`];
}

/** Markdown in which no fence is a cell: there it was a listing. What it leaves open is closed. */
function asListings(body: string): string {
  const notebook: Notebook = parseNotebook(body);
  let text = body;
  for (const cell of [...notebook.cells].reverse()) {
    if (cell.kind === "markdown") continue;
    const info = infoOf(notebook, cell);
    const at = text.indexOf(info, cell.from);
    text = `${text.slice(0, at)}${info.replace(/^\S+/, "$& listing")}${text.slice(at + info.length)}`;
  }
  return notebook.openFence ? `${text.trimEnd()}\n${notebook.openFence}` : text.trim();
}

/** Without the line breaks around it and the four spaces before each line. */
function dedented(text: string): string {
  const lines = text.split(/\r\n?|\n/);
  if (!lines.at(-1)?.trim()) lines.pop();
  if (!lines[0]?.trim()) lines.shift();
  return lines.map((line) => line.replace(/^ {4}/, "")).join("\n");
}

function attributesOf({properties}: Element): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, String(value)]));
}

function allNamed(node: Nodes, name: string): Element[] {
  if (!("children" in node)) return [];
  return node.children.flatMap((child) =>
    child.type === "element" ? (child.tagName === name ? [child] : allNamed(child, name)) : []
  );
}

function firstNamed(node: Nodes, name: string): Element | undefined {
  return allNamed(node, name)[0];
}

function textOf(node: Nodes | undefined): string {
  if (!node) return "";
  if (node.type === "text") return node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}
