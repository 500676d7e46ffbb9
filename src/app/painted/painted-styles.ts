/**
 * The rules of the page's styles that can concern some markup: what is painted first waits for no others. More than needed
 * may be kept, never less: a rule stays unless each of its selectors names a class that nothing in the markup has. Rules are
 * taken as they are written: Chromium writes a shorthand with a variable out as nothing where a longhand follows it.
 */

/** Those of some CSS for markup with these classes: one line, in their order; without fonts, and what is for paper. */
export function paintedStyles(css: string, classes: ReadonlySet<string>): string {
  let kept = "";
  for (const [head, body] of blocks(css.replace(/\/\*.*?\*\//gs, ""))) {
    if (/^@(?:font-face|(?:-\w+-)?keyframes)|^@media print$/.test(head)) continue;
    if (head.startsWith("@")) {
      const inner = paintedStyles(body, classes);
      if (inner) kept += `${head}{${inner}}`;
    } else if (concerns(head, classes)) kept += `${head}{${body}}`;
  }
  return kept.replaceAll("\n", " ");
}

/** The classes in some markup, and of what stands around it. */
export function classesOf(markup: DocumentFragment): Set<string> {
  const around = [document.documentElement, document.body];
  return new Set(["painted", ...[...around, ...markup.querySelectorAll("*")].flatMap(({classList}) => [...classList])]);
}

/** The rules of CSS without comments: what stands before their braces, and in them. */
function* blocks(css: string): Generator<[head: string, body: string]> {
  let [start, open, depth] = [0, 0, 0];
  for (const {0: sign, index} of css.matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\.|[{};]/gs)) {
    if (sign === "{" && depth++ === 0) open = index;
    else if (sign === "}" && --depth === 0) {
      yield [css.slice(start, open).trim(), css.slice(open + 1, index)];
      start = index + 1;
    } else if (sign === ";" && depth === 0) start = index + 1;
  }
}

/** True when one of the selectors of a list can match where only those classes are. */
function concerns(selectors: string, classes: ReadonlySet<string>): boolean {
  // what stands in brackets asks for one of several, or for none
  let plain = selectors;
  for (let before = ""; before !== plain; ) {
    before = plain;
    plain = plain.replace(/\([^()]*\)/g, "");
  }
  return plain
    .split(",")
    .some((selector) => Array.from(selector.matchAll(/\.([\w-]+)/g)).every(([, name]) => classes.has(name!)));
}

/** Kept styles as they may be used again: none that could load anything. */
export function safeStyles(css: string): string {
  return /@import|url|image|src\(|\\/i.test(css) ? "" : css;
}
