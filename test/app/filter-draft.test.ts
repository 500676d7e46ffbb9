import {describe, expect, it} from "vitest";
import {draftOf, EMPTY_DRAFT, overlayBetween} from "../../src/app/notebook/filter-draft.ts";
import {readInsight} from "../../src/insight/kinds/index.ts";
import {insightTimes} from "../../src/insight/times.ts";
import {overlaid} from "../../src/notebook/overlay.ts";

/** The days an insight shows under what a reader sets; its newest sample is of 18 November 2026. */
function shown(written: Readonly<Record<string, unknown>>, set: {readonly from?: string; readonly until?: string}) {
  const overlay = overlayBetween(draftOf(written), {...draftOf(written), ...set}, written.points);
  const {value} = readInsight(overlaid({title: "t", query: "q", ...written}, overlay ?? {}));
  const samples = Float64Array.of(Date.parse("2024-01-01"), Date.parse("2026-11-18"));
  return Array.from(insightTimes(value!, samples), (time) => new Date(time).toISOString().slice(0, 10));
}

describe("a window that a reader opens", () => {
  const monthly = {step: {months: 1}, points: 3};

  it("keeps the newest point and the distance of points, and has as many as fit", () => {
    expect(shown(monthly, {})).toEqual(["2026-09-18", "2026-10-18", "2026-11-18"]);
    expect(shown(monthly, {from: "2026-10-01"})).toEqual(["2026-10-18", "2026-11-18"]);
    expect(shown(monthly, {from: "2026-07-01"})).toEqual([
      ...["2026-07-18", "2026-08-18"],
      ...["2026-09-18", "2026-10-18", "2026-11-18"]
    ]);
    expect(shown(monthly, {from: "2026-04-01", until: "2026-05-20"})).toEqual(["2026-04-20", "2026-05-20"]);
  });

  it("leaves a number of points that begin at a date of the insight's own", () => {
    expect(shown({...monthly, from: "2026-01-01"}, {from: "2026-02-01"})).toEqual([
      ...["2026-02-01", "2026-03-01", "2026-04-01"]
    ]);
  });

  it("is nothing when nothing is set", () => {
    expect(overlayBetween(draftOf(monthly), EMPTY_DRAFT, 3)).toBeNull();
  });
});
