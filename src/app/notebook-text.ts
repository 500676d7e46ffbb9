/** The text in a notebook's file. */
import {TidemarkError} from "../error.ts";

/**
 * The text with its byte-order mark: it is a part of the file, and of its hash.
 * @throws TidemarkError "files/failed" for what is not UTF-8: it could not be given back as it was.
 */
export function notebookText(name: string, bytes: AllowSharedBufferSource): string {
  try {
    return new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}).decode(bytes);
  } catch (error) {
    throw new TidemarkError(
      "files/failed",
      `${name} is not written in UTF-8, so it was not opened and is as it was. Save it as UTF-8 first.`,
      {},
      error
    );
  }
}
