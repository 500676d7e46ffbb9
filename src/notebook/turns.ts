/**
 * Whose turn it is: of the cells that could run, a few at a time, those that somebody looks at first. Asked anew for each
 * turn, so that who scrolls is served where they are.
 */
import {throwIfAborted} from "../error.ts";

export interface Turns {
  /**
   * Waits for a turn; the least `rank` at that time goes first, equal ones in the order in which they came. What is given
   * back ends the turn. @throws TidemarkError "call/aborted" as soon as the signal says so: it never had its turn.
   */
  take(rank: () => number, signal: AbortSignal): Promise<() => void>;
}

interface Waiting {
  readonly rank: () => number;
  readonly go: () => void;
}

/** Turns of which `most` are taken at a time. `later` puts off the choice until all that become ready together are there. */
export function createTurns(most: number, later: (choose: () => void) => void = (choose) => setTimeout(choose)): Turns {
  const waiting: Waiting[] = [];
  let taken = 0;
  let choosing = false;
  const chooseSoon = () => {
    if (choosing) return;
    choosing = true;
    later(() => {
      choosing = false;
      while (taken < most && waiting.length) {
        const ranks = waiting.map(({rank}) => rank());
        const first = ranks.indexOf(Math.min(...ranks));
        taken++;
        waiting.splice(Math.max(first, 0), 1)[0]!.go();
      }
    });
  };
  return {
    async take(rank, signal) {
      throwIfAborted(signal);
      let onAbort = () => {};
      const had = await new Promise<boolean>((resolve) => {
        const own: Waiting = {rank, go: () => resolve(true)};
        onAbort = () => {
          const at = waiting.indexOf(own);
          if (at >= 0) waiting.splice(at, 1);
          resolve(at < 0);
        };
        signal.addEventListener("abort", onAbort);
        waiting.push(own);
        chooseSoon();
      });
      signal.removeEventListener("abort", onAbort);
      let over = !had;
      const end = () => {
        if (over) return;
        over = true;
        taken--;
        chooseSoon();
      };
      if (signal.aborted) end();
      throwIfAborted(signal);
      return end;
    }
  };
}
