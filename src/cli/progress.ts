import type {Progress} from "../store/store.ts";
import type {CommandContext} from "./command.ts";

/** A line on the terminal that says how far a long command is; nothing at all where `err` is a file or a pipe. */
export interface ProgressLine {
  show(progress: Progress): void;
  /** Takes the line away, before anything else is written. */
  clear(): void;
}

/** Milliseconds between two lines, and before the first: what is quick shows none. */
const BETWEEN = 200;
const CLEAR = "\r\u001b[K";

export function progressLine({terminal, err}: CommandContext): ProgressLine {
  let last = performance.now();
  let shown = false;
  return {
    show({share, doing}) {
      const now = performance.now();
      if (!terminal || now - last < BETWEEN) return;
      last = now;
      shown = true;
      err(`${CLEAR}${doing}${share === null ? "" : ` ${Math.floor(share * 100)} %`}`);
    },
    clear() {
      if (shown) err(CLEAR);
      shown = false;
    }
  };
}
