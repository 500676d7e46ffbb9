/** SHA-256 by the browser itself, beside the worker's own work. Plain-http origins other than this machine have none. */
import {useDigest} from "../src/hash.ts";

/** The most that is taken into memory at once to be hashed, in bytes. */
const MOST = 256_000_000;

async function digest(bytes: Uint8Array<ArrayBuffer> | ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Lets the core use the browser's digest, where there is one. */
export function useBrowserDigest(): void {
  if (crypto.subtle) useDigest((bytes) => digest(bytes as Uint8Array<ArrayBuffer>));
}

/** A file's SHA-256, worked out from the first call on; null where the core has to do it while it reads. */
export function fileDigest(content: Blob): (() => Promise<string>) | null {
  if (!crypto.subtle || content.size > MOST) return null;
  let hash: Promise<string> | null = null;
  return () => {
    hash ??= content.arrayBuffer().then(digest);
    return hash;
  };
}
