import type {Element, ElementContent, Root, RootContent, Text} from "hast";
import type {Nodes} from "mdast";
import rehypeParse from "rehype-parse";
import rehypeSanitize, {defaultSchema, type Options as Schema} from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import {remark} from "remark";
import remarkGfm from "remark-gfm";
import remarkRehype from "remark-rehype";
import {unified} from "unified";
import {type Message, messageOf, TidemarkError} from "../../error.ts";
import {BUILTINS} from "../builtins.ts";
import {evaluate, namesIn} from "../expression.ts";
import type {JsCell} from "../js/read-js.ts";
import {didYouMean} from "../names.ts";
import {CELL_SPLIT, isDeep} from "../notebook.ts";
import {readProseScript, runProse, type Said} from "../prose-js.ts";
import {type ProsePart, readProse, scriptsIn} from "../prose-parts.ts";
import {valueText} from "../value.ts";
import {type CellKind, type CellResult, type Heading, unreadable} from "./kind.ts";
import {newestOf} from "./newest.ts";

const BUILTIN_NAMES = BUILTINS.map(({name}) => name);
/** Longer cells take too long to lay out: split them. */
const LONGEST = 200_000;
/** What is nested deeper than this calls for more stack than there may be. */
const DEEPEST = 300;
/** More references than this make megabytes of a small text: each note lists the ways back to all of its own. */
const MOST_NOTES = 500;
/** Begins every id of a notebook's text, so that none can meet one of the page. */
const ID_PREFIX = "nb-";

/** Prose. `${…}` shows a value as text, never as markup. */
export const markdown: CellKind = {
  kind: "markdown",
  title: "Text",
  help: "Markdown; ${…} shows a value.",
  fence: "",
  language: "markdown",
  needsId: false,
  template: "",
  read(cell) {
    if (cell.body.length > LONGEST)
      return unreadable([
        {
          level: "error",
          text: `This text is ${cell.body.length} characters long; a text cell may have ${LONGEST}. Split it with a line that is <!---->.`,
          place: {line: cell.line}
        }
      ]);
    const messages: Message[] = [];
    const prose = readProse(cell.body);
    const {text, parts} = prose;
    const scripts = new Map(scriptsIn(prose).map((i) => [i, readProseScript(parts[i]!.inside)]));
    for (const [i, {problem}] of scripts) {
      const place = {line: cell.bodyLine + parts[i]!.line};
      if (problem) messages.push({level: "warning", text: problem, place});
      for (const name of parts[i]!.unknown) {
        const near = didYouMean(name, BUILTIN_NAMES);
        if (near)
          messages.push({level: "note", text: `${name} is no function of \${…}, so this is JavaScript.${near}`, place});
      }
    }
    const runnable = [...scripts].flatMap(([i, script]) => (script.cell ? [{i, cell: script.cell}] : []));
    return {
      references: [
        ...new Set([
          ...parts.flatMap(({expression}) => (expression ? namesIn(expression) : [])),
          ...[...scripts.values()].flatMap(({references}) => references)
        ])
      ],
      messages,
      isCode: runnable.length > 0,
      async run(context) {
        const {scope, js} = context;
        const shownWith = (said: ReadonlyMap<number, Said> | null): CellResult => {
          const shown = parts.map(shownPart(said));
          const {html, headings} = render(text, shown, `${ID_PREFIX}${cell.hash}-`);
          const texts = shown.map(({text: own}) => own);
          return {
            value: null,
            output: {type: "markdown", html, headings, texts, notRun: said ? 0 : runnable.length}
          };
        };
        const shownPart =
          (said: ReadonlyMap<number, Said> | null) =>
          ({source, expression}: ProsePart, i: number): Shown => {
            if (!expression) {
              const one = said?.get(i);
              const problem = scripts.get(i)?.problem || (one && "problem" in one ? one.problem : "");
              if (problem) return failed(source, problem);
              if (one && "text" in one) return {source, text: one.text, className: "value"};
              if (!scripts.has(i)) return {source, text: source, className: "not-run"};
              const title = "Not run: this is JavaScript, which nobody has allowed to run";
              return {source, text: `${source} (not run)`, className: "not-run", title};
            }
            try {
              const value = valueText(evaluate(expression, scope, {newest: newestOf(scope)}));
              return {source, text: value, className: "value"};
            } catch (error) {
              return failed(source, messageOf(error));
            }
          };
        if (!runnable.length) return shownWith(new Map());
        return js ? steps(runnable, {...context, js}, shownWith) : shownWith(null);
      }
    };
  }
};

