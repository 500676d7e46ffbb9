/**
 * The inside of the realm: evaluates cells, keeps their values, and says what they came to. Semantics are those of vanilla
 * Observable cells: a promise is waited for, a generator gives one value after another, `view` gives what the reader chose.
 */
import {TidemarkError} from "../../error.ts";
import {INPUTS, inputOf, Mutable, markdownTag} from "./cell-builtins.ts";
import {inspect} from "./inspect.ts";
import {latestValues} from "./latest-values.ts";
import type {Evaluation, Shown} from "./realm.ts";
import {cellValueOf, jsValueOf, shownOf} from "./values.ts";
import {type FromRealm, MOST_SHOWN, type ToRealm, writeStep} from "./wire.ts";

/** A cell that was evaluated, and what it holds. */
interface Held {
  readonly id: number;
  readonly values: Map<string, unknown>;
  /** Tells an input that the reader chose something. */
  readonly views: Map<number, (value: unknown) => void>;
  stop(): void;
}

/** The width in pixels that cells are told. */
const WIDTH = 720;
/** Milliseconds between two steps of a cell, so that a fast generator does not flood the page. */
const PAUSE = 40;

/** Answers the messages that come into the realm; `send` is the way out. */
export function createEvaluator(send: (message: FromRealm) => void): {receive(message: ToRealm): void} {
  const cells = new Map<string, Held>();
  const libraries = new Map<string, unknown>();
  const scope = globalThis as unknown as Record<string, unknown>;

  const library = (name: string): unknown => {
    const found = libraries.get(name);
    if (!found) throw new TidemarkError("js/error", `There is no library ${name} here.`);
    return found;
  };
  scope.__import = async (name: string) => library(name);

  const evaluate = async (id: number, evaluation: Evaluation): Promise<void> => {
    const {key, body, parameters, inputs, outputs, autodisplay} = evaluation;
    cells.get(key)?.stop();
    let invalidate: () => void = () => {};
    const invalidation = new Promise<void>((resolve) => {
      invalidate = resolve;
    });
    let stopped = false;
    const held: Held = {
      id,
      values: new Map(),
      views: new Map(),
      stop() {
        stopped = true;
        invalidate();
      }
    };
    cells.set(key, held);

    const shown: Shown[] = [];
    let begun = false;
    let isDue = false;
    const step = () => {
      isDue = false;
      if (stopped) return;
      send({
        t: "step",
        id,
        json: writeStep({
          shown,
          values: new Map(Array.from(held.values, ([name, value]) => [name, cellValueOf(value)]))
        })
      });
    };
    const stepSoon = () => {
      if (!begun || isDue) return;
      isDue = true;
      setTimeout(step, PAUSE);
    };
    const show = (items: readonly Shown[]) => {
      shown.push(...items);
      if (shown.length > MOST_SHOWN) shown.splice(0, shown.length - MOST_SHOWN);
      stepSoon();
    };
    const display = (value: unknown) => {
      show(shownOf(value));
      return value;
    };
    const view = (value: unknown) => {
      const input = inputOf(value);
      if (!input) throw new TypeError("view takes an input, such as Inputs.range([0, 100]).");
      const number = held.views.size;
      const before = evaluation.chosen?.get(number);
      const chosen = latestValues(before === undefined ? input.first : input.valueOf(before));
      held.views.set(number, (answer) => chosen.push(input.valueOf(answer)));
      const definition = before === undefined ? input.definition : {...input.definition, value: before as string};
      show([{type: "input", view: number, definition}]);
      return chosen.values;
    };
    const own: Readonly<Record<string, unknown>> = {
      display,
      view,
      invalidation,
      width: WIDTH,
      Mutable,
      Inputs: INPUTS,
      md: markdownTag
    };
    const given = new Map(inputs.map((input) => [input.name, input]));
    const argument = (name: string): unknown => {
      const input = given.get(name);
      if (input && "value" in input) return jsValueOf(input.value);
      if (input) {
        const source = cells.get(input.from);
        if (!source?.values.has(name))
          throw new TidemarkError("js/lost", `${name} is gone: its cell has to run again.`);
        return source.values.get(name);
      }
      if (Object.hasOwn(own, name)) return own[name];
      const global = evaluation.libraries.find((one) => globalName(one) === name);
      if (global) return library(global);
      if (name in scope) return scope[name];
      throw new ReferenceError(`${name} is not defined`);
    };

    try {
      send({t: "begin", id});
      // one line for the parameters, as the transpiler puts them: what follows keeps its place
      const evaluated = runText(`"use strict";(${body}\n)\n//# sourceURL=cell-${id}.js`) as (
        ...given: unknown[]
      ) => unknown;
      const result = await evaluated(...parameters.map(argument));
      if (stopped) return;
      if (autodisplay) {
        if (isGenerator(result)) {
          await each(
            result,
            () => stopped,
            (value) => {
              shown.length = 0;
              display(value);
              if (!begun) {
                begun = true;
                step();
              }
            }
          );
        } else display(result);
      }
      const record = (result ?? {}) as Record<string, unknown>;
      const running: Promise<void>[] = [];
      for (const name of outputs) {
        const value = await record[name];
        if (stopped) return;
        if (!isGenerator(value)) {
          held.values.set(name, value);
          continue;
        }
        await new Promise<void>((first, failed) => {
          const all = each(
            value,
            () => stopped,
            (next) => {
              held.values.set(name, next);
              first();
              stepSoon();
            }
          );
          running.push(all);
          all.then(first, failed);
        });
      }
      if (!begun) {
        begun = true;
        step();
      }
      await Promise.all(running);
      if (!stopped && !held.views.size) send({t: "end", id});
    } catch (error) {
      if (!stopped) send({t: "error", id, ...described(error, id, autodisplay)});
    }
  };

  return {
    receive(message) {
      if (message.t === "ping") send({t: "pong", n: message.n});
      else if (message.t === "library") {
        runText(`${message.source}\n;globalThis.__library = __library`);
        libraries.set(message.name, scope.__library);
      } else if (message.t === "evaluate") void evaluate(message.id, message.evaluation);
      else if (message.t === "choose") cells.get(message.key)?.views.get(message.view)?.(message.value);
      else for (const held of cells.values()) if (held.id === message.id) held.stop();
    }
  };
}

