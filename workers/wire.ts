/**
 * What Comlink would lose between the page and a worker of ours: error codes (it keeps name, message and stack only), abort
 * signals (they cannot be cloned) and progress. An interface whose methods take `{signal, progress}` last goes through
 * unchanged: `exposeApi` on one side, `connectApi` on the other.
 */
import * as Comlink from "comlink";
import {messageOf, TidemarkError} from "../src/error.ts";

/** What every call may be given as its last argument. */
interface CallOptions {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: never) => void;
}

/** An error as it crosses: a plain object. */
interface WireError {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

type Outcome = {readonly value: unknown} | {readonly error: WireError};

interface Wire {
  call(
    id: number,
    method: string,
    args: readonly unknown[],
    progress: ((progress: unknown) => void) | null
  ): Promise<Outcome>;
  abort(id: number): void;
}

// biome-ignore lint/suspicious/noExplicitAny: any method of an interface
type Methods = Record<string, (...args: any[]) => Promise<unknown>>;

/**
 * Offers an API to the other side: the worker's creator, or a port. To be called at once: earlier messages are lost.
 * `given` names the memory of an answer that goes over to the other side instead of being copied: nobody here has it then.
 */
export function exposeApi<T extends object>(
  api: T,
  endpoint?: MessagePort,
  given: (method: keyof T & string, value: unknown) => readonly ArrayBuffer[] = () => []
): void {
  const aborts = new Map<number, AbortController>();
  const wire: Wire = {
    async call(id, method, args, progress) {
      const abort = new AbortController();
      aborts.set(id, abort);
      try {
        const implementation = Object.hasOwn(api, method) ? (api as unknown as Methods)[method] : undefined;
        if (typeof implementation !== "function")
          throw new TidemarkError("wire/method", `The worker has no ${method}.`);
        const options: CallOptions = {
          signal: abort.signal,
          ...(progress ? {progress: (value: never) => progress(value)} : {})
        };
        const value = await implementation(...args, options);
        return Comlink.transfer({value}, [...given(method as keyof T & string, value)]);
      } catch (error) {
        return {error: toWire(error)};
      } finally {
        aborts.delete(id);
      }
    },
    abort: (id) => aborts.get(id)?.abort()
  };
  Comlink.expose(wire, endpoint);
}

/**
 * The API a worker of ours exposes. `arity` says how many arguments each method takes before its options, so that an
 * options object is told from an argument. An aborted call rejects at once; the worker frees what it held. `given` names the
 * memory of arguments that goes over to the worker instead of being copied: the caller has it no more.
 */
export function connectApi<T extends object>(
  worker: Worker | MessagePort,
  arity: Readonly<Record<keyof T & string, number>>,
  given: (method: keyof T & string, args: readonly unknown[]) => readonly ArrayBuffer[] = () => []
): T {
  const wire = Comlink.wrap<Wire>(worker);
  let last = 0;
  const died = new Promise<never>((_, reject) => {
    worker.addEventListener("error", (event) =>
      reject(
        new TidemarkError(
          "wire/dead",
          `A worker could not start or broke: ${(event as ErrorEvent).message || "no reason given"}. Reload the page.`
        )
      )
    );
  });
  died.catch(() => undefined);
  const call = async (method: string, all: readonly unknown[]): Promise<unknown> => {
    const count = arity[method as keyof T & string];
    const {signal, progress} = (all[count] ?? {}) as CallOptions;
    const args = Array.from({length: count}, (_, i) => all[i]);
    if (signal?.aborted) throw aborted();
    const id = ++last;
    const answer = wire.call(
      id,
      method,
      Comlink.transfer(args, [...given(method as keyof T & string, args)]),
      progress ? Comlink.proxy(progress as (value: unknown) => void) : null
    ) as Promise<Outcome>;
    let onAbort = () => {};
    const stopped = new Promise<never>((_, reject) => {
      onAbort = () => {
        void wire.abort(id);
        reject(aborted());
      };
      signal?.addEventListener("abort", onAbort);
    });
    stopped.catch(() => undefined);
    try {
      const outcome = await Promise.race([answer, stopped, died]);
      if ("error" in outcome) throw new TidemarkError(outcome.error.code, outcome.error.message, outcome.error.details);
      return outcome.value;
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
  };
  return Object.fromEntries(
    Object.keys(arity).map((method) => [method, (...args: unknown[]) => call(method, args)])
  ) as T;
}

function aborted(): TidemarkError {
  return new TidemarkError("call/aborted", "This was cancelled.");
}

function toWire(error: unknown): WireError {
  if (error instanceof TidemarkError)
    return {code: error.code, message: error.message, details: cloneable(error.details)};
  return {code: "internal/failed", message: messageOf(error), details: {}};
}

function cloneable(details: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  try {
    return structuredClone(details);
  } catch {
    return {};
  }
}
