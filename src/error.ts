/** Where something stands in a text or file; lines and columns count from 1. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly cell?: string;
}

/** What a reader has to say about its input: a sentence, how grave, and where. */
export interface Message {
  readonly level: "error" | "warning" | "note";
  readonly text: string;
  readonly place?: Place;
  /** The field the message is about, when it is about one. */
  readonly field?: string;
  /** True when nothing is wrong but that something is not written yet: an editor asks for it, all else refuses it. */
  readonly isBlank?: boolean;
}

/** The value a reader made of its input, complete, and all it had to say about it. */
export interface Reading<T> {
  readonly value: T;
  readonly messages: readonly Message[];
}

/**
 * The only error the project throws on purpose. The message is a sentence for the person who can act: what was
 * expected, what was there, what to do. `code` is `part/what` and is what programs match on.
 */
export class TidemarkError extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : {cause});
    this.name = "TidemarkError";
    this.code = code;
    this.details = details;
  }
}

/** True for a TidemarkError, also of another realm or bundle: matched by name, because `instanceof` ends there. */
export function isTidemarkError(value: unknown): value is TidemarkError {
  return value instanceof Error && value.name === "TidemarkError" && "code" in value;
}

/** True for what an aborted call rejects with: an AbortError of the platform or our own `call/aborted`. */
export function isAbort(value: unknown): boolean {
  return (
    value instanceof Error && (value.name === "AbortError" || (isTidemarkError(value) && value.code === "call/aborted"))
  );
}

/** @throws TidemarkError "call/aborted" when the signal is aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new TidemarkError("call/aborted", "This was cancelled.");
}

/** The sentence of any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