/** The name under which cells have a library: the same list stands in libraries.ts. */
function globalName(name: string): string {
  return name === "arquero" ? "aq" : name === "@observablehq/plot" ? "Plot" : name;
}

/** Runs a text in the global scope of the realm: what the realm is for. */
function runText(text: string): unknown {
  // cells are text; the realm has no network, no storage and no page
  return (globalThis as unknown as {eval(text: string): unknown}).eval(text);
}

function isGenerator(value: unknown): value is AsyncIterator<unknown> | Iterator<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as {next?: unknown}).next === "function" &&
    typeof (value as {return?: unknown}).return === "function"
  );
}

/** Takes one value after another, with a pause between them, until there are no more or nobody wants them. */
async function each(
  generator: AsyncIterator<unknown> | Iterator<unknown>,
  isOver: () => boolean,
  take: (value: unknown) => void
): Promise<void> {
  while (!isOver()) {
    const {done, value} = await generator.next();
    if (done || isOver()) break;
    take(await value);
    await new Promise<void>((resolve) => void setTimeout(resolve, PAUSE));
  }
  if (isOver()) await generator.return?.(undefined);
}

/** An error as a sentence and a place in the cell's text, from its stack; line 0 where there is none. */
function described(error: unknown, id: number, expression: boolean): {message: string; line: number; column: number} {
  const stack = error instanceof Error ? String(error.stack ?? "") : "";
  const place = new RegExp(`cell-${id}\\.js:(\\d+):(\\d+)`).exec(stack);
  const message =
    error instanceof Error
      ? `${error.name === "TidemarkError" ? "" : `${error.name}: `}${error.message}`
      : inspect(error);
  const line = place ? Number(place[1]) - (expression ? 2 : 1) : 0;
  return {message, line: Math.max(0, line), column: place && line > 0 ? Number(place[2]) : 0};
}
