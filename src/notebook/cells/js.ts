import {TidemarkError} from "../../error.ts";
import {readJs} from "../js/read-js.ts";
import type {RealmStep, Shown} from "../js/realm.ts";
import {realmInputs} from "../js/realm-inputs.ts";
import type {CellContext, CellKind, CellResult, DisplayItem} from "./kind.ts";
import {unreadable} from "./kind.ts";
import {renderHtml, renderMarkdown} from "./markdown.ts";

/** JavaScript as vanilla Observable cells have it, in a realm that has no network, no storage and no page. */
export const js: CellKind = {
  kind: "js",
  title: "JavaScript",
  help: "Computes with the values of other cells; what it declares, other cells can use.",
  fence: "js",
  language: "javascript",
  needsId: false,
  template: "",
  read({body, bodyLine}) {
    const {value: cell, messages: said} = readJs(body);
    const messages = said.map((message) => ({
      ...message,
      place: {...message.place, line: bodyLine + (message.place?.line ?? 1) - 1}
    }));
    if (!cell) return unreadable(messages);
    return {
      declares: cell.outputs,
      isCode: true,
      references: cell.references,
      messages,
      async run(context) {
        const given = realmOf(context);
        const {realm, key} = given;
        const inputs = realmInputs(cell.references, {scope: context.scope, js: given});
        const {body: code, parameters, outputs, autodisplay, libraries} = cell;
        const steps = realm.evaluate(
          {key, body: code, parameters, inputs, outputs, autodisplay, libraries},
          context.signal
        );
        return results(steps, context.cell.id, bodyLine);
      }
    };
  }
};

function realmOf({js: given}: CellContext): NonNullable<CellContext["js"]> {
  if (given) return given;
  throw new TidemarkError("js/consent", "JavaScript of this notebook has not been run: it waits for you to allow it.");
}

async function* results(
  steps: AsyncIterable<RealmStep>,
  id: string | null,
  bodyLine: number
): AsyncGenerator<CellResult, void, void> {
  try {
    for await (const {shown, values} of steps)
      yield {
        value: id === null ? null : (values.get(id) ?? null),
        values,
        output: {type: "display", items: shown.map(itemOf)}
      };
  } catch (error) {
    throw inFile(error, bodyLine);
  }
}

function itemOf(shown: Shown): DisplayItem {
  if (shown.type === "markdown") return {type: "html", html: renderMarkdown(shown.text)};
  if (shown.type !== "markup") return shown;
  return shown.form === "svg" ? {type: "svg", text: shown.text} : {type: "html", html: renderHtml(shown.text)};
}

/** The error with the line of the file instead of the cell's. */
function inFile(error: unknown, bodyLine: number): unknown {
  if (!(error instanceof TidemarkError) || typeof error.details.line !== "number") return error;
  // 0: nobody knows where in the cell
  if (error.details.line < 1) return new TidemarkError(error.code, error.message, {}, error);
  return new TidemarkError(
    error.code,
    error.message,
    {...error.details, line: bodyLine + error.details.line - 1},
    error
  );
}
