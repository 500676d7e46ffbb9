import {applyPatch, inverse, patchBetween, type TextPatch} from "../../notebook/text-patch.ts";

/** The steps of an open notebook, there and back. A step is what it changed, so their number needs no limit. */
export interface History {
  /** Keeps a step; what had been undone can no longer be redone. */
  push(before: string, after: string, what: string): void;
  /** The text without the last step, and where that step was; null when there is none. */
  undo(text: string): {readonly text: string; readonly at: number} | null;
  redo(text: string): {readonly text: string; readonly at: number} | null;
  readonly undoes: string | null;
  readonly redoes: string | null;
}

interface Step {
  readonly patch: TextPatch;
  readonly what: string;
}

export function createHistory(): History {
  const past: Step[] = [];
  let future: Step[] = [];
  return {
    push(before, after, what) {
      past.push({patch: patchBetween(before, after), what});
      future = [];
    },
    undo(text) {
      const step = past.pop();
      if (!step) return null;
      future.push(step);
      return {text: applyPatch(text, inverse(step.patch)), at: step.patch.at};
    },
    redo(text) {
      const step = future.pop();
      if (!step) return null;
      past.push(step);
      return {text: applyPatch(text, step.patch), at: step.patch.at};
    },
    get undoes() {
      return past.at(-1)?.what ?? null;
    },
    get redoes() {
      return future.at(-1)?.what ?? null;
    }
  };
}
