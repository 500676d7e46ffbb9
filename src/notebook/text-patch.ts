/** What turns one text into another: what is taken out at a place, and what stands there instead. Offsets in UTF-16 units. */
export interface TextPatch {
  readonly at: number;
  readonly removed: string;
  readonly inserted: string;
}

/** The smallest single patch from one text to another. */
export function patchBetween(before: string, after: string): TextPatch {
  const shorter = Math.min(before.length, after.length);
  let at = 0;
  while (at < shorter && before.charCodeAt(at) === after.charCodeAt(at)) at++;
  let end = 0;
  while (end < shorter - at && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end))
    end++;
  return {at, removed: before.slice(at, before.length - end), inserted: after.slice(at, after.length - end)};
}

/** The text with a patch applied. It must be the text the patch was made for. */
export function applyPatch(text: string, {at, removed, inserted}: TextPatch): string {
  return text.slice(0, at) + inserted + text.slice(at + removed.length);
}

/** The patch that takes a patch back. */
export function inverse({at, removed, inserted}: TextPatch): TextPatch {
  return {at, removed: inserted, inserted: removed};
}
