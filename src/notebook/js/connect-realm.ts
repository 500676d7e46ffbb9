/**
 * The realm of JavaScript cells as its edges have it: a line to wherever it runs, on which evaluations go in and steps come
 * out. The line is opened when the first cell runs, and anew after it was lost.
 */
import {TidemarkError} from "../../error.ts";
import type {CellRealm, Evaluation, RealmStep} from "./realm.ts";
import {readMessage, readStep, type ToRealm} from "./wire.ts";

/** What the other end of a line tells. */
export interface RealmEvents {
  /** A message of a stranger's code, as it came. */
  message(data: unknown): void;
  /** The realm is gone, and why: `flood`, `memory`, or it did not answer. */
  lost(why: unknown): void;
}

export interface RealmLine {
  send(message: ToRealm): void;
  /** The source of a library that comes with the app. @throws TidemarkError "js/error" when it is missing. */
  library(name: string): Promise<string>;
  close(): void;
}

/** An evaluation that goes on: what came of it and has not been taken yet. */
interface Going {
  readonly key: string;
  readonly steps: RealmStep[];
  ended: boolean;
  error: TidemarkError | null;
  wake: (() => void) | null;
}

/** A realm over a line; `silence` is how many seconds without an answer end it. */
export function connectRealm(start: (events: RealmEvents) => Promise<RealmLine>, silence: number): CellRealm {
  let connecting: Promise<RealmLine> | null = null;
  let open: RealmLine | null = null;
  let libraries = new Map<string, Promise<void>>();
  let count = 0;
  let begun = 0;
  /** What the reader chose in the inputs of a cell, as long as its text is the same. */
  const choices = new Map<string, {readonly body: string; readonly chosen: Map<number, unknown>}>();
  const going = new Map<number, Going>();

  const tell = (id: number, change: (one: Going) => void) => {
    const one = going.get(id);
    if (!one) return;
    change(one);
    one.wake?.();
  };
  const lost = (why: unknown) => {
    end();
    // the last one that began is the one that keeps the realm busy
    for (const id of going.keys())
      tell(id, (one) => {
        one.error =
          id === begun
            ? new TidemarkError(
                "js/stopped",
                why === "flood"
                  ? "This cell sent more than can be taken, and was stopped."
                  : why === "memory"
                    ? "This cell needed more memory than it may have, and was stopped."
                    : `This cell kept the computer busy for ${silence} s without a pause, and was stopped. Is there an endless loop?`
              )
            : new TidemarkError("js/lost", "Another cell was stopped, and this one's values with it. Run it again.");
      });
  };
  const receive = (data: unknown) => {
    const message = readMessage(data);
    if (!message || message.t === "pong") return;
    if (message.t === "begin") {
      begun = message.id;
      return;
    }
    if (message.t === "end") return tell(message.id, (one) => (one.ended = true));
    if (message.t === "error") {
      const {message: text, line, column} = message;
      return tell(message.id, (one) => (one.error = new TidemarkError("js/error", text, {line, column})));
    }
    const step = readStep(message.json);
    if (step)
      tell(message.id, (one) => {
        // only the newest counts: what was not taken in time is left out
        one.steps.length = 0;
        one.steps.push(step);
      });
  };
  const end = () => {
    open?.close();
    open = connecting = null;
    libraries = new Map();
  };
  const connect = (): Promise<RealmLine> => {
    connecting ??= start({message: receive, lost}).then((line) => {
      open = line;
      return line;
    });
    return connecting;
  };
  const loadLibrary = (line: RealmLine, name: string): Promise<void> => {
    const known = libraries.get(name);
    if (known) return known;
    const loading = line.library(name).then((source) => line.send({t: "library", name, source}));
    libraries.set(name, loading);
    loading.catch(() => libraries.delete(name));
    return loading;
  };

  async function* evaluate(evaluation: Evaluation, signal: AbortSignal): AsyncGenerator<RealmStep, void, void> {
    const id = ++count;
    const one: Going = {key: evaluation.key, steps: [], ended: false, error: null, wake: null};
    const stop = () => {
      open?.send({t: "stop", id});
      one.ended = true;
      one.wake?.();
    };
    signal.addEventListener("abort", stop, {once: true});
    try {
      const started = await connect();
      for (const name of evaluation.libraries) await loadLibrary(started, name);
      if (signal.aborted) return;
      going.set(id, one);
      const known = choices.get(evaluation.key);
      if (known?.body !== evaluation.body)
        choices.set(evaluation.key, {body: evaluation.body, chosen: new Map<number, unknown>()});
      const {chosen} = choices.get(evaluation.key)!;
      started.send({t: "evaluate", id, evaluation: {...evaluation, chosen}});
      while (true) {
        while (one.steps.length) yield one.steps.shift()!;
        if (one.error) throw one.error;
        if (one.ended) return;
        await new Promise<void>((resolve) => {
          one.wake = resolve;
        });
        one.wake = null;
      }
    } finally {
      going.delete(id);
    }
  }

  return {
    evaluate,
    choose(key, view, value) {
      choices.get(key)?.chosen.set(view, value);
      open?.send({t: "choose", key, view, value});
    },
    close: end
  };
}
