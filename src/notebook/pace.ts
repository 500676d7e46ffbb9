/** When the runtime computes: with the next frame, as Observable has it, or at once. */
import type {Runtime} from "@observablehq/runtime";

/** What the runtime lets be replaced, missing in its types. */
interface Paced {
  readonly _precomputes: readonly unknown[];
  readonly _disposed: boolean;
  _computeSoon(): Promise<void>;
  _computeNow(): Promise<void>;
}

/**
 * Lets a runtime compute as soon as the code that changed its variables has ended, whenever `isPrompt` says so. Steps of
 * generators keep to frames. Source: @observablehq/runtime 6.0.1, runtime.js, whose `_computeSoon` may be set.
 */
export function setPace(runtime: Runtime, isPrompt: () => boolean): void {
  const paced = runtime as unknown as Paced;
  const withFrame = paced._computeSoon.bind(paced);
  Object.assign(paced, {
    _computeSoon: () =>
      isPrompt() && !paced._precomputes.length
        ? Promise.resolve().then(() => (paced._disposed ? undefined : paced._computeNow()))
        : withFrame()
  });
}

/** Ends when all variables that the runtime computes in one go have begun: they do within as many turns of the queue of promises. */
export async function readyTogether(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await null;
}

const TURNS = 8;
