/** Page side of the realm of JavaScript cells: frames and worker are started when the first cell runs. */
import {TidemarkError} from "../src/error.ts";
import type {CellRealm, Evaluation, RealmStep} from "../src/notebook/js/realm.ts";
import {readMessage, readStep, type ToRealm} from "../src/notebook/js/wire.ts";

/** An evaluation that goes on: what came of it and has not been taken yet. */
interface Going {
  readonly key: string;
  readonly steps: RealmStep[];
  ended: boolean;
  error: TidemarkError | null;
  wake: (() => void) | null;
}

interface Frame {
  readonly port: MessagePort;
  readonly libraries: Map<string, Promise<void>>;
  close(): void;
}

/** A realm for one notebook. Libraries are read from beside the app, nothing from anywhere else. */
export function connectCells(): CellRealm {
  let frame: Promise<Frame> | null = null;
  let open: Frame | null = null;
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
    open?.close();
    open = frame = null;
    // the last one that began is the one that keeps the realm busy
    for (const id of going.keys())
      tell(id, (one) => {
        one.error =
          id === begun
            ? new TidemarkError(
                "js/stopped",
                why === "flood"
                  ? "This cell sent more than the page can take, and was stopped."
                  : "This cell kept the computer busy for 4 s without a pause, and was stopped. Is there an endless loop?"
              )
            : new TidemarkError("js/lost", "Another cell was stopped, and this one's values with it. Run it again.");
      });
  };
  const receive = ({data}: MessageEvent<unknown>, port: MessagePort) => {
    if ((data as {t?: unknown} | null)?.t === "lost") return lost((data as {why?: unknown}).why);
    port.postMessage({t: "ack"});
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
        // only the newest counts: what the page did not take in time is left out
        one.steps.length = 0;
        one.steps.push(step);
      });
  };
  const connect = (): Promise<Frame> => {
    frame ??= startFrame(receive).then((started) => {
      open = started;
      return started;
    });
    return frame;
  };
  const send = ({port}: Frame, message: ToRealm) => port.postMessage(message);

  async function* evaluate(evaluation: Evaluation, signal: AbortSignal): AsyncGenerator<RealmStep, void, void> {
    const id = ++count;
    const one: Going = {key: evaluation.key, steps: [], ended: false, error: null, wake: null};
    const stop = () => {
      if (open) send(open, {t: "stop", id});
      one.ended = true;
      one.wake?.();
    };
    signal.addEventListener("abort", stop, {once: true});
    try {
      const started = await connect();
      for (const name of evaluation.libraries) await libraryIn(started, name);
      if (signal.aborted) return;
      going.set(id, one);
      const known = choices.get(evaluation.key);
      if (known?.body !== evaluation.body)
        choices.set(evaluation.key, {body: evaluation.body, chosen: new Map<number, unknown>()});
      const {chosen} = choices.get(evaluation.key)!;
      send(started, {t: "evaluate", id, evaluation: {...evaluation, chosen}});
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
      if (open) send(open, {t: "choose", key, view, value});
    },
    close() {
      open?.close();
      open = frame = null;
    }
  };
}

function libraryIn({libraries, port}: Frame, name: string): Promise<void> {
  const known = libraries.get(name);
  if (known) return known;
  const loading = fetch(new URL(`cells/${name.split("/").at(-1)}.js`, document.baseURI)).then(async (response) => {
    if (!response.ok) throw new TidemarkError("js/error", `The library ${name} is missing from this app.`);
    const message: ToRealm = {t: "library", name, source: await response.text()};
    port.postMessage(message);
  });
  libraries.set(name, loading);
  loading.catch(() => libraries.delete(name));
  return loading;
}

async function startFrame(receive: (event: MessageEvent<unknown>, port: MessagePort) => void): Promise<Frame> {
  const host = document.createElement("iframe");
  host.hidden = true;
  host.title = "";
  host.setAttribute("aria-hidden", "true");
  host.src = new URL("cell-host.html", document.baseURI).href;
  const {port1, port2} = new MessageChannel();
  port1.addEventListener("message", (event) => receive(event, port1));
  port1.start();
  await new Promise<void>((resolve) => {
    host.addEventListener("load", () => resolve(), {once: true});
    document.body.append(host);
  });
  host.contentWindow!.postMessage("start", location.origin, [port2]);
  return {
    port: port1,
    libraries: new Map(),
    close() {
      port1.close();
      host.remove();
    }
  };
}
