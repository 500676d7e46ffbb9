import {filterWords} from "../../insight/filter.ts";
import type {InsightDefinition} from "../../insight/insight.ts";
import {readableTime} from "../../time.ts";
import {h, icon, type View} from "../dom.ts";

/** What a figure says of its filters, and where they are changed. */
export interface FilterMark {
  /** Opens the filters. */
  open(): void;
  /** True while something is set that is not saved. */
  isTemporary(): boolean;
}

const FUNNEL = "M2.5 3.5h11L9.5 8.5v4l-3-1.5v-2.5z";

/** The button that opens filters; a dot says that some are set, in words for those who cannot see it. */
export function filterButton(mark: FilterMark): FilterButton {
  const dom = h(
    "button",
    {class: "icon-button filter-button", type: "button", on: {click: () => mark.open()}},
    icon(FUNNEL)
  );
  return {
    dom,
    update(isSaved) {
      const isSet = isSaved || mark.isTemporary();
      const label = isSet
        ? mark.isTemporary()
          ? "Filters, some are set for now"
          : "Filters, some are set"
        : "Filters";
      dom.classList.toggle("is-set", isSet);
      dom.title = label;
      dom.setAttribute("aria-label", label);
    }
  };
}

export interface FilterButton extends View<boolean> {
  /** `isSaved`: filters stand in the file. */
  update(isSaved: boolean): void;
}

/** True when an insight is asked with filters. */
export function isFiltered({filters}: InsightDefinition): boolean {
  return filters.some((filter) => filterWords(filter) !== "");
}

/** What is filtered, in a line above the chart; null when nothing is. */
export function filterLine(definition: InsightDefinition, mark: FilterMark | null): HTMLElement | null {
  const words = definition.filters.map(filterWords).filter(Boolean);
  const isTemporary = mark?.isTemporary() ?? false;
  const window = isTemporary ? windowWords(definition) : "";
  if (window) words.push(window);
  if (!words.length && !isTemporary) return null;
  return h(
    "span",
    {class: `filter-line${isTemporary ? " temporary" : ""}`},
    h("b", {}, isTemporary ? "Filtered for now" : "Filtered"),
    words.length ? ` ${words.join("; ")}` : ""
  );
}

function windowWords({from: first, since, until}: InsightDefinition): string {
  const from = since !== undefined && (first === null || since > first) ? since : first;
  return [from === null ? "" : `from ${readableTime(from)}`, until === null ? "" : `until ${readableTime(until)}`]
    .filter(Boolean)
    .join(" ");
}
