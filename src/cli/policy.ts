import {sha256Base64} from "../hash.ts";

/**
 * The Content-Security-Policy of the app. It is in the page too, for hosts that send no headers; workers started from
 * blobs inherit it. `'wasm-unsafe-eval'` is DuckDB's; styles are inline because CodeMirror makes its own.
 */
export function contentSecurityPolicy(extra: {readonly connect?: string; readonly script?: string} = {}): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval'${extra.script ? ` ${extra.script}` : ""}`,
    `connect-src 'self'${extra.connect ? ` ${extra.connect}` : ""}`,
    "worker-src 'self' blob:",
    "img-src 'self' data: blob:",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    "frame-src 'self'"
  ].join("; ");
}

/** The scripts that stand in a page, as a policy lets them run: by their hashes. */
export function inlineScripts(html: string): string {
  return Array.from(
    html.matchAll(/<script>([\s\S]*?)<\/script>/g),
    ([, code]) => `'sha256-${sha256Base64(code!)}'`
  ).join(" ");
}
