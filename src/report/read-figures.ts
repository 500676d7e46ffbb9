/** The figures of a finished report, read back: their titles and the texts of their tables. */
import type {Element, Root, RootContent} from "hast";
import rehypeParse from "rehype-parse";
import {unified} from "unified";

/** The table of a figure: the first row is its head; the first cell of a row names it. */
export interface ReadFigure {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The figures of a report's text by id of their cell; those without a table have no rows. */
export function readFigures(html: string): ReadonlyMap<string, ReadFigure> {
  const tree = unified().use(rehypeParse).parse(html) as Root;
  const figures = new Map<string, ReadFigure>();
  for (const figure of all(tree, "figure")) {
    const id = String(figure.properties.id ?? "");
    if (!id.startsWith("fig-")) continue;
    const [caption] = all(figure, "figcaption");
    const [strong] = caption ? all(caption, "strong") : [];
    const [table] = all(figure, "table");
    const lines = (table ? all(table, "tr") : []).map((row) =>
      row.children.flatMap((cell) => (cell.type === "element" ? [textOf(cell).trim()] : []))
    );
    figures.set(id.slice("fig-".length), {
      title: strong ? textOf(strong) : "",
      head: lines[0] ?? [],
      rows: lines.slice(1)
    });
  }
  return figures;
}

function all(node: Root | Element, tagName: string): Element[] {
  return node.children.flatMap((child) => {
    if (child.type !== "element") return [];
    return [...(child.tagName === tagName ? [child] : []), ...all(child, tagName)];
  });
}

function textOf(node: RootContent | Element): string {
  if (node.type === "text") return node.value;
  return node.type === "element" ? node.children.map(textOf).join("") : "";
}
