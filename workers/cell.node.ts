/**
 * The realm of JavaScript cells on the command line: a context of its own in a process of its own. Nothing of Node is in it;
 * what crosses its border are texts. The clock is not read and chance is the same every time, so that a report is.
 */
import {createEvaluator} from "../src/notebook/js/evaluator.ts";
import {steadyRealm} from "../src/notebook/js/steady-realm.ts";
import {WEB_TEXTS} from "../src/notebook/js/web-texts.ts";
import {readToRealm} from "../src/notebook/js/wire.ts";

/** What the process around it offers. None of these is ever within reach of a cell. */
interface Host {
  send(text: string): void;
  setTimer(id: number, milliseconds: number): void;
  clearTimer(id: number): void;
}

/** The way in: messages, and timers that are due. */
interface Realm {
  receive(text: string): void;
  fire(id: number): void;
}

const scope = globalThis as unknown as Record<string, unknown>;

/** The host takes this away before any cell runs. */
scope.__realm = ({send, setTimer, clearTimer}: Host): Realm => {
  const timers = new Map<number, () => void>();
  let last = 0;
  const later = (run: unknown, milliseconds: unknown, args: unknown[]): number => {
    const id = ++last;
    timers.set(id, () => (run as (...given: unknown[]) => void)(...args));
    setTimer(id, Number(milliseconds) || 0);
    return id;
  };
  const forget = (id: unknown) => {
    if (timers.delete(Number(id))) clearTimer(Number(id));
  };
  scope.setTimeout = (run: unknown, milliseconds: unknown, ...args: unknown[]) => later(run, milliseconds, args);
  scope.setInterval = (run: unknown, milliseconds: unknown, ...args: unknown[]) => {
    const again = () => {
      timers.set(id, again);
      setTimer(id, Number(milliseconds) || 0);
      (run as (...given: unknown[]) => void)(...args);
    };
    const id = later(again, milliseconds, []);
    return id;
  };
  scope.clearTimeout = scope.clearInterval = forget;
  scope.queueMicrotask = (run: () => void) => void Promise.resolve().then(run);
  scope.self = globalThis;
  const silent = () => undefined;
  scope.console = {log: silent, info: silent, warn: silent, error: silent, debug: silent};
  Object.assign(scope, WEB_TEXTS);
  const steady = steadyRealm(scope);
  const evaluator = createEvaluator((message) => send(JSON.stringify(message)));
  return {
    receive(text) {
      const message = readToRealm(text);
      // libraries make dates while they load, which they set before they use them
      if (message.t === "library") steady.withClock(() => evaluator.receive(message));
      else {
        if (message.t === "evaluate") steady.restart();
        evaluator.receive(message);
      }
    },
    fire(id) {
      const run = timers.get(id);
      timers.delete(id);
      run?.();
    }
  };
};
