/** What makes a realm give the same for the same: no clock, and chance from a fixed seed. */
export interface SteadyRealm {
  /** Chance begins anew, so that a cell does not depend on those that ran before it. */
  restart(): void;
  /** Runs something that may read a clock, which stands at 1970. */
  withClock(run: () => void): void;
}

const NO_CLOCK =
  "The clock is not read on the command line, so that the same data gives the same report. Take a time from the data.";

/** Replaces `Date` and `Math.random` in the global scope of a realm. */
export function steadyRealm(scope: Record<string, unknown>): SteadyRealm {
  const Original = Date;
  let isFree = false;
  let state = 1;
  const now = (): number => {
    if (isFree) return 0;
    throw new Error(NO_CLOCK);
  };
  const Steady = new Proxy(Original, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length ? args : [now()], newTarget) as object,
    apply: () => new Original(now()).toString(),
    get: (target, name) => (name === "now" ? now : (Reflect.get(target, name) as unknown))
  });
  Original.prototype.constructor = Steady;
  scope.Date = Steady;
  // mulberry32
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    restart() {
      state = 1;
    },
    withClock(run) {
      isFree = true;
      try {
        run();
      } finally {
        isFree = false;
      }
    }
  };
}
