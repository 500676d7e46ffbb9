/** A notebook's answers and figures as Markdown with SVG files beside it: for pull requests, wikis and chats. */

import {cutMessages} from "../notebook/cut-rows.ts";
import {filteredWords} from "../notebook/filtered.ts";
import {readProse} from "../notebook/prose-parts.ts";
import type {CellState} from "../notebook/run.ts";
import type {Table} from "../table.ts";
import {VERSION} from "../version.ts";
import {cellText} from "./cell-text.ts";
import type {Exporter, ExportInput} from "./exporter.ts";
import {anchorOf, type InsightFacts, isHidden} from "./facts.ts";
import {markdownText} from "./markdown-text.ts";
import {completeness, factSentences} from "./sentence.ts";
import {svgFiles} from "./to-svg.ts";

/** A table with more rows says so and stops. */
const MOST_ROWS = 50;
const SIGNS = {fires: "🔴 **Fires**", unknown: "🟠 **Unknown**", clear: "⚪ **Does not fire**"} as const;

export const toMarkdown: Exporter = {
  format: "md",
  help: "Markdown for a pull request or a chat, NAME.md, with NAME/ID.svg beside it",
  async write(input, {draw}) {
    const drawings = await svgFiles(input.states, input.stem, draw);
    const isPng = input.options?.pictures === "png";
    const pictures = drawings.map(({path}) => (isPng ? path.replace(/svg$/, "png") : path));
    return [{path: `${input.stem}.md`, content: page(input, new Set(pictures))}, ...(isPng ? [] : drawings)];
  }
};

function page(input: ExportInput, paths: ReadonlySet<string>): string {
  const {notebook, name, states, facts} = input;
  const title = notebook.frontMatter.title || name;
  const parts = [
    `<!-- made by Tidemark ${VERSION} from ${commentText(name)} -->\n`,
    `# ${markdownText(title)}\n`,
    ...(facts.length ? [`${facts.map(answer).join("\n")}\n`] : [])
  ];
  for (const [index, state] of states.entries()) {
    const [message] = state.status === "done" ? cutMessages(state.cut ?? [], state.cell) : [];
    const whole = isHidden(state.cell) ? "" : section(state, anchorOf(state.cell, index), input, paths);
    const part = whole && message ? `${whole}\n> ${markdownText(message.text)}\n` : whole;
    if (part) parts.push(part);
  }
  return parts.join("\n");
}

/** Text that ends no comment. */
function commentText(text: string): string {
  return text.replace(/[-<>&\s]+/g, (run) => (/^\s+$/.test(run) || run === "-" ? run.charAt(0) : "_"));
}

function answer(facts: InsightFacts): string {
  const sentences = factSentences(facts).map(({text}) => markdownText(text));
  const rules = facts.watch.map(
    ({rule, state, text}) =>
      `\n  - ${SIGNS[state]} ${markdownText(rule.note ? `“${rule.note}”` : rule.when)}: ${markdownText(text)}`
  );
  const filtered = facts.filtered ? ` (filtered: ${markdownText(filteredWords(facts.filtered))})` : "";
  return `- **${markdownText(facts.result.title)}**${filtered}: ${sentences.join(" ")}${rules.join("")}`;
}

function section(
  {cell, output, status, messages}: CellState,
  anchor: string,
  {stem, notebook}: ExportInput,
  paths: ReadonlySet<string>
): string {
  if (status !== "done" || !output) {
    const error = messages.find(({level}) => level === "error");
    return error ? `> **${markdownText(cell.id ?? cell.kind)}**: ${markdownText(error.text)}\n` : "";
  }
  if (output.type === "markdown") return prose(cell.body, notebook.frontMatter.title, output.texts);
  const path = [`${stem}/${anchor}.svg`, `${stem}/${anchor}.png`].find((one) => paths.has(one));
  const image = (title: string) =>
    path !== undefined ? `![${markdownText(title)}](<${encodeURI(path).replace(/[<>]/g, encodeURIComponent)}>)\n` : "";
  if (output.type === "table")
    return `**${markdownText(cell.attributes.get("caption") ?? cell.id ?? "")}**\n\n${rows(output.table)}`;
  if (output.type !== "chart") return "";
  // a picture holds its title and where it comes from
  if (output.of === "spec") return image(output.caption);
  const {result} = output;
  return image(result.title) || `**${markdownText(result.title)}**\n\n${markdownText(completeness(result))}\n`;
}

/** The author's own Markdown, with values as text in place of its placeholders; the title stands above already. */
function prose(body: string, title: string, texts: readonly string[]): string {
  const {text: open, parts} = readProse(body);
  const text = open.replace(/\ue000(\d+)\ue001/g, (_, index: string) => {
    const {source} = parts[Number(index)]!;
    const shown = texts[Number(index)] ?? source;
    // where there is no value, what was written, and why
    return shown.startsWith(source)
      ? `${source} ${markdownText(shown.slice(source.length))}`.trim()
      : markdownText(shown);
  });
  const rest = text.startsWith(`# ${title}\n`) ? text.slice(title.length + 3) : text === `# ${title}` ? "" : text;
  return rest.trim() ? `${rest.trim()}\n` : "";
}

function rows(table: Table): string {
  const shown = Math.min(table.rows, MOST_ROWS);
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => markdownText(cell)).join(" | ")} |\n`;
  const body = Array.from({length: shown}, (_, row) => line(table.columns.map((column) => cellText(column, row))));
  const more = table.rows > shown ? `\n${table.rows - shown} more rows are not shown.\n` : "";
  const align = table.columns.map(({type}) => (type === "number" ? "---:" : "---"));
  return `${line(table.columns.map(({name}) => name))}| ${align.join(" | ")} |\n${body.join("")}${more}`;
}
