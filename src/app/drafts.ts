/** What is being written in a creation form, kept in this browser across reloads. */
import {isRecord} from "../fields.ts";

export interface Draft {
  readonly values: Readonly<Record<string, unknown>>;
  /** The notebook it was to go into; empty: a new one. */
  readonly into: string;
  readonly newTitle: string;
  /** What the address asked the form to begin with: another address begins anew. */
  readonly begun: string;
}

const key = (form: string) => `tidemark-draft-${form}`;

/** The draft of a form that began in the same way; null when there is none. */
export function readDraft(form: string, begun: string): Draft | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key(form)) ?? "null");
    if (!isRecord(value) || value.begun !== begun || !isRecord(value.values)) return null;
    return {values: value.values, into: String(value.into ?? ""), newTitle: String(value.newTitle ?? ""), begun};
  } catch {
    return null;
  }
}

export function keepDraft(form: string, draft: Draft): void {
  try {
    localStorage.setItem(key(form), JSON.stringify(draft));
  } catch {
    // a full storage loses the draft, not what is on the page
  }
}

export function dropDraft(form: string): void {
  localStorage.removeItem(key(form));
}
