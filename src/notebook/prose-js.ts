/** JavaScript in prose: expressions that run in the realm of JavaScript cells, and whose values are shown as text. */
import {isTidemarkError, messageOf} from "../error.ts";
import {BUILTINS} from "./builtins.ts";
import type {CellContext} from "./cells/kind.ts";
import {type JsCell, readJs} from "./js/read-js.ts";
import {realmInputs} from "./js/realm-inputs.ts";
import {didYouMean} from "./names.ts";
import {type CellValue, valueText} from "./value.ts";

/** The name an expression's value leaves the realm under; no cell can have it. */
const VALUE = "$prose";

/** An expression of prose; `cell` is null for what cannot run, and `problem` says why. */
export interface ProseScript {
  readonly cell: JsCell | null;
  readonly references: readonly string[];
  readonly problem: string;
}

/** Reads one expression. */
export function readProseScript(inside: string): ProseScript {
  const {value: plain, messages} = readJs(inside);
  const none = (problem: string): ProseScript => ({cell: null, references: [], problem});
  if (!plain) {
    const why = messages.find(({level}) => level === "error")?.text ?? "This cannot run.";
    return none(`${why} To show it as it is, write \\\${.`);
  }
  if (!plain.autodisplay)
    return none("In text this should be one JavaScript expression. Put statements into a js cell.");
  // its value by a name, not shown: what is shown may be markup
  const {value: cell} = readJs(`const ${VALUE} = (\n${inside}\n);`);
  return {cell, references: plain.references, problem: ""};
}

/** What an expression came to: its text, or why there is none. */
export type Said = {readonly text: string} | {readonly problem: string};

/**
 * Runs expressions, one beside another; once each has a value, and again whenever one has another, what all of them came to.
 * @throws TidemarkError "js/lost" when another cell ended the realm.
 */
export async function* runProse(
  scripts: readonly JsCell[],
  context: Pick<CellContext, "scope" | "signal"> & {js: NonNullable<CellContext["js"]>}
): AsyncGenerator<readonly Said[], void, void> {
  const {js, signal} = context;
  const said: (Said | null)[] = scripts.map(() => null);
  let lost: unknown = null;
  let [isStopped, isChanged] = [false, false];
  let wake: () => void = () => undefined;
  const tell = (i: number, what: Said) => {
    said[i] = what;
    isChanged = true;
    wake();
  };
  let going = scripts.length;
  const follow = async (cell: JsCell, i: number) => {
    const {body, parameters, outputs, libraries, references} = cell;
    const inputs = realmInputs(references, context);
    const evaluation = {key: `${js.key}/${i}`, body, parameters, inputs, outputs, autodisplay: false, libraries};
    try {
      for await (const {values} of js.realm.evaluate(evaluation, signal)) tell(i, textOf(values.get(VALUE)));
    } catch (error) {
      const code = isTidemarkError(error) ? error.code : "";
      if (code === "js/lost") lost = error;
      if (code === "js/stopped") isStopped = true;
      tell(i, {problem: inWords(error)});
    } finally {
      going--;
      wake();
    }
  };
  for (const [i, cell] of scripts.entries()) void follow(cell, i);
  while (true) {
    if (isChanged && said.every((one) => one !== null)) {
      // one of these ended the realm itself: to run all again would end it again
      if (lost && !isStopped) throw lost;
      isChanged = false;
      yield said as readonly Said[];
    } else if (going === 0) return;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
}

/** The error, and more where a function of our own was misspelt, or called as if JavaScript had it. */
function inWords(error: unknown): string {
  const text = messageOf(error);
  const name = /(\w+) is not defined/.exec(text)?.[1];
  if (!name) return text;
  const words = BUILTINS.map((one): string => one.name);
  if (words.includes(name)) return `${text}. In text ${name} is known where it stands alone: \${${name}(…)}`;
  const near = didYouMean(name, words);
  return near ? `${text}.${near}` : text;
}

function textOf(value: CellValue | undefined): Said {
  try {
    if (!value) return {text: "–"};
    return {text: value.kind === "opaque" ? value.text : valueText(value)};
  } catch (error) {
    return {problem: messageOf(error)};
  }
}
