/**
 * Evidence as markup below a figure, without a script: a disclosure for each point, newest first, as long as the room
 * lasts. What does not fit is left out and said.
 */
import {commitLink, DEFAULT_LINKS} from "../code-links.ts";
import {type Html, html, toText} from "../html.ts";
import type {InsightResult} from "../insight/insight.ts";
import {readableChange, readableValue, valueWithUnit} from "../insight/unit.ts";
import {readableBytes, readableNumber} from "../number.ts";
import type {MatchLine} from "../store/store.ts";
import {readableTime} from "../time.ts";
import type {PointEvidence, RepositoryEvidence, SeriesEvidence} from "./evidence.ts";

/** The most bytes of a report that are evidence, of all its figures together. */
export const EVIDENCE_BUDGET = 1_000_000;
/** A line is cut beyond so many characters. */
const LONGEST_LINE = 240;

/** The room that is left for evidence, in bytes. */
export interface Room {
  left: number;
}

/** What was left out of a figure's evidence. */
interface LeftOut {
  points: number;
  lines: number;
  cut: number;
}

/** The evidence of one figure within a part of the room; what it did not use is for the figures after it. */
export function evidenceHtml(evidence: readonly SeriesEvidence[] | string, result: InsightResult, room: Room): Html {
  if (typeof evidence === "string") return html`<p class="source">Evidence: ${evidence}</p>`;
  const out: LeftOut = {points: evidence.reduce((sum, {earlier}) => sum + earlier, 0), lines: 0, cut: 0};
  const share = {left: Math.floor(room.left / evidence.length)};
  const series = evidence.map(({label, points}, i) => {
    const shown = points.flatMap((point) => pointHtml(point, points[0] === point, result, share, out) ?? []);
    const rest = evidence.length - i - 1;
    const used = Math.floor(room.left / (rest + 1)) - share.left;
    room.left -= used;
    share.left = rest ? Math.floor(room.left / rest) : 0;
    if (!shown.length) return null;
    return evidence.length > 1 ? html`<details><summary>${label}</summary>${shown}</details>` : shown;
  });
  const said = leftWords(out);
  return html`<details class="evidence"><summary>Evidence</summary><p class="source">The matching lines behind the points, as they were imported${said ? `. ${said}` : ""}.</p>${series}</details>`;
}

function leftWords({points, lines, cut}: LeftOut): string {
  const parts = [
    points ? `${readableNumber(points)} earlier ${points === 1 ? "point" : "points"}` : "",
    lines ? `${readableNumber(lines)} ${lines === 1 ? "line" : "lines"}` : ""
  ].filter(Boolean);
  return [
    parts.length
      ? `Left out, as the evidence of a report takes at most ${readableBytes(EVIDENCE_BUDGET)}: ${parts.join(" and ")}`
      : "",
    cut ? `${readableNumber(cut)} long ${cut === 1 ? "line is" : "lines are"} cut at ${LONGEST_LINE} characters` : ""
  ]
    .filter(Boolean)
    .join(". ");
}

/** A point with as many lines as there is room for; null, and counted, when not even its repositories fit. */
function pointHtml(
  {at, before, value, repositories}: PointEvidence,
  isNow: boolean,
  result: InsightResult,
  room: Room,
  out: LeftOut
): Html | null {
  const of = (one: RepositoryEvidence) => one.added.length + one.removed.length + one.more;
  if (room.left < 400) {
    out.points++;
    return null;
  }
  const heads = repositories.map((one) => headHtml(one, before, result));
  room.left -= heads.reduce((sum, head) => sum + bytesOf(head) + 80, 200);
  const bodies = repositories.map((one) => {
    if (!one.isTold) return html`<p class="source">The import says how many, not where.</p>`;
    const lines = [
      ...one.removed.map((line) => ({line, isNew: false})),
      ...one.added.map((line) => ({line, isNew: true}))
    ];
    const shown: Html[] = [];
    for (const {line, isNew} of lines) {
      const item = lineHtml(line, before === null ? null : isNew, out);
      const bytes = bytesOf(item);
      if (bytes > room.left) break;
      room.left -= bytes;
      shown.push(item);
    }
    const missing = of(one) - shown.length;
    out.lines += missing;
    return html`${shown.length ? html`<ul class="lines">${shown}</ul>` : null}${missing ? html`<p class="source">${readableNumber(missing)} more.</p>` : null}`;
  });
  const title = isNow
    ? `${readableTime(at)}: ${valueWithUnit(value, result.unit)}, all that is there`
    : `${readableTime(at)}: ${valueWithUnit(value, result.unit)}, what came and went since ${readableTime(before!)}`;
  return html`<details class="point"><summary>${title}</summary>${repositories.map(
    (_, i) => html`${heads[i]}${bodies[i]}`
  )}</details>`;
}

function headHtml(
  {repository, value, before, status, commit}: RepositoryEvidence,
  since: number | null,
  {unit}: InsightResult
): Html {
  const amount =
    value === null
      ? "–"
      : `${status === "partial" ? "≥ " : status === "unknown" ? "≈ " : ""}${readableValue(value, unit)}`;
  const change = since === null || value === null ? "" : ` (${readableChange(value - (before ?? 0), unit)})`;
  const address = commit ? commitLink(DEFAULT_LINKS, {repo: repository, commit}) : null;
  const id = commit ? html`<code>${visible(commit.slice(0, 12))}</code>` : null;
  return html`<p class="where"><strong>${visible(repository)}</strong> ${amount}${change}${id ? html` · commit ${address ? html`<a href="${address}">${id}</a>` : id}` : null}</p>`;
}

/** `isNew` is null where lines are listed for themselves. */
function lineHtml({path, line, text}: MatchLine, isNew: boolean | null, out: LeftOut): Html {
  const letters = [...text];
  if (letters.length > LONGEST_LINE) out.cut++;
  const shown = letters.length > LONGEST_LINE ? `${letters.slice(0, LONGEST_LINE).join("")}…` : text;
  const place = `${visible(path)}${line === null ? "" : `:${line}`}`;
  const sign =
    isNew === null
      ? null
      : isNew
        ? html`<span class="sign" title="new">+</span>`
        : html`<span class="sign" title="gone">−</span>`;
  return html`<li${isNew === null ? null : isNew ? html` class="new"` : html` class="gone"`}>${sign}<span class="path">${place}</span> <code>${visible(shown)}</code></li>`;
}

const encoder = new TextEncoder();

function bytesOf(markup: Html): number {
  return encoder.encode(toText(markup)).length;
}

/** Text of code in which what is not seen, or turns the direction of what follows, is shown by its number. */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (char) => `⟨U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`
  );
}
