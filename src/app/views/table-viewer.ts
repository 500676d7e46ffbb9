/**
 * A table of any size: only the rows in sight are in the page. Sorting, filtering and the summaries of columns are DuckDB's;
 * the rows themselves are read from memory, so scrolling waits for nothing.
 */
import {csvRecord} from "../../csv.ts";
import {isAbort, messageOf} from "../../error.ts";
import {countedNoun, readableNumber} from "../../number.ts";
import {cellText} from "../../report/cell-text.ts";
import {type Column, cellOf, type Table} from "../../table.ts";
import {isoDate, isoTime} from "../../time.ts";
import {download, fill, h, ICONS, icon, type View} from "../dom.ts";
import {type Ask, type ColumnSummary, rowsOf, summaryOf, type TableLook} from "../table-questions.ts";
import {cellClass} from "./table.ts";

export interface ViewedTable {
  readonly table: Table;
  /** There was more than the table holds. */
  readonly truncated: boolean;
}

export interface TableViewer extends View<ViewedTable> {
  update(value: ViewedTable): void;
}

const ROW = 33;
/** Browsers end an element at some 17 million pixels: beyond, the scroll bar stands for more rows a pixel. */
const TALLEST = 12_000_000;
/** So many rows are all in the page, and need no window. */
const SMALL = 100;
/** So many rows are printed, as in reports. */
const MOST_PRINTED = 2000;
/** So many rows go to the clipboard. */
const MOST_COPIED = 50_000;

