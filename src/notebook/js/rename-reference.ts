/** A name that JavaScript takes from another cell, called another way. */
import {parseJavaScript} from "@observablehq/notebook-kit";
import {isNode, nodesOf} from "./syntax.ts";

/** The text with every free `from` called `to`; what is declared inside under that name stays. Null when it is no JavaScript. */
export function renameReference(text: string, from: string, to: string): string | null {
  try {
    const {body, references} = parseJavaScript(text);
    const places = new Set(references.filter(({name}) => name === from).map(({start}) => start));
    // `{totals}` holds the value under its own name, which stays
    const short = new Set(
      [...nodesOf(body)].flatMap(({type, shorthand, value}) =>
        type === "Property" && shorthand === true && isNode(value) ? [value.start] : []
      )
    );
    return [...places]
      .sort((a, b) => b - a)
      .reduce(
        (now, at) => now.slice(0, at) + (short.has(at) ? `${from}: ${to}` : to) + now.slice(at + from.length),
        text
      );
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
