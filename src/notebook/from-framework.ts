/**
 * A page of Observable Framework, or any Markdown, as a notebook. Its fences and attributes are ours already, so the text stays
 * as it is but for the front matter. Source: framework's src/markdown.ts, src/info.ts and docs/sql.md.
 */
import {isRecord} from "../fields.ts";
import {readYaml} from "./cells/yaml.ts";
import {type Converted, notesOf} from "./from-notebook-kit.ts";
import {parseNotebook} from "./notebook.ts";

/** How a line begins that the export to Framework puts into a front matter. */
export const MADE_BY = "# made by Tidemark";

/** Languages that Framework runs and a notebook shows. */
const SHOWN = "ts jsx tsx html svg tex dot mermaid".split(" ");

export function fromFramework(page: string): Converted {
  // what the export put there
  const text = page
    .replace(/^(\ufeff?)---[ \t]*\r?\n# made by Tidemark[^\r\n]*\r?\n---[ \t]*\r?\n(?:\r?\n)?/, "$1")
    .replace(/^(\ufeff?---[ \t]*\r?\n)# made by Tidemark[^\r\n]*\r?\n/, "$1");
  const eol = /\r\n/.test(text) ? "\r\n" : "\n";
  const [, mark = "", yaml] = /^(\ufeff?)---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text) ?? [];
  const start = text.startsWith("\ufeff") ? 1 : 0;
  const own = `tidemark: 1${eol}`;
  let next =
    yaml === undefined
      ? `${text.slice(0, start)}---${eol}${own}---${eol}${eol}${text.slice(start).replace(/^(?:[ \t]*\r?\n)+/, "")}`
      : text.replace(/^(\ufeff?---[ \t]*\r?\n)/, (_, open: string) => open + own);
  const kept = new Map<string, number>();
  const {value} = yaml === undefined ? {value: null} : readYaml(yaml, 2);
  // files that are named for SQL there are tables here, under the same names
  if (isRecord(value) && isRecord(value.sql) && value.tables === undefined) {
    const head = mark.length + next.indexOf(own) + own.length;
    next =
      next.slice(0, head) +
      next
        .slice(head)
        .replace(/^sql:/m, "tables:")
        .replace(/^([ \t]+[\w-]+:[ \t]*)\.\//gm, "$1");
    for (const path of Object.values(value.sql))
      if (/^(?:https?:)?\/\//.test(String(path)))
        kept.set("table at an address", (kept.get("table at an address") ?? 0) + 1);
  }
  for (const [, language = "", rest = ""] of next.matchAll(/^(?:`{3,}|~{3,})[ \t]*([a-z]+)([^\n`]*)$/gm))
    if (SHOWN.includes(language) && !/\brun=false\b/.test(rest)) kept.set(language, (kept.get(language) ?? 0) + 1);
  const {frontMatter, cells} = parseNotebook(next);
  const heading = cells
    .map(({kind, body}) => (kind === "markdown" ? /^#\s+(.+)$/m.exec(body)?.[1] : undefined))
    .find(Boolean);
  return {text: next, title: frontMatter.title || heading || "Untitled", notes: notesOf(kept)};
}
