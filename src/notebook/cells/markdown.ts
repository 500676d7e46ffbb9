import type {Element, ElementContent, Root, RootContent, Text} from "hast";
import rehypeSanitize, {defaultSchema, type Options as Schema} from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import {remark} from "remark";
import remarkGfm from "remark-gfm";
import remarkRehype from "remark-rehype";
import {unified} from "unified";
import {type Message, messageOf, TidemarkError} from "../../error.ts";
import {BUILTINS} from "../builtins.ts";
import {type Expression, evaluate, namesIn, parseExpression, templatePieces, unknownCalls} from "../expression.ts";
import {didYouMean} from "../names.ts";
import {valueText} from "../value.ts";
import {type CellKind, type Heading, unreadable} from "./kind.ts";
import {newestOf} from "./newest.ts";

/** Longer cells take too long to lay out: split them. */
const LONGEST = 200_000;
/** Characters nobody writes, around the number of a placeholder while the Markdown is parsed. */
const [OPEN, CLOSE] = ["\ue000", "\ue001"];
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
    const parts: {source: string; expression: Expression | null}[] = [];
    let text = "";
    for (const piece of templatePieces(cell.body.replace(/[\ue000\ue001]/g, ""))) {
      if ("text" in piece) {
        text += piece.text;
        continue;
      }
      const expression = parseExpression(piece.expression);
      const line = cell.line + text.split("\n").length - 1;
      for (const name of expression ? unknownCalls(expression) : [])
        messages.push({
          level: "warning",
          text: `There is no function ${name}.${didYouMean(
            name,
            BUILTINS.map((one) => one.name)
          )}`,
          place: {line}
        });
      text += `${OPEN}${parts.length}${CLOSE}`;
      parts.push({source: `\${${piece.expression}}`, expression});
    }
    return {
      references: [...new Set(parts.flatMap(({expression}) => (expression ? namesIn(expression) : [])))],
      messages,
      async run({scope}) {
        const values = parts.map(({source, expression}): Shown => {
          if (!expression)
            return {
              text: source,
              className: "not-run",
              title: "Not run: this is JavaScript, which does not run in this version"
            };
          try {
            return {text: valueText(evaluate(expression, scope, {newest: newestOf(scope)})), className: "value"};
          } catch (error) {
            return {text: source, className: "failed", title: messageOf(error)};
          }
        });
        const {html, headings} = render(
          text,
          (index) => values[index],
          (index) => parts[index]?.source ?? ""
        );
        return {value: null, output: {type: "markdown", html, headings}};
      }
    };
  }
};

interface Shown {
  readonly text: string;
  readonly className: string;
  readonly title?: string;
}

const SCHEMA: Schema = {
  ...defaultSchema,
  clobber: [],
  protocols: {href: ["http", "https", "mailto"], src: ["data"], cite: ["http", "https"]},
  attributes: {
    ...defaultSchema.attributes,
    "*": ["id", "title", "align", "ariaLabel", "ariaDescribedBy", "ariaHidden", "lang", "dir"]
  },
  strip: ["script", "style", "template", "iframe", "object", "embed", "form"]
};

const parser = remark().use(remarkGfm).freeze();
const toHast = unified().use(remarkRehype, {clobberPrefix: ID_PREFIX}).use(rehypeSanitize, SCHEMA).freeze();
const writer = unified().use(rehypeStringify).freeze();

/** Markdown of our own as safe HTML, without placeholders. */
export function renderMarkdown(text: string): string {
  return render(
    text,
    () => undefined,
    () => ""
  ).html;
}

/** Markdown as safe HTML. The sanitiser comes last but for our own text nodes, links' manners, and headings' ids. */
function render(
  text: string,
  shownAt: (index: number) => Shown | undefined,
  sourceOf: (index: number) => string
): {html: string; headings: Heading[]} {
  let tree: Root;
  try {
    tree = toHast.runSync(parser.parse(text)) as Root;
  } catch (error) {
    throw new TidemarkError(
      "cell/markdown",
      "This text is nested too deeply to be laid out. Take some quotes or lists out.",
      {},
      error
    );
  }
  const headings: Heading[] = [];
  const anchors = new Map<string, number>();
  const finish = (element: Element | Root, code: boolean) => {
    element.children = element.children.flatMap((child): (ElementContent & RootContent)[] => {
      if (child.type === "text") return placeholders(child.value, code, shownAt, sourceOf);
      if (child.type !== "element") return [];
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
      if (child.tagName === "a") manners(child, sourceOf);
      finish(child, code || child.tagName === "code");
      if (/^h[1-6]$/.test(child.tagName)) {
        const words = textOf(child);
        const slug = `${ID_PREFIX}${
          words
            .toLowerCase()
            .replace(/[^\p{L}\p{N}]+/gu, "-")
            .replace(/^-+|-+$/g, "")
            .slice(0, 60) || "section"
        }`;
        const rank = anchors.get(slug) ?? 0;
        anchors.set(slug, rank + 1);
        const anchor = rank ? `${slug}-${rank + 1}` : slug;
        child.properties.id = anchor;
        headings.push({depth: Number(child.tagName[1]), text: words, anchor});
      }
      return [child];
    }) as typeof element.children;
  };
  finish(tree, false);
  return {html: writer.stringify(tree), headings};
}

function placeholders(
  value: string,
  code: boolean,
  shownAt: (index: number) => Shown | undefined,
  sourceOf: (index: number) => string
): (Text | Element)[] {
  return value.split(/(\ue000\d+\ue001)/).flatMap((part): (Text | Element)[] => {
    const index = /^\ue000(\d+)\ue001$/.exec(part);
    if (!index) return part ? [{type: "text", value: part}] : [];
    // in code the text stands as it was written
    if (code) return [{type: "text", value: sourceOf(Number(index[1]))}];
    const shown = shownAt(Number(index[1]));
    return shown ? [span(shown.className, shown.text, shown.title)] : [];
  });
}

function span(className: string, value: string, title?: string): Element {
  return {
    type: "element",
    tagName: "span",
    properties: {className: [className], ...(title ? {title} : {})},
    children: [{type: "text", value}]
  };
}

/** Links leave the page without saying where from; a placeholder in an address stays as it was written. */
function manners(link: Element, sourceOf: (index: number) => string): void {
  const href = link.properties.href;
  if (typeof href !== "string") return;
  const plain = href.replace(/%EE%80%80(\d+)%EE%80%81/gi, (_, index: string) =>
    encodeURIComponent(sourceOf(Number(index)))
  );
  link.properties.href = plain;
  if (!/^[a-z]+:/i.test(plain)) return;
  link.properties.rel = ["noopener", "noreferrer", "nofollow"];
  link.properties.target = "_blank";
}

function textOf(node: Element | Text | ElementContent): string {
  if (node.type === "text") return node.value;
  return node.type === "element" ? node.children.map(textOf).join("") : "";
}
