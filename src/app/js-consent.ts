/** Whether the JavaScript of an open notebook may run, and where it runs. */
import type {CellRealm} from "../notebook/js/realm.ts";
import {jsSources} from "../notebook/js/sources.ts";
import type {Notebook} from "../notebook/notebook.ts";
import type {Run} from "../notebook/run.ts";
import type {App} from "./app.ts";

export interface JsConsent {
  /** The realm while JavaScript may run, else null. */
  realm(): CellRealm | null;
  /** True when there are cells that wait to be allowed. */
  readonly isAsked: boolean;
  /** Runs the notebook's JavaScript, now and whenever it is opened here with the same cells. */
  allow(): Promise<void>;
  /** The notebook is about to be another: `by` whom it was changed. What a stranger wrote has to be allowed again. */
  changing(next: Notebook, by: "us" | "them"): void;
  close(): void;
}

/** The consent of a notebook file that is being opened; `runOf` gives its run, `onChange` is told when `isAsked` may have changed. */
export function openConsent(
  app: App,
  name: string,
  first: Notebook,
  runOf: () => Run,
  onChange: () => void
): JsConsent {
  const realm = app.cells();
  let sources = jsSources(first);
  let allowed = sources.length === 0;
  let turn = 0;
  const rerun = () => {
    const waiting = runOf().states.flatMap(({key, status, output}) =>
      status === "consent" || (output?.type === "markdown" && output.notRun > 0) ? [key] : []
    );
    if (waiting.length) runOf().rerun(waiting);
    onChange();
  };
  const check = async () => {
    const mine = ++turn;
    const known = await app.trust.isTrusted("code", sources).catch(() => false);
    if (mine !== turn || !known || allowed) return;
    allowed = true;
    rerun();
  };
  if (!allowed) void check();
  return {
    realm: () => (allowed ? realm : null),
    get isAsked() {
      return !allowed && sources.length > 0;
    },
    async allow() {
      turn++;
      allowed = true;
      rerun();
      await app.trust.trust("code", sources, name).catch(() => undefined);
    },
    changing(next, by) {
      const now = jsSources(next);
      if (JSON.stringify(now) === JSON.stringify(sources)) return;
      turn++;
      sources = now;
      if (by === "us") {
        // beside a stranger's cells that nobody allowed, ours wait with them
        if (allowed) void app.trust.trust("code", sources, name).catch(() => undefined);
      } else {
        allowed = sources.length === 0;
        if (!allowed) void check();
      }
      onChange();
    },
    close: () => realm.close()
  };
}