/** A viewer of a table that the database has under `name`; `tell` shows a sentence. */
export function tableViewer(
  first: ViewedTable,
  {name, ask, tell}: {readonly name: string; readonly ask: Ask; tell(text: string): void}
): TableViewer {
  let {table, truncated} = first;
  let look: TableLook = {filter: "", sort: null};
  /** Places in the table, in the order shown; null: all as they are. */
  let places: Float64Array | null = null;
  let turn = 0;
  let summaries: ReadonlyMap<string, ColumnSummary> | null = null;
  const count = () => places?.length ?? table.rows;
  const placeOf = (row: number) => (places ? places[row]! : row);

  const head = h("thead");
  const body = h("tbody");
  const grid = h("table", {class: "grid", "aria-label": name}, head, body);
  const scroll = h(
    "div",
    {class: "scroll grid-scroll", tabindex: 0, role: "region", "aria-label": `Table ${name}`},
    grid
  );
  const foot = h("div", {class: "grid-foot", role: "status"});
  const problem = h("div", {role: "alert"});
  const box = h("input", {
    type: "search",
    placeholder: "Filter rows",
    "aria-label": `Filter rows of ${name}`,
    on: {input: () => later(() => void lookAt({...look, filter: box.value}))}
  });
  const tool = (label: string, path: string, run: () => void) =>
    h(
      "button",
      {class: "icon-button", type: "button", title: label, "aria-label": label, on: {click: run}},
      icon(path)
    );
  const summaryButton = tool("Summaries of columns", ICONS.chart, () => void showSummaries());
  summaryButton.setAttribute("aria-pressed", "false");
  const tools = h(
    "div",
    {class: "grid-tools"},
    box,
    summaryButton,
    tool("Copy rows", ICONS.copy, () => void copy()),
    tool("Download CSV", ICONS.download, () => save())
  );
  const dom = h("div", {class: "table-viewer"}, tools, problem, scroll, foot);

  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (run: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(run, 200);
  };
  /** Asks for the rows of another look; an answer that comes too late is dropped. */
  const lookAt = async (next: TableLook) => {
    look = next;
    const mine = ++turn;
    showHead();
    try {
      const found = look.filter.trim() || look.sort ? await rowsOf(ask, name, table.columns, look) : null;
      if (mine !== turn) return;
      places = found;
      fill(problem);
      scroll.scrollTop = 0;
      draw(true);
    } catch (error) {
      if (mine === turn && !isAbort(error)) fill(problem, h("div", {class: "message error"}, messageOf(error)));
    }
  };
  const sortBy = (column: string) => {
    const {sort} = look;
    const next =
      sort?.column !== column ? {column, descending: false} : sort.descending ? null : {column, descending: true};
    void lookAt({...look, sort: next});
  };
  const showHead = () => {
    const focused = head.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset.column
      : null;
    fill(
      head,
      h(
        "tr",
        {},
        table.columns.map((column) => {
          const sorted = look.sort?.column === column.name ? (look.sort.descending ? "descending" : "ascending") : null;
          return h(
            "th",
            {scope: "col", class: column.type === "number" ? "n" : "", "aria-sort": sorted},
            h(
              "button",
              {
                type: "button",
                class: "sort",
                title: "Sort",
                "data-column": column.name,
                on: {click: () => sortBy(column.name)}
              },
              column.name,
              sorted ? h("span", {"aria-hidden": "true"}, sorted === "ascending" ? " ↑" : " ↓") : null
            ),
            summaries?.has(column.name) ? summaryView(column, summaries.get(column.name)!) : null
          );
        })
      )
    );
    if (focused !== null && focused !== undefined)
      head.querySelector<HTMLElement>(`[data-column="${CSS.escape(focused)}"]`)?.focus();
  };
  let shownFrom = -1;
  let isPrinted = false;
  const draw = (anew: boolean) => {
    const rows = count();
    const windowed = rows > SMALL && !isPrinted;
    scroll.classList.toggle("windowed", windowed);
    grid.setAttribute("aria-rowcount", String(rows + 1));
    const height = Math.min(rows * ROW, TALLEST);
    const seen = windowed ? Math.ceil(scroll.clientHeight / ROW) + 2 : isPrinted ? Math.min(rows, MOST_PRINTED) : rows;
    const room = Math.max(1, height + head.offsetHeight - scroll.clientHeight);
    const at = windowed ? Math.round((scroll.scrollTop / room) * Math.max(0, rows - seen + 2)) : 0;
    const from = Math.max(0, Math.min(at, rows - seen));
    if (!anew && from === shownFrom) return;
    shownFrom = from;
    const to = Math.min(rows, from + seen);
    const above = windowed ? Math.min(scroll.scrollTop, height - (to - from) * ROW) : 0;
    const below = Math.max(0, height - above - (to - from) * ROW);
    const gap = (pixels: number) => {
      if (pixels <= 0) return null;
      const cell = h("td", {class: "gap", colspan: table.columns.length});
      cell.style.height = `${pixels}px`;
      return h("tr", {"aria-hidden": "true"}, cell);
    };
    fill(
      body,
      windowed ? gap(above) : null,
      Array.from({length: to - from}, (_, i) => {
        const place = placeOf(from + i);
        return h(
          "tr",
          {"aria-rowindex": from + i + 2},
          table.columns.map((column) => {
            const text = cellText(column, place);
            return h("td", {class: cellClass(column, text), title: text.length > 40 ? text : null}, text);
          })
        );
      }),
      windowed ? gap(below) : null
    );
    const total = `${truncated ? "more than " : ""}${countedNoun(table.rows, "row")}`;
    foot.textContent =
      rows === 0
        ? table.rows
          ? `No row of ${total} holds “${look.filter.trim()}”.`
          : "No rows."
        : places && rows < table.rows
          ? `${readableNumber(rows)} of ${total}`
          : rows > 10
            ? total
            : "";
    if (to < rows && isPrinted) foot.textContent += `; ${readableNumber(rows - to)} are not printed`;
    tools.hidden = table.rows <= 10 && !look.filter;
  };
  const showSummaries = async () => {
    if (summaries) {
      summaries = null;
      summaryButton.setAttribute("aria-pressed", "false");
      return showHead();
    }
    const mine = turn;
    summaryButton.setAttribute("aria-pressed", "true");
    const made = new Map<string, ColumnSummary>();
    summaries = made;
    try {
      for (const column of table.columns) {
        made.set(column.name, await summaryOf(ask, name, column));
        if (summaries !== made || mine !== turn) return;
        showHead();
      }
    } catch (error) {
      if (!isAbort(error)) fill(problem, h("div", {class: "message error"}, messageOf(error)));
    }
  };
  const copy = async () => {
    const rows = Math.min(count(), MOST_COPIED);
    const lines = [table.columns.map((column) => column.name).join("\t")];
    for (let row = 0; row < rows; row++)
      lines.push(table.columns.map((column) => plainText(column, placeOf(row)).replace(/[\t\r\n]+/g, " ")).join("\t"));
    await navigator.clipboard.writeText(lines.join("\n"));
    tell(`${rows < count() ? `${readableNumber(rows)} of ` : ""}${countedNoun(count(), "row")} copied.`);
  };
  const save = () => {
    const parts = [csvRecord(table.columns.map((column) => column.name))];
    for (let row = 0; row < count(); row++)
      parts.push(
        csvRecord(
          table.columns.map((column) =>
            column.type === "time" ? plainText(column, placeOf(row)) : cellOf(column, placeOf(row))
          )
        )
      );
    download(`${name}.csv`, parts.join(""), "text/csv");
  };
  let waiting = false;
  scroll.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw(false);
    });
  });
  const observer = new ResizeObserver(() => draw(true));
  observer.observe(scroll);
  // a printer sees no window
  const print = ({type}: Event) => {
    isPrinted = type === "beforeprint";
    draw(true);
  };
  addEventListener("beforeprint", print);
  addEventListener("afterprint", print);
  showHead();
  draw(true);
  return {
    dom,
    update(next) {
      if (next.table === table) return;
      const same =
        JSON.stringify(next.table.columns.map((c) => c.name)) === JSON.stringify(table.columns.map((c) => c.name));
      ({table, truncated} = next);
      places = null;
      summaries = null;
      summaryButton.setAttribute("aria-pressed", "false");
      if (!same) look = {filter: box.value, sort: null};
      showHead();
      draw(true);
      if (look.filter.trim() || look.sort) void lookAt(look);
    },
    destroy() {
      turn++;
      clearTimeout(timer);
      observer.disconnect();
      removeEventListener("beforeprint", print);
      removeEventListener("afterprint", print);
    }
  };
}

