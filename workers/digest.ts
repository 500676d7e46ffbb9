/** SHA-256 by the browser itself, beside the worker's own work. Plain-http origins other than this machine have none. */
import {sha256Stream, useDigest} from "../src/hash.ts";

/** The most that is taken into memory at once to be hashed, in bytes: ours takes ten times as long, and as long as reading. */
const MOST = 1_400_000_000;

async function digest(bytes: Uint8Array<ArrayBuffer> | ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Lets the core use the browser's digest, where there is one. */
export function useBrowserDigest(): void {
  if (crypto.subtle) useDigest((bytes) => digest(bytes as Uint8Array<ArrayBuffer>));
}

/**
 * A file's SHA-256, worked out from the first call on; null where the core has to do it while it reads. Where there is no
 * memory for all of it, it is read once more, piece by piece.
 */
export function fileDigest(content: Blob): (() => Promise<string>) | null {
  if (!crypto.subtle || content.size > MOST) return null;
  let hash: Promise<string> | null = null;
  return () => {
    hash ??= content.arrayBuffer().then(digest, () => byPieces(content));
    return hash;
  };
}

async function byPieces(content: Blob): Promise<string> {
  const hash = sha256Stream();
  const reader = content.stream().getReader();
  while (true) {
    const {value, done} = await reader.read();
    if (done) return hash.hex();
    hash.update(value);
  }
}
