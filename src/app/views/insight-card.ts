/** An insight on a dashboard: its figure, a handle that moves it, an edge that makes it wider, and its menu. */
import {type CardSize, cardSize} from "../../notebook/insight-cells.ts";
import {insightType} from "../../ping/changes.ts";
import type {App} from "../app.ts";
import type {BoardInsight} from "../dashboard-run.ts";
import {fill, h, icon} from "../dom.ts";
import {recordHover} from "../figure-events.ts";
import type {MenuItem} from "../menu.ts";
import {type InsightFigureEvents, insightFigure} from "./insight-figure.ts";
import {menuButton} from "./menu-button.ts";

/** What a card asks of its dashboard. */
export interface InsightCardEvents {
  menu(id: string): readonly MenuItem[];
  onOpen: InsightFigureEvents["onOpen"];
  readonly rows: NonNullable<InsightFigureEvents["rows"]>;
  /** Moves it by that many places, or before another one (null: to the end). */
  onMove(id: string, by: number): void;
  onMoveBefore(id: string, before: string | null): void;
  onSize(id: string, size: CardSize): void;
}

export interface InsightCard {
  readonly dom: HTMLElement;
  readonly handle: HTMLElement;
  update(insight: BoardInsight): void;
  destroy(): void;
}

export function createInsightCard(app: App, first: BoardInsight, events: InsightCardEvents): InsightCard {
  const {id} = first;
  let insight = first;
  let figure: ReturnType<typeof insightFigure> | null = null;
  let height = 0;
  const handle = h(
    "button",
    {
      class: "icon-button card-handle",
      type: "button",
      title: "Move: drag, or arrow keys",
      "aria-keyshortcuts": "ArrowLeft ArrowRight"
    },
    icon("M6 3.5h.01M6 8h.01M6 12.5h.01M10 3.5h.01M10 8h.01M10 12.5h.01")
  );
  const edge = h("div", {
    class: "card-edge",
    role: "separator",
    tabindex: 0,
    "aria-orientation": "vertical",
    "aria-valuemin": 1,
    "aria-valuemax": 3,
    title: "Width: drag, or arrow keys"
  });
  const body = h("div", {class: "card-body"});
  const dom = h("li", {class: "insight-card", "data-id": id}, body, edge);
  const sizeNow = () => cardSize(insight.cell);
  const setSize = (size: CardSize) => {
    const before = sizeNow();
    if (size.columns === before.columns && size.height === before.height) return;
    void app.log.record("InsightUICustomization", {insightType: insightType(insight.kind)});
    events.onSize(id, size);
  };
  const setColumns = (columns: number) =>
    setSize({...sizeNow(), columns: Math.max(1, Math.min(3, columns)) as CardSize["columns"]});

  handle.addEventListener("keydown", (event) => {
    const by = {ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1}[event.key];
    if (by === undefined) return;
    event.preventDefault();
    events.onMove(id, by);
  });
  handle.addEventListener("pointerdown", (start) => {
    if (start.button !== 0) return;
    start.preventDefault();
    handle.focus();
    handle.setPointerCapture(start.pointerId);
    dom.classList.add("moving");
    let target: {readonly before: string | null; readonly card: Element} | null = null;
    const unmark = () => {
      target?.card.classList.remove("drop-before", "drop-after");
    };
    const move = (event: PointerEvent) => {
      const card = document
        .elementsFromPoint(event.clientX, event.clientY)
        .map((element) => element.closest(".insight-card"))
        .find((found) => found && found !== dom);
      unmark();
      target = null;
      if (!card) return;
      const box = card.getBoundingClientRect();
      const isAfter = event.clientX > box.left + box.width / 2;
      const next = isAfter ? card.nextElementSibling : card;
      card.classList.add(isAfter ? "drop-after" : "drop-before");
      target = {before: next?.getAttribute("data-id") ?? null, card};
    };
    const end = () => {
      handle.removeEventListener("pointermove", move);
      handle.removeEventListener("pointerup", drop);
      handle.removeEventListener("pointercancel", end);
      dom.classList.remove("moving");
      unmark();
    };
    const drop = () => {
      const found = target;
      end();
      if (found && found.before !== id) events.onMoveBefore(id, found.before);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", drop);
    handle.addEventListener("pointercancel", end);
  });

  edge.addEventListener("keydown", (event) => {
    const by = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    if (by === undefined) return;
    event.preventDefault();
    setColumns(sizeNow().columns + by);
  });
  edge.addEventListener("pointerdown", (start) => {
    start.preventDefault();
    edge.setPointerCapture(start.pointerId);
    const from = sizeNow().columns;
    const one = dom.getBoundingClientRect().width / from;
    let columns: number = from;
    const move = (event: PointerEvent) => {
      columns = Math.max(1, Math.min(3, Math.round(from + (event.clientX - start.clientX) / one)));
      dom.style.setProperty("--columns", String(columns));
    };
    const end = () => {
      edge.removeEventListener("pointermove", move);
      setColumns(columns);
    };
    edge.addEventListener("pointermove", move);
    edge.addEventListener("pointerup", end, {once: true});
    edge.addEventListener("pointercancel", end, {once: true});
  });

  const show = () => {
    const size = sizeNow();
    dom.style.setProperty("--columns", String(size.columns));
    edge.setAttribute("aria-valuenow", String(size.columns));
    edge.setAttribute("aria-label", `Width of ${insight.title} in columns`);
    handle.setAttribute("aria-label", `Move ${insight.title}`);
    const {shown, title, problem} = insight;
    if (shown && (!figure || height !== size.height)) {
      figure?.destroy?.();
      height = size.height;
      figure = insightFigure(app, {...shown, id}, height, {
        onOpen: events.onOpen,
        onResize: (next) => setSize({...sizeNow(), height: next}),
        onHover: (shown) => recordHover(app, shown),
        rows: events.rows,
        menu: () => events.menu(id)
      });
      fill(body, figure.dom);
    } else if (shown) figure!.update({...shown, id});
    else {
      figure?.destroy?.();
      figure = null;
      fill(
        body,
        h(
          "div",
          {class: "card-head"},
          h("strong", {}, title),
          menuButton(`More for ${title}`, () => events.menu(id))
        ),
        problem
          ? h("p", {class: "message warning", role: "note"}, problem)
          : h("div", {class: "skeleton", style: `height:${size.height}px`})
      );
    }
    body.prepend(handle);
  };
  show();
  return {
    dom,
    handle,
    update(next) {
      const isSame =
        next.shown?.result === insight.shown?.result &&
        next.problem === insight.problem &&
        next.title === insight.title &&
        cardSize(next.cell).columns === sizeNow().columns &&
        cardSize(next.cell).height === sizeNow().height;
      insight = next;
      if (!isSame) show();
    },
    destroy: () => figure?.destroy?.()
  };
}