/** A value for programs: numbers whole, times in ISO 8601, nothing for null. */
function plainText(column: Column, row: number): string {
  const value = cellOf(column, row);
  if (value === null) return "";
  return column.type === "time" ? isoTime(Number(value)) : String(value);
}

function summaryView(
  column: Column,
  {nulls, distinct, least, largest, histogram, frequent}: ColumnSummary
): HTMLElement {
  const write = (value: number | null) =>
    value === null ? "–" : column.type === "time" ? isoDate(value) : readableNumber(value, 2);
  const most = Math.max(1, ...histogram);
  const bars = histogram
    .map((n, i) => (n ? `M${i * 4} 24v${-Math.max(1.5, (22 * n) / most)}h3v${Math.max(1.5, (22 * n) / most)}z` : ""))
    .join("");
  const svg = icon(bars || "M0 24h96");
  svg.setAttribute("viewBox", "0 0 96 24");
  svg.setAttribute("class", "bars");
  return h(
    "div",
    {class: "column-summary"},
    histogram.length
      ? [svg, h("div", {}, `${write(least)} – ${write(largest)}`)]
      : frequent.length
        ? frequent.map(({value, count}) => h("div", {title: value}, h("span", {}, value), ` ${readableNumber(count)}`))
        : h("div", {}, write(least)),
    h("div", {}, `${readableNumber(distinct)} distinct${nulls ? ` · ${readableNumber(nulls)} empty` : ""}`)
  );
}
