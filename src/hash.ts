import {sha256 as digest} from "@noble/hashes/sha2.js";
import {bytesToHex, utf8ToBytes} from "@noble/hashes/utils.js";

/** A SHA-256 in the making. */
export interface RunningHash {
  update(bytes: Uint8Array): void;
  /** 64 hex digits; asked once, at the end. */
  hex(): string;
}

let create = (): RunningHash => {
  const hash = digest.create();
  return {update: (bytes) => void hash.update(bytes), hex: () => bytesToHex(hash.digest())};
};

/** Puts the platform's own SHA-256 in the place of ours: the same digests, ten times as fast. An edge says so at its start. */
export function useSha256(native: () => RunningHash): void {
  create = native;
}

/** SHA-256 of bytes or UTF-8 text, 64 hex digits. Not WebCrypto: that is missing on plain-http origins and cannot stream. */
export function sha256(data: Uint8Array | string): string {
  const hash = create();
  hash.update(typeof data === "string" ? utf8ToBytes(data) : data);
  return hash.hex();
}

let digestOf: ((bytes: Uint8Array) => Promise<string>) | null = null;

/** Gives `sha256Of` and `gatheredHash` a digest that takes whole bytes only, as WebCrypto's. An edge says so at its start. */
export function useDigest(native: (bytes: Uint8Array) => Promise<string>): void {
  digestOf = native;
}

/** SHA-256 of bytes that are all there, by the fastest way there is. */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
  return digestOf ? digestOf(bytes) : sha256(bytes);
}

/** What is gathered for a digest of all of it; beyond that it is hashed as it comes. */
const MOST_GATHERED = 800_000_000;

/** A SHA-256 of pieces; of about `expected` bytes where that is known, so that they are gathered in one place. */
export function gatheredHash(expected = 1_000_000): {update(bytes: Uint8Array): void; hex(): Promise<string>} {
  const running = create();
  let all: Uint8Array | null = digestOf && expected <= MOST_GATHERED ? new Uint8Array(expected) : null;
  let held = 0;
  return {
    update(bytes) {
      if (all && held + bytes.length > all.length) {
        const room = Math.max(held + bytes.length, all.length * 1.5);
        const wider = room <= MOST_GATHERED ? new Uint8Array(room) : null;
        if (wider) wider.set(all.subarray(0, held));
        else running.update(all.subarray(0, held));
        all = wider;
      }
      if (all) all.set(bytes, held);
      else running.update(bytes);
      held += bytes.length;
    },
    // some of it may be hashed already, or nothing else can do it
    hex: async () => (all && digestOf ? digestOf(all.subarray(0, held)) : running.hex())
  };
}

/** SHA-256 in base64, as Content-Security-Policy wants it. */
export function sha256Base64(text: string): string {
  return btoa(String.fromCharCode(...digest(utf8ToBytes(text))));
}

/** Text as UTF-8 in base64. */
export function base64(text: string): string {
  const bytes = utf8ToBytes(text);
  let binary = "";
  // a call takes only so many arguments
  for (let i = 0; i < bytes.length; i += 8192) binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(binary);
}

/** A running SHA-256, for files that are never held whole. */
export function sha256Stream(): RunningHash {
  return create();
}

/**
 * JSON with sorted keys and no spaces: equal values give equal text. Non-ASCII stays as `\uXXXX`, so that the text is
 * the same bytes in every writer. `undefined` members are left out; NaN and infinities are null as in JSON.
 */
export function canonicalJson(value: unknown): string {
  return ascii(JSON.stringify(sorted(value)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  // fromEntries defines own members, so a key named __proto__ stays a key
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}

function ascii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
