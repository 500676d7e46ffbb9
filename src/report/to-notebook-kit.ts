/** A notebook as a file of Observable Notebook Kit: the same cells in its HTML. Source: notebook-kit's lib/serialize.js. */
import {escapeHtml} from "../html.ts";
import {readJs} from "../notebook/js/read-js.ts";
import {KIT_TYPES, type KitMode, keptListing, unlisted} from "../notebook/kit-listings.ts";
import type {CellSource} from "../notebook/notebook.ts";
import {VERSION} from "../version.ts";
import type {Exporter, ExportInput, MadeFile} from "./exporter.ts";
import {isHidden} from "./facts.ts";
import {filesNote} from "./to-framework.ts";
import {translated} from "./translate.ts";

export const toNotebookKit: Exporter = {
  format: "notebook-kit",
  extension: "notebook-kit.html",
  help: "a notebook of Observable Notebook Kit, NAME.notebook-kit.html, with rows of insights beside it",
  write: async (input) => page(input).files,
  notes: (input) => page(input).notes
};

/** A cell of the file. `output` is the name of a SQL cell's rows. */
interface KitCell {
  readonly mode: KitMode;
  readonly value: string;
  readonly hidden?: boolean;
  /** Its source is ours, not the author's: it is folded away there as it is here. */
  readonly isMade?: boolean;
  readonly output?: string | null;
  readonly database?: string | undefined;
}

function page(input: ExportInput): {readonly files: readonly MadeFile[]; readonly notes: readonly string[]} {
  const {notebook, name, stem} = input;
  const {cells, files, rows, notes} = translated(input);
  const made = notebook.cells.flatMap((cell, index): KitCell[] => {
    const {as, ...rest} = cells[index]!;
    const hidden = isHidden(cell);
    if ("body" in rest)
      return [
        as === "js" ? {mode: "js", value: rest.body, hidden, isMade: true} : {mode: "md", value: unlisted(rest.body)}
      ];
    if (cell.kind === "markdown") return [keptListing(cell.body) ?? {mode: "md", value: unlisted(cell.body)}];
    const database = cell.attributes.get("database");
    const runs = cell.attributes.get("run") !== "false";
    if (as === "kept" && cell.kind === "js" && runs)
      return namedAbove(notebook.cells, index) === null ? [{mode: "js", value: cell.body, hidden}] : [];
    if (as === "kept" && cell.kind === "sql" && (runs || database)) {
      const caption = cell.attributes.get("caption");
      const value = caption ? `-- ${caption.replace(/\s+/g, " ")}\n${cell.body}` : cell.body;
      return [{mode: "sql", value, hidden, output: namedAbove(notebook.cells, index + 1) ?? cell.id, database}];
    }
    const source = notebook.text.slice(cell.from, cell.to).replaceAll("\r\n", "\n");
    return [{mode: "md", value: source}];
  });
  const before = databaseCell(input, made, rows);
  const scripts = [...before, ...made].map(script);
  const content = `<!doctype html>\n<notebook theme="air">\n  <title>${escapeHtml(notebook.frontMatter.title || name)}</title>\n${scripts.map(({text}) => text).join("")}  <!-- ${KIT_MARK} ${VERSION} -->\n</notebook>\n`;
  const changed = scripts.filter(({isChanged}) => isChanged).length;
  return {
    files: [{path: `${stem}.notebook-kit.html`, content}, ...files],
    notes: [
      ...notes,
      ...filesNote(notebook),
      ...(changed
        ? [`Written with another "<!--", which with a "<script" behind it ends no script: ${changed} × cell.`]
        : [])
    ]
  };
}

/** What a file that Tidemark made says of itself. */
export const KIT_MARK = "made by Tidemark";

/**
 * The name that a hidden cell gives to the rows of the SQL cell right above: names of SQL here have no capitals. Null where
 * it is no such cell, or another cell uses the plain name too.
 */
function namedAbove(cells: readonly CellSource[], index: number): string | null {
  const [above, cell] = [cells[index - 1], cells[index]];
  if (above?.kind !== "sql" || !above.id || cell?.kind !== "js" || !isHidden(cell)) return null;
  const [, name, of] = /^const ([\p{L}_$][\p{L}\p{N}_$]*) = (\w+);$/u.exec(cell.body) ?? [];
  if (name === undefined || of !== above.id) return null;
  const isUsed = cells.some((one) => one !== cell && new RegExp(`(?<![\\w.$])${of}(?![\\w$])`).test(one.body));
  return isUsed ? null : name;
}

/** The database that its SQL asks, with the rows of insights and the files as tables; none where there are none of either. */
function databaseCell({notebook}: ExportInput, made: readonly KitCell[], rows: ReadonlyMap<string, string>): KitCell[] {
  const tables = [...notebook.frontMatter.tables.map(({name, path}): [string, string] => [name, path]), ...rows];
  const isThere = notebook.cells.some(({kind, body}) => kind === "js" && readJs(body).value?.outputs.includes("db"));
  if (!tables.length || isThere || !made.some(({mode, database}) => mode === "sql" && !database)) return [];
  const members = tables.map(([id, path]) => `  ${id}: FileAttachment(${JSON.stringify(path)})`);
  return [{mode: "js", value: `const db = DuckDBClient.of({\n${members.join(",\n")}\n});`, hidden: true, isMade: true}];
}

/** A cell as its script. Four spaces before each line are no part of it. */
function script(
  {mode, value, hidden, isMade, output, database}: KitCell,
  index: number
): {text: string; isChanged: boolean} {
  // HTML would look for the script's end behind the end of an inner one
  const safe = /<!--[\s\S]*<script/i.test(value) ? value.replaceAll("<!--", "<\\!--") : value;
  const escaped = safe.replace(/<(?=\\*\/script(?:\s|>))/gi, "<\\");
  const lines = escaped.split("\n").map((line) => (line ? `    ${line}` : ""));
  const attributes = [
    `id="${index + 1}" type="${KIT_TYPES[mode]}"`,
    // an editor shows the source of these unless it is told not to
    ...(isMade || ["md", "html", "tex", "dot"].includes(mode) ? [] : ['pinned=""']),
    ...(hidden ? ['hidden=""'] : []),
    ...(mode === "sql" ? [`database="${escapeHtml(database ?? "var:db")}"`] : []),
    ...(output ? [`output="${escapeHtml(output)}"`] : [])
  ];
  return {text: `  <script ${attributes.join(" ")}>\n${lines.join("\n")}\n  </script>\n`, isChanged: safe !== value};
}
