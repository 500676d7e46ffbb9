import type {OtherNotebooks} from "../notebook/reused.ts";
import type {App} from "./app.ts";

/** The notebooks of the workspace as insights are shown from them. */
export function othersOf({notebooks}: Pick<App, "notebooks">): OtherNotebooks {
  return async (name) => (await notebooks.read(name))?.text ?? null;
}
