/** A notebook as an address: `#/shared/name.md?z=…`, its text deflated and in base64url. Nothing is uploaded. */
import {deflateSync, Inflate} from "fflate";
import {TidemarkError} from "../../error.ts";
import {routeHash} from "../router.ts";

/** The longest address that is made, in characters: chat and mail programs break longer ones. */
export const LONGEST_LINK = 16_000;
/** The most that is read of one, in characters, and the longest text in it, in bytes. */
const LONGEST_READ = 200_000;
const LONGEST_TEXT = 2_000_000;

/** A notebook's hash; null when the address, with `base` before it, would be longer than LONGEST_LINK. */
export function notebookHash(name: string, text: string, base: string): string | null {
  const packed = deflateSync(new TextEncoder().encode(text), {level: 9});
  const hash = `${routeHash("shared", name)}?z=${toBase64Url(packed)}`;
  return base.length + hash.length <= LONGEST_LINK ? hash : null;
}

/**
 * The text in what stands behind the `?` of a hash.
 * @throws TidemarkError "share/link" when it is cut, damaged, or longer than any notebook.
 */
export function textOfLink(query: string): string {
  const packed = new URLSearchParams(query).get("z") ?? "";
  if (!packed) throw wrong("it holds no notebook");
  if (packed.length > LONGEST_READ) throw wrong("it is longer than any link that Tidemark makes");
  if (!/^[A-Za-z0-9_-]+$/.test(packed)) throw wrong("it has characters that no link of a notebook has");
  const pieces: Uint8Array[] = [];
  let length = 0;
  let ended = false;
  const inflate = new Inflate((piece, final) => {
    length += piece.length;
    pieces.push(piece);
    ended = final;
  });
  try {
    const bytes = fromBase64Url(packed);
    // in slices, so that what grows beyond all measure is stopped early
    for (let at = 0; at < bytes.length && length <= LONGEST_TEXT; at += 1024)
      inflate.push(bytes.subarray(at, at + 1024), at + 1024 >= bytes.length);
  } catch (error) {
    throw wrong("it is damaged or cut off", error);
  }
  if (length > LONGEST_TEXT) throw wrong("its text is longer than 2 MB");
  if (!ended) throw wrong("it is cut off");
  const joined = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  try {
    return new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}).decode(joined);
  } catch (error) {
    throw wrong("what it holds is no text", error);
  }
}

function wrong(why: string, cause?: unknown): TidemarkError {
  return new TidemarkError(
    "share/link",
    `This link does not open: ${why}. Mail and chat programs cut long links; ask for the notebook as a file.`,
    {},
    cause
  );
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
