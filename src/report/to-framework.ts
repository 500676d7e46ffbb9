/**
 * A notebook as a page of Observable Framework: the same text, in which only what Framework does not know is written anew.
 * Source: framework's docs/markdown.md, docs/sql.md and docs/lib/vega-lite.md.
 */
import {isRecord} from "../fields.ts";
import {MADE_BY} from "../notebook/from-framework.ts";
import {type Notebook, plainLines} from "../notebook/notebook.ts";
import {withOverlay} from "../notebook/overlay.ts";
import {VERSION} from "../version.ts";
import {readYaml} from "../yaml.ts";
import type {Exporter, ExportInput, MadeFile} from "./exporter.ts";
import {isHidden} from "./facts.ts";
import {translated} from "./translate.ts";

export const toFramework: Exporter = {
  format: "framework",
  extension: "framework.md",
  help: "a page of Observable Framework, NAME.framework.md, with rows of insights beside it",
  write: async (input) => page(input).files,
  notes: (input) => page(input).notes
};

/** Languages whose fences Framework runs, which here are shown. */
const RUN_THERE = "js|ts|jsx|tsx|html|svg|tex|dot|mermaid|sql";

function page(input: ExportInput): {readonly files: readonly MadeFile[]; readonly notes: readonly string[]} {
  const {notebook, stem} = input;
  const {cells, files, rows, notes} = translated(input);
  let {text} = notebook;
  for (let i = notebook.cells.length - 1; i >= 0; i--) {
    const [cell, made] = [notebook.cells[i]!, cells[i]!];
    const source = text.slice(cell.from, cell.to);
    const next =
      made.as === "js"
        ? fence(made.body, isHidden(cell) ? "js display=false" : "js")
        : made.as === "markdown"
          ? made.body
          : made.as === "listing" && cell.kind === "sql"
            ? source.replace(/^(`{3,}|~{3,})sql\b/, "$1sql run=false")
            : source;
    const shown = cell.kind === "markdown" ? next.replace(LISTED, "$1 run=false listing") : next;
    if (shown !== source)
      text = text.slice(0, cell.from) + plainLines(shown).replaceAll("\n", notebook.eol) + text.slice(cell.to);
  }
  const asksSql = notebook.cells.some(
    ({kind, attributes}, i) => kind === "sql" && cells[i]!.as === "kept" && attributes.get("run") !== "false"
  );
  return {
    files: [{path: `${stem}.framework.md`, content: withFrontMatter(text, input, asksSql ? rows : null)}, ...files],
    notes: [...notes, ...filesNote(notebook)]
  };
}

const LISTED = new RegExp(`^((?:\`{3,}|~{3,})(?:${RUN_THERE}))[ \\t]+listing(?![^\\n]*\\brun=false\\b)`, "gm");

/** What is to be said of files that the notebook names as tables. */
export function filesNote({frontMatter}: Notebook): readonly string[] {
  const paths = frontMatter.tables.map(({path}) => path);
  return paths.length ? [`Files that it reads belong beside it: ${paths.join(", ")}.`] : [];
}

/** JavaScript in a fence that is longer than any in it. */
function fence(body: string, info: string): string {
  const longest = Math.max(2, ...[...body.matchAll(/`{3,}/g)].map(([run]) => run.length));
  const marker = "`".repeat(longest + 1);
  return `${marker}${info}\n${body}\n${marker}`;
}

/**
 * The front matter as Framework has it: tables are called `sql` there, insights are among them. Null `rows` for a page
 * without SQL: Framework would register the tables in a database that it then does not build, and no cell would run.
 * Source: framework 1.13, render.js, which imports it by the front matter alone.
 */
function withFrontMatter(
  text: string,
  {name, notebook}: ExportInput,
  rows: ReadonlyMap<string, string> | null
): string {
  const made = `${MADE_BY} ${VERSION} from ${name.replace(/\s+/g, " ")}`;
  const [whole, mark = "", yaml] = /^(\ufeff?)---[ \t]*\r?\n([\s\S]*?)(?:\r?\n)?---[ \t]*(?=\r?\n|$)/.exec(text) ?? [];
  const tables = Object.fromEntries([...(rows ?? [])].map(([id, path]) => [id, `./${path}`]));
  const {value} = yaml === undefined ? {value: null} : readYaml(yaml, 2);
  const own = rows && isRecord(value) && value.sql === undefined && isRecord(value.tables) ? value.tables : null;
  let next = plainLines(yaml ?? "").replace(/^tidemark:.*(?:\n|$)/m, "");
  if (own && /^tables:[ \t]*$/m.test(next)) {
    const [before, after] = next.split(/^tables:[ \t]*$/m) as [string, string];
    next = `${before}sql:${after.replace(/^(?:\n[ \t].*)*/, (block) => block.replace(/^([ \t]+[\w-]+:[ \t]*)(?=\w)(?!https?:)/gm, "$1./"))}`;
  } else if (own) {
    const paths = Object.entries(own).map(([id, path]) => [id, `./${String(path)}`]);
    next = withOverlay(next, {tables: null, sql: Object.fromEntries(paths)}).trimEnd();
  }
  if (rows?.size) next = withOverlay(next, {sql: tables}).trimEnd();
  const head = `---\n${made}\n${next ? `${next.trimEnd()}\n` : ""}---`.replaceAll("\n", notebook.eol);
  return whole === undefined ? `${head}${notebook.eol}${notebook.eol}${text}` : mark + head + text.slice(whole.length);
}
