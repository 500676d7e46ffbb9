/** Where the texts of marks stand above a chart: in rows, none over another. */
import type {Mark} from "../insight/annotation.ts";
import {cutText, textWidth} from "./text-width.ts";

export const MARK_FONT_SIZE = 11;
export const MARK_ROW = 15;

/** A mark in pixels of the plot; what stands within a few pixels is one. `text` is "" where no room was left. */
export interface PlacedMark {
  readonly x: number;
  readonly text: string;
  readonly left: boolean;
  /** 0 is the row next to the plot. */
  readonly row: number;
  readonly marks: readonly Mark[];
}

export interface PlacedMarks {
  readonly placed: readonly PlacedMark[];
  /** The height of the rows above the plot. */
  readonly height: number;
  /** What could not be written out in full: to be listed elsewhere. */
  readonly untold: readonly Mark[];
}

/** Marks this near are one. */
const NEAR = 4;
/** Between two texts of a row, and between a rule and its text. */
const GAP = 10;
export const TEXT_GAP = 4;

/** Places marks over a plot `width` wide, with `right` pixels of room beside it. */
export function placeMarks(
  marks: readonly Mark[],
  [from, to]: readonly [number, number],
  xOf: (time: number) => number,
  width: number,
  right: number
): PlacedMarks {
  const rows = width < 420 ? 2 : 3;
  const longest = Math.min(160, Math.round(width * 0.4));
  const placed: (PlacedMark & {readonly start: number; readonly end: number})[] = [];
  // from the right: a text to the left of another stands above it, so that no rule runs through a text
  const found = clusters(
    marks.filter(({at}) => at >= from && at <= to),
    xOf
  );
  for (const own of found.reverse()) {
    const x = Math.round(xOf(own[0]!.at) * 10) / 10;
    const whole = own.length > 3 ? `${own.length} events` : own.map(({text}) => text).join(" · ");
    const text = cutText(whole, longest, MARK_FONT_SIZE);
    const room = textWidth(text, MARK_FONT_SIZE) + TEXT_GAP;
    const isFree = (start: number, end: number, row: number) =>
      start >= -2 &&
      end <= width + right &&
      placed.every((one) =>
        one.row === row
          ? !one.text || end + GAP <= one.start || start >= one.end + GAP
          : one.row > row
            ? !one.text || one.x < start - 2 || one.x > end + 2
            : !one.text || x < one.start - 2 || x > one.end + 2
      );
    const choices = Array.from({length: rows}, (_, row) => [
      {row, left: false, start: x, end: x + room},
      {row, left: true, start: x - room, end: x}
    ]).flat();
    const choice = choices.find(({start, end, row}) => isFree(start, end, row));
    if (choice) placed.push({...choice, x, text, marks: own});
    else placed.push({x, text: "", left: false, row: 0, start: x, end: x, marks: own});
  }
  placed.reverse();
  const used = Math.max(0, ...placed.map(({text, row}) => (text ? row + 1 : 0)));
  const isTold = ({text, marks: own}: PlacedMark) => text === own.map((mark) => mark.text).join(" · ");
  return {
    placed,
    height: used ? used * MARK_ROW + 2 : 0,
    untold: placed.filter((one) => !isTold(one)).flatMap(({marks: own}) => own)
  };
}

function clusters(marks: readonly Mark[], xOf: (time: number) => number): Mark[][] {
  const found: Mark[][] = [];
  for (const mark of [...marks].sort((a, b) => a.at - b.at || (a.text < b.text ? -1 : 1))) {
    const last = found.at(-1);
    if (last && xOf(mark.at) - xOf(last[0]!.at) < NEAR) last.push(mark);
    else found.push([mark]);
  }
  return found;
}
