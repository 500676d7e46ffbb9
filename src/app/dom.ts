/** A view of the page: an element, what changes it, and what ends it. Source: CodeMirror's panels. */
export interface View<Value = never> {
  readonly dom: HTMLElement;
  update?(value: Value): void;
  destroy?(): void;
}

type Child = Node | string | number | null | undefined | false | readonly Child[];
type Handler = (event: never) => void;

interface Properties {
  readonly class?: string | undefined;
  /** Event listeners by name. */
  readonly on?: Readonly<Record<string, Handler>>;
  readonly [attribute: string]: string | number | boolean | undefined | null | Readonly<Record<string, Handler>>;
}

/**
 * An HTML element. Text children are text nodes; attributes that are false, null or undefined are left out, but for those of
 * ARIA, which say false.
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "on")
      for (const [event, handler] of Object.entries(value as Readonly<Record<string, Handler>>))
        element.addEventListener(event, handler as EventListener);
    else if (typeof value === "boolean" && name.startsWith("aria-")) element.setAttribute(name, String(value));
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

/** Replaces all children. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren();
  append(element, children);
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(element, child);
    else element.append(child instanceof Node ? child : String(child));
  }
}

/** An icon: a path in a 16-pixel box, drawn in the colour of the text. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("width", "16");
  svg.setAttribute("height", "16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export const ICONS = {
  plus: "M8 3v10M3 8h10",
  pencil: "M3 13l.7-3L10.5 3.2a1.4 1.4 0 0 1 2 0l.3.3a1.4 1.4 0 0 1 0 2L6 12.3 3 13z",
  trash: "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5",
  up: "M8 12.5v-9M4.5 7L8 3.5 11.5 7",
  down: "M8 3.5v9M4.5 9L8 12.5 11.5 9",
  copy: "M5.5 5.5h7v7h-7zM3.5 10.5v-7h7",
  gear: "M2.5 4.5h6M11.5 4.5h2M2.5 11.5h2M7.5 11.5h6M10 2.5v4M6 9.5v4",
  right: "M6 3.5L10.5 8 6 12.5",
  open: "M3.5 6L8 10.5 12.5 6",
  play: "M5 3.5l7 4.5-7 4.5z",
  close: "M4 4l8 8M12 4l-8 8",
  table: "M2.5 3.5h11v9h-11zM2.5 6.5h11M6.5 3.5v9",
  chart: "M2.5 12.5l3.5-5 3 2.5 4.5-6.5",
  series: "M2.5 4.5h4M2.5 8h4M2.5 11.5h4M9 4.5h4.5M9 8h4.5M9 11.5h4.5",
  download: "M8 3v7M5 7.5L8 10.5l3-3M3 13h10",
  code: "M5.5 4.5L2 8l3.5 3.5M10.5 4.5L14 8l-3.5 3.5",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  folder: "M2 12.5v-9h4.2l1.5 1.8H14v7.2z",
  file: "M4 2.5h5l3 3v8H4zM9 2.5v3h3",
  warning: "M8 2.5l6 11H2zM8 6.5v3.5M8 12h.01",
  check: "M3 8.5l3.5 3.5L13 4.5"
} as const;

/** Saves text or bytes as a file the user downloads. */
export function download(name: string, content: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([content], {type}));
  const link = h("a", {href: address, download: name});
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
