/** Sides of a case run in turn, ABAB…; what counts is the median of the ratios of the rounds, each from one moment. */

/** The numbers a side came to, by label. Sides of a case must come to the same ones. */
export type Answer = Readonly<Record<string, readonly (number | null)[]>>;

/** One run of a side: its milliseconds, what it came to, and its peak memory where that can be had. */
export interface Sample {
  readonly ms: number;
  readonly answer: Answer;
  readonly mb?: number | null;
  /** Something to read beside the numbers: the size of a file that was written. */
  readonly note?: string;
}

/** One way to do the work of a case. */
export interface Side {
  readonly name: string;
  run(): Promise<Sample>;
}

/** A side the product is set beside; `target` is the most that product ÷ side may be (design/data.md §6). */
export interface Peer extends Side {
  readonly target?: number;
}

/** A piece of work that the product and its peers do alike. */
export interface Case {
  /** `engine/work`: what `--only` looks for. */
  readonly name: string;
  readonly about: string;
  readonly rows: number;
  readonly product: Side;
  readonly peers: readonly Peer[];
  /** The most milliseconds, and MB, the product may take (design/data.md §6). */
  readonly targetMs?: number;
  readonly targetMb?: number;
  /** True when the first run of each side warms it up and is not counted. */
  readonly warm?: boolean;
}

/** What was measured of a side. */
export interface MeasuredSide {
  readonly name: string;
  readonly ms: number;
  readonly all: readonly number[];
  readonly mb: number | null;
}

/** What was measured of a case. */
export interface Measured {
  readonly name: string;
  readonly about: string;
  readonly rows: number;
  readonly rounds: number;
  readonly product: MeasuredSide;
  readonly targetMs: number | null;
  readonly targetMb: number | null;
  readonly beside: readonly (MeasuredSide & {
    /** Product ÷ peer: below 1 the product is faster. */
    readonly ratio: number;
    readonly target: number | null;
  })[];
  /** Null when all sides came to the same numbers. */
  readonly mismatch: string | null;
  readonly notes: readonly string[];
}

/**
 * How often: at most `rounds` rounds; no more once three are done and `budget.three` milliseconds are spent, or one is and
 * `budget.one` are.
 */
export interface Effort {
  readonly rounds: number;
  readonly budget: {readonly three: number; readonly one: number};
}

/**
 * Runs the sides of a case in turn and compares what they came to, every time. A peer that fails (some have not the memory)
 * is out, and what it said becomes a note; when the product fails, so does the case.
 */
export async function measure(work: Case, {rounds, budget}: Effort): Promise<Measured> {
  const sides = [work.product, ...work.peers];
  const samples: Sample[][] = sides.map(() => []);
  const failed: (string | null)[] = sides.map(() => null);
  let mismatch: string | null = null;
  const begun = performance.now();
  for (let round = work.warm ? -1 : 0; round < rounds; round++) {
    const spent = performance.now() - begun;
    if ((round >= Math.min(3, rounds) && spent > budget.three) || (round >= 1 && spent > budget.one)) break;
    const answers: (Answer | null)[] = [];
    for (const [i, side] of sides.entries()) {
      const sample = failed[i] ? null : await runSide(side, i > 0);
      if (typeof sample === "string") failed[i] = `${side.name} failed: ${sample}`;
      answers.push(sample && typeof sample !== "string" ? sample.answer : null);
      if (round >= 0 && sample && typeof sample !== "string") samples[i]!.push(sample);
    }
    for (const [i, answer] of answers.entries()) {
      const difference = i && answer ? differenceOf(answers[0]!, answer) : null;
      if (difference) mismatch ??= `${sides[i]!.name}: ${difference}`;
    }
    if (mismatch) break;
  }
  const measured = sides.map(({name}, i): MeasuredSide => {
    const all = samples[i]!.map(({ms}) => ms);
    const memory = samples[i]!.flatMap(({mb}) => (typeof mb === "number" ? [mb] : []));
    return {name, ms: median(all), all, mb: memory.length ? median(memory) : null};
  });
  return {
    name: work.name,
    about: work.about,
    rows: work.rows,
    rounds: samples[0]!.length,
    product: measured[0]!,
    targetMs: work.targetMs ?? null,
    targetMb: work.targetMb ?? null,
    beside: work.peers.map(({target}, i) => {
      const side = measured[i + 1]!;
      return {
        ...side,
        ratio: failed[i + 1] ? Number.NaN : median(measured[0]!.all.map((ms, round) => ms / side.all[round]!)),
        target: target ?? null
      };
    }),
    mismatch,
    notes: [...new Set(samples[0]!.flatMap(({note}) => note ?? []))]
      .slice(0, 1)
      .concat(failed.flatMap((said) => said ?? []))
  };
}

/** A sample, or, of a side that may fail, the first line of why there is none. */
async function runSide(side: Side, mayFail: boolean): Promise<Sample | string> {
  if (!mayFail) return side.run();
  try {
    return await side.run();
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
  }
}

/** The middle value; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

/** Runs a task again and again, for 60 ms but at most 20 times, and gives the median time and the last result. */
export async function repeated<T>(task: () => Promise<T>): Promise<{ms: number; value: T}> {
  const times: number[] = [];
  const begun = performance.now();
  while (true) {
    const start = performance.now();
    const value = await task();
    times.push(performance.now() - start);
    if (times.length === 20 || performance.now() - begun > 60) return {ms: median(times), value};
  }
}

/** Runs a task once. */
export async function once<T>(task: () => Promise<T>): Promise<{ms: number; value: T}> {
  const start = performance.now();
  const value = await task();
  return {ms: performance.now() - start, value};
}

/** The first thing in which two answers differ; null when they are equal. */
function differenceOf(expected: Answer, found: Answer): string | null {
  const labels = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  for (const label of labels) {
    const [left, right] = [expected[label], found[label]];
    if (!left || !right) return `${label} is ${left ? "missing" : "there and should not be"}`;
    for (let i = 0; i < Math.max(left.length, right.length); i++)
      if (left[i] !== right[i]) return `${label}[${i}] is ${right[i]}, the product says ${left[i]}`;
  }
  return labels.length ? null : "there are no numbers";
}
