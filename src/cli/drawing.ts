/** Drawing in a thread of its own, beside the command that runs the notebook. */
import {Worker} from "node:worker_threads";
import type {Drawing} from "../chart/draw.ts";
import type {VegaLiteSpec} from "../chart/insight-spec.ts";
import {TidemarkError} from "../error.ts";

/** What the thread is asked; null ends it. */
export type DrawingAsked = {readonly call: number; readonly spec: VegaLiteSpec} | null;

/** What it answers; of an error what a TidemarkError holds. */
export type DrawingAnswer = {readonly call: number} & (
  | {readonly drawing: Drawing}
  | {readonly error: {readonly code: string; readonly message: string; readonly details: Record<string, unknown>}}
);

interface Waiting {
  resolve(drawing: Drawing): void;
  reject(error: TidemarkError): void;
}

/** A thread that draws. */
export interface DrawingThread {
  /** Starts it, where drawings will be asked for: its code is loaded meanwhile. */
  begin(): void;
  /** @throws TidemarkError "chart/spec", and "chart/thread" when the thread is lost. */
  draw(spec: VegaLiteSpec): Promise<Drawing>;
  /** Ends it once it has answered. */
  close(): void;
}

/** The thread that the code in `file` makes; it is started when it is first needed, and ends with the process. */
export function drawingThread(file: URL): DrawingThread {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | null = null;
  let calls = 0;
  const lose = (why: string) => {
    thread = null;
    for (const {reject} of waiting.values())
      reject(new TidemarkError("chart/thread", `This chart was not drawn: the thread that draws ended (${why}).`));
    waiting.clear();
  };
  const begun = (): Worker => {
    if (thread) return thread;
    const started = new Worker(file);
    thread = started;
    started.on("message", (answer: DrawingAnswer) => {
      const one = waiting.get(answer.call);
      waiting.delete(answer.call);
      if (!waiting.size) started.unref();
      if ("drawing" in answer) one?.resolve(answer.drawing);
      else one?.reject(new TidemarkError(answer.error.code, answer.error.message, answer.error.details));
    });
    started.on("error", (error) => lose(error.message));
    started.on("exit", (code) => thread === started && lose(`exit code ${code}`));
    started.unref();
    return started;
  };
  return {
    begin: () => void begun(),
    draw: (spec) =>
      new Promise((resolve, reject) => {
        const to = begun();
        waiting.set(++calls, {resolve, reject});
        // the process lives until all that was asked is drawn
        to.ref();
        to.postMessage({call: calls, spec} satisfies DrawingAsked);
      }),
    close() {
      // the build's own run: the thread writes its compiled code as it ends, which the process must live to see
      if (process.env.TIDEMARK_COMPILE) thread?.ref();
      thread?.postMessage(null satisfies DrawingAsked);
    }
  };
}
