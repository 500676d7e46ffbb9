/** Captured values as labels. */

/** Longer values are cut to this many bytes of UTF-8, and counted together when they are equal then. */
const LONGEST = 100;

/** A captured value as a label: at most 100 bytes of UTF-8, never half a character; otherwise untouched. */
export function captureLabel(value: string): string {
  if (value.length * 3 <= LONGEST) return value;
  let bytes = 0;
  let label = "";
  for (const char of value) {
    const code = char.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes > LONGEST) return label;
    label += char;
  }
  return label;
}
