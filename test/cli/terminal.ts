/** A terminal in a folder: what a command printed there last. Each test file has its own. */
import {draw} from "../../src/chart/draw.ts";
import {main} from "../../src/cli/tidemark.ts";

export let cwd = "";
export let out = "";
export let err = "";

/** Goes to a folder. */
export function enter(folder: string): void {
  cwd = folder;
}

/** Runs `tidemark` with words at a fixed time; gives its exit code, and keeps what it wrote in `out` and `err`. */
export async function run(...args: string[]): Promise<number> {
  out = "";
  err = "";
  return main(args, {
    cwd,
    now: () => Date.UTC(2026, 2, 15),
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    terminal: false,
    draw
  });
}
