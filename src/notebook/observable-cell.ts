/** Observable's older dialect of JavaScript, where it says what vanilla JavaScript says in other words. */
import {parseJavaScript} from "@observablehq/notebook-kit";

/**
 * A cell of that dialect as a vanilla cell: `viewof x = e`, `x = e`, `x = {…}`, `{…}`, or vanilla already. Null where there is
 * no such cell: an import of a notebook, `mutable`, a `viewof` inside. Source: Observable's "Observable JavaScript".
 */
export function observableCell(body: string): string | null {
  const text = body.trim().replace(/;$/, "");
  const [, viewed, name, value] = /^(viewof\s+)?([A-Za-z_$][\w$]*)\s*=(?![=>])\s*([\s\S]+)$/.exec(text) ?? [];
  const made =
    name === undefined || value === undefined
      ? text.startsWith("{")
        ? `display(await ${called(text)});`
        : text
      : `const ${name} = ${viewed ? `view(${expressionOf(value)})` : expressionOf(value)};`;
  if (/\b(?:viewof|mutable)\b/.test(withoutTexts(made)) || /^\s*import\b/.test(made)) return null;
  try {
    parseJavaScript(made);
    return made;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A block is the body of a function; what else it may be is an expression as it stands. */
function expressionOf(value: string): string {
  return value.startsWith("{") ? `await ${called(value)}` : value;
}

function called(block: string): string {
  return /\byield\b/.test(withoutTexts(block)) ? `(async function* () ${block})()` : `(async () => ${block})()`;
}

/** The code without what stands in quotes. */
function withoutTexts(code: string): string {
  return code.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, "");
}