/** The cell as its expressions come to values. */
async function* steps(
  runnable: readonly {readonly i: number; readonly cell: JsCell}[],
  context: Parameters<typeof runProse>[1],
  shownWith: (said: ReadonlyMap<number, Said>) => CellResult
): AsyncGenerator<CellResult, void, void> {
  for await (const said of runProse(
    runnable.map(({cell}) => cell),
    context
  ))
    yield shownWith(new Map(runnable.map(({i}, place) => [i, said[place]!])));
}

/** A placeholder as it was written, and what stands for it in prose. */
interface Shown {
  readonly source: string;
  readonly text: string;
  readonly className: string;
  readonly title?: string;
}

/** What stands where there is no value: what was written, and why, for everybody to read, also on a phone and on paper. */
function failed(source: string, why: string): Shown {
  return {source, text: `${source} (${why})`, className: "failed"};
}

/** What Markdown can make, and nothing that could load, run or be styled. */
const SCHEMA: Schema = {
  ...defaultSchema,
  clobber: [],
  protocols: {href: ["http", "https", "mailto"], src: ["data"]},
  attributes: {
    a: ["href", ["className", "data-footnote-backref"]],
    code: [["className", /^language-[\w+#.-]+$/]],
    h2: [["className", "sr-only"]],
    img: ["src"],
    input: [
      ["disabled", true],
      ["type", "checkbox"]
    ],
    li: [["className", "task-list-item"]],
    ol: [["className", "contains-task-list"]],
    section: [["className", "footnotes"]],
    ul: [["className", "contains-task-list"]],
    "*": ["id", "title", "align", "alt", "ariaLabel", "checked", "start"]
  },
  strip: ["script", "style", "template", "iframe", "object", "embed", "form"]
};

const parser = remark().use(remarkGfm).freeze();
const writer = unified().use(rehypeStringify).freeze();

/** Markdown of our own as safe HTML, without placeholders. */
export function renderMarkdown(text: string): string {
  return render(text, [], ID_PREFIX).html;
}

/** HTML of a stranger as safe HTML: what Markdown can make, and nothing else. @throws TidemarkError "cell/markdown". */
export function renderHtml(text: string): string {
  if (text.length > LONGEST) throw tooDeep();
  const tree = unified().use(rehypeParse, {fragment: true}).parse(text);
  return finished(unified().use(rehypeSanitize, SCHEMA).runSync(tree) as Root, []).html;
}

interface Rendered {
  readonly html: string;
  readonly headings: readonly Heading[];
}

/** Markdown as safe HTML. `notes` begins the ids of its footnotes, which would meet those of other cells. */
function render(text: string, shown: readonly Shown[], notes: string): Rendered {
  if (isDeep(text)) throw tooDeep();
  const tree = parser.parse(text);
  const {depth, references} = measure(tree);
  if (depth > DEEPEST) throw tooDeep();
  if (references > MOST_NOTES)
    throw new TidemarkError(
      "cell/markdown",
      `This text refers to footnotes more than ${MOST_NOTES} times. Split it with a line that is ${CELL_SPLIT}.`
    );
  const toHtml = unified().use(remarkRehype, {clobberPrefix: notes}).use(rehypeSanitize, SCHEMA);
  return finished(toHtml.runSync(tree) as Root, shown);
}

function tooDeep(): TidemarkError {
  return new TidemarkError(
    "cell/markdown",
    "This text is nested too deeply to be laid out. Take some quotes, lists or emphasis out."
  );
}

/** How deep a tree is, and how many references to footnotes are in it. Nothing here calls itself: see isDeep. */
function measure(root: Nodes): {depth: number; references: number} {
  let [deepest, references] = [0, 0];
  const open: [Nodes, number][] = [[root, 0]];
  for (const [node, depth] of open) {
    deepest = Math.max(deepest, depth);
    if (node.type === "footnoteReference") references++;
    if ("children" in node) for (const child of node.children) open.push([child, depth + 1]);
  }
  return {depth: deepest, references};
}

/** The sanitised tree as text, with what is ours put in: values as text nodes, links' manners, headings' ids. */
function finished(tree: Root, shown: readonly Shown[]): Rendered {
  const headings: Heading[] = [];
  const anchors = new Map<string, number>();
  const finish = (element: Element | Root, code: boolean) => {
    element.children = element.children.flatMap((child): (ElementContent & RootContent)[] => {
      if (child.type === "text") return placeholders(child.value, code, shown);
      if (child.type !== "element") return [];
      for (const [name, value] of Object.entries(child.properties))
        if (typeof value === "string") child.properties[name] = asWritten(value, shown);
      if (
        child.tagName === "img" &&
        !/^data:image\/(?:png|jpeg|gif|webp);base64,/.test(String(child.properties.src ?? ""))
      )
        return [
          span(
            "no-image",
            `[image: ${String(child.properties.alt ?? "") || "not shown"}]`,
            "Only images inside the file are shown: nothing is loaded from an address"
          )
        ];
      if (child.tagName === "a") manners(child);
      // the box of a task list, which has no label of its own
      if (child.tagName === "input") child.properties.ariaLabel = child.properties.checked ? "Done" : "Not done";
      finish(child, code || child.tagName === "code");
      if (/^h[1-6]$/.test(child.tagName)) {
        const words = textOf(child);
        const slug = `${ID_PREFIX}${slugOf(words) || "section"}`;
        const rank = anchors.get(slug) ?? 0;
        anchors.set(slug, rank + 1);
        const anchor = rank ? `${slug}-${rank}` : slug;
        child.properties.id = anchor;
        headings.push({depth: Number(child.tagName[1]), text: words, anchor});
      }
      return [child];
    }) as typeof element.children;
  };
  finish(tree, false);
  return {html: writer.stringify(tree), headings};
}

function placeholders(value: string, code: boolean, shown: readonly Shown[]): (Text | Element)[] {
  // in code the text stands as it was written
  if (code) return [{type: "text", value: asWritten(value, shown)}];
  return value.split(/(\ue000\d+\ue001)/).flatMap((part): (Text | Element)[] => {
    const index = /^\ue000(\d+)\ue001$/.exec(part);
    const one = index && shown[Number(index[1])];
    if (one) return [span(one.className, one.text, one.title)];
    return part ? [{type: "text", value: part}] : [];
  });
}

/** A text with its placeholders as they were written; in an address they are per cent encoded. */
function asWritten(value: string, shown: readonly Shown[]): string {
  return value
    .replace(/\ue000(\d+)\ue001/g, (_, index: string) => shown[Number(index)]?.source ?? "")
    .replace(/%EE%80%80(\d+)%EE%80%81/gi, (_, index: string) => encoded(shown[Number(index)]?.source ?? ""));
}

function encoded(text: string): string {
  // half a surrogate pair cannot be encoded
  return encodeURIComponent(
    text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
  );
}

function span(className: string, value: string, title?: string): Element {
  return {
    type: "element",
    tagName: "span",
    properties: {className: [className], ...(title ? {title} : {})},
    children: [{type: "text", value}]
  };
}

/** Links leave the page without saying where from; those to a heading lead to the id that headings are given here. */
function manners(link: Element): void {
  const {href} = link.properties;
  if (typeof href !== "string") return;
  if (href.startsWith("#") && !href.startsWith(`#${ID_PREFIX}`)) link.properties.href = `#${ID_PREFIX}${href.slice(1)}`;
  if (!/^(?:[a-z]+:|\/\/)/i.test(href)) return;
  link.properties.rel = ["noopener", "noreferrer", "nofollow"];
  link.properties.target = "_blank";
}

/** The name of a heading in links to it. Source: GitHub's, for the same file is read there. */
function slugOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");
}

function textOf(node: Element | Text | ElementContent): string {
  if (node.type === "text") return node.value;
  return node.type === "element" ? node.children.map(textOf).join("") : "";
}
