import {Gunzip} from "fflate";
import {messageOf, TidemarkError} from "../error.ts";

/** The most that compressed input may become, in bytes: a bomb is refused, not unpacked. */
export const MAX_INFLATED = 1_000_000_000;

const SLICE = 65_536;

/** Takes compressed bytes as they come. */
export interface Inflater {
  push(bytes: Uint8Array): void;
  /** Why the stream ended before its end, or null when it was whole. What had come out was passed on. */
  end(): string | null;
}

/**
 * Gzip, also of several members one after another, passed on as it inflates. A damaged or cut stream keeps what came out.
 * @throws TidemarkError "import/too-large" beyond MAX_INFLATED.
 */
export function gunzip(onBytes: (bytes: Uint8Array) => void): Inflater {
  let inflated = 0;
  let failure: string | null = null;
  const stream = new Gunzip((bytes) => {
    inflated += bytes.length;
    if (inflated > MAX_INFLATED) throw tooLarge();
    if (bytes.length) onBytes(bytes);
  });
  const push = (bytes: Uint8Array, final: boolean) => {
    if (failure) return;
    try {
      stream.push(bytes, final);
    } catch (error) {
      // fflate has errors of its own; ours and those of onBytes go on
      if (!isFlateError(error)) throw error;
      failure =
        error.code === 0
          ? "the compressed stream ends before its end"
          : `the compressed stream is damaged (${messageOf(error)})`;
    }
  };
  return {
    push(bytes) {
      // in slices: the output of one push is one array, up to a thousand times as long
      for (let at = 0; at < bytes.length; at += SLICE) push(bytes.subarray(at, at + SLICE), false);
    },
    end() {
      push(new Uint8Array(0), true);
      return failure;
    }
  };
}

/** The error for compressed input that grows beyond MAX_INFLATED. */
export function tooLarge(): TidemarkError {
  return new TidemarkError(
    "import/too-large",
    "This compressed file becomes larger than 1 GB. Unpack it, and import it in parts or as it is."
  );
}

/** True for what fflate throws: an Error with a numeric code. */
export function isFlateError(error: unknown): error is Error & {readonly code: number} {
  return error instanceof Error && "code" in error && typeof error.code === "number";
}
