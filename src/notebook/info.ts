/** What stands behind the opening ``` of a fence: a language, perhaps our kind, and attributes as in HTML. */
export interface Info {
  readonly language: string;
  /** The second bare word, when there is one: `insight` in `yaml insight id=a`. */
  readonly word: string;
  readonly attributes: Attributes;
}

/** Attributes by name; one without a value is "". Names are lower case; `x=false` is the text "false". */
export type Attributes = ReadonlyMap<string, string>;

/** Reads an info string. It never fails: what is no attribute is ignored. Source: Observable Framework's HTML-style tags. */
export function parseInfo(info: string): Info {
  const attributes = new Map<string, string>();
  let word = "";
  const [language = "", rest = ""] = splitOnce(info.trim());
  const pattern = /([^\s=]+)(?:=(?:"([^"]*)"|'([^']*)'|([^\s"']*)))?/g;
  let first = true;
  for (const match of rest.matchAll(pattern)) {
    const [whole, name, double, single, bare] = match as unknown as [string, string, string?, string?, string?];
    if (first && !whole.includes("=") && /^[a-z][a-z-]*$/.test(name) && !FLAGS.has(name)) word = name;
    else attributes.set(name.toLowerCase(), decode(double ?? single ?? bare ?? ""));
    first = false;
  }
  return {language: language.toLowerCase(), word, attributes};
}

/** Bare words that are attributes wherever they stand. */
const FLAGS: ReadonlySet<string> = new Set(["display", "echo", "fold", "run", "hidden"]);

function splitOnce(text: string): string[] {
  const space = text.search(/\s/);
  return space < 0 ? [text] : [text.slice(0, space), text.slice(space + 1)];
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&quot;": '"',
  "&#39;": "'",
  "&apos;": "'",
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&"
};

function decode(value: string): string {
  return value.replace(/&(?:quot|#39|apos|lt|gt|amp);/g, (entity) => ENTITIES[entity]!);
}
