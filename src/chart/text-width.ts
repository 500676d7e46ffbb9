/**
 * How wide text is in the chart font, by estimate: real measuring needs a canvas and the font, and would make a drawing
 * depend on the machine. Shares of the font size per class of character, rounded up from Inter's advance widths.
 */
const NARROW = /[\s.,:;'|!ijlI()[\]/\\`]/;
const WIDE = /[mwMW@%]/;
const DIGIT = /[0-9+−–$€#=<>~]/;

/** The width of a line of text in pixels. */
export function textWidth(text: string, fontSize: number): number {
  let em = 0;
  for (const char of text) {
    if (NARROW.test(char)) em += 0.3;
    else if (WIDE.test(char)) em += 0.9;
    else if (DIGIT.test(char)) em += 0.63;
    else if (char > "\u2e7f") em += 1;
    else em += char !== char.toLowerCase() ? 0.7 : 0.58;
  }
  return em * fontSize;
}

/** A text that fits a width in pixels: itself, or its beginning and …. */
export function cutText(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  let cut = "";
  for (const char of text) {
    if (textWidth(`${cut}${char}…`, fontSize) > width) break;
    cut += char;
  }
  return `${cut.trimEnd()}…`;
}

/** A text that fits a width in pixels: itself, or … and its end. */
export function cutStart(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  let cut = "";
  for (const char of [...text].reverse()) {
    if (textWidth(`…${char}${cut}`, fontSize) > width) break;
    cut = `${char}${cut}`;
  }
  return `…${cut.trimStart()}`;
}
