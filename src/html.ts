const HTML = Symbol("html");

/** Markup that is safe to join into a page: made only by `html` and by readers that sanitise. */
export interface Html {
  readonly [HTML]: string;
}

type Part = Html | string | number | null | undefined | false | readonly Part[];

/** Markup from a template; every value is escaped unless it is Html itself. Lists are joined; null and false are nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let out = strings[0]!;
  for (let i = 0; i < parts.length; i++) out += render(parts[i]) + strings[i + 1]!;
  return {[HTML]: out};
}

/** The text of some markup. */
export function toText(markup: Html): string {
  return markup[HTML];
}

/** Takes text that is known to be safe markup: the output of a sanitiser or of our own build, never data. */
export function trusted(markup: string): Html {
  return {[HTML]: markup};
}

/** Text as it stands in an element or a double-quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ESCAPES[char]!);
}

const ESCAPES: Readonly<Record<string, string>> = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"};

/** JSON that can stand inside a `<script type="application/json">`: no `<`, no line separators that end a script. */
export function jsonIsland(value: unknown): Html {
  const text = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`
  );
  return {[HTML]: text};
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  if (Array.isArray(part)) return part.map(render).join("");
  return (part as Html)[HTML];
}
