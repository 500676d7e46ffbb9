/** A figure that answers while its question is being written: the newest question counts, what is under way is dropped. */
import "../style/insights.css";
import {isAbort, isTidemarkError, messageOf} from "../../error.ts";
import type {InsightDefinition, InsightResult} from "../../insight/insight.ts";
import {ripgrepCommand, searchCommands, sidecarCommand, snapshotCommand} from "../../query/shell.ts";
import type {InsightStore} from "../../store/store.ts";
import type {App} from "../app.ts";
import {fill, h} from "../dom.ts";
import {routeHash} from "../router.ts";
import {commandList} from "./commands.ts";
import {type InsightFigureEvents, insightFigure} from "./insight-figure.ts";

export interface LiveInsight {
  readonly dom: HTMLElement;
  /** Shows the answer, or a text in its place. */
  ask(definition: InsightDefinition, store: InsightStore): void;
  say(...content: (Node | string)[]): void;
  /** Shows an answer that something else found. */
  show(definition: InsightDefinition, result: InsightResult): void;
  destroy(): void;
}

interface Options {
  readonly height: number;
  readonly events?: Partial<InsightFigureEvents>;
  readonly onAnswer?: (result: InsightResult) => void;
  /** Why there is no answer, in the words of what asks. */
  readonly reason?: (error: unknown) => string;
}

/** Answers sooner than this come without a sign that they are awaited. */
const PATIENCE = 200;

export function createLiveInsight(app: App, {height, events = {}, onAnswer, reason = messageOf}: Options): LiveInsight {
  const dom = h("div", {class: "live", style: `min-height:${height + 60}px`});
  let figure: ReturnType<typeof insightFigure> | null = null;
  let asking: AbortController | null = null;
  const clear = () => {
    figure?.destroy?.();
    figure = null;
  };
  const stop = () => {
    asking?.abort();
    asking = null;
    dom.classList.remove("stale");
  };
  const say = (...content: (Node | string)[]) => {
    stop();
    clear();
    fill(dom, h("div", {class: "live-text"}, content));
  };
  const show = (definition: InsightDefinition, result: InsightResult) => {
    const shown = {definition, result, id: "preview"};
    if (figure) return figure.update(shown);
    figure = insightFigure(app, shown, height, {
      onOpen: (_, __, ___, unmark) => unmark(),
      onHover() {},
      onResize() {},
      ...events
    });
    fill(dom, figure.dom);
  };
  return {
    dom,
    say,
    show(definition, result) {
      stop();
      show(definition, result);
    },
    ask(definition, store) {
      stop();
      const mine = new AbortController();
      asking = mine;
      const slow = setTimeout(() => {
        dom.classList.add("stale");
        if (!figure)
          fill(
            dom,
            h("div", {class: "skeleton", style: `height:${height}px`, role: "progressbar", "aria-label": "Loading"})
          );
      }, PATIENCE);
      store
        .insight(definition, null, {signal: mine.signal})
        .then(
          (result) => {
            if (mine !== asking) return;
            show(definition, result);
            onAnswer?.(result);
          },
          (error: unknown) => {
            if (mine !== asking || isAbort(error)) return;
            if (isTidemarkError(error) && error.code === "insight/no-data") say(missingData(definition, reason(error)));
            else say(h("div", {class: "message", role: "alert"}, reason(error)));
          }
        )
        .finally(() => {
          clearTimeout(slow);
          if (mine === asking) dom.classList.remove("stale");
        });
    },
    destroy() {
      stop();
      clear();
    }
  };
}

const FROM_CLONES = "From clones on this machine, with all their history:";

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** What an insight without data is told: which search nobody ran yet, and the commands that run it. */
export function missingData({series, kind}: InsightDefinition, text: string): HTMLElement {
  const queries = [...new Set(series.flatMap(({query}) => (query ? [query] : [])))];
  if (!queries.length) return h("div", {}, h("p", {class: "message warning", role: "status"}, text));
  const type = kind === "capture-group" ? "regexp" : "literal";
  return h(
    "div",
    {class: "missing-data"},
    h("h3", {}, "No data for this yet"),
    h(
      "p",
      {},
      queries.length === 1
        ? "Nobody imported the results of this search. Take it from the history of clones, or run it and drop the file on "
        : "For one of these searches nobody imported results. Take them from the history of clones, or run them and drop the files on ",
      h("a", {href: routeHash("data")}, "the Data page"),
      ". The insight can be created now; it draws itself once the data is here."
    ),
    queries.slice(0, 4).map((query) => {
      const ripgrep = ripgrepCommand(query, "results.rg.jsonl", type);
      const taken = snapshotCommand(query, kind === "capture-group");
      return [
        taken
          ? commandList(queries.length === 1 ? FROM_CLONES : `${query}, ${lowerFirst(FROM_CLONES)}`, [taken])
          : null,
        commandList(queries.length === 1 ? "With src, over many repositories:" : `For ${query}:`, [
          ...searchCommands(/\bpatterntype:/i.test(query) ? query : `${query} patterntype:${type}`),
          sidecarCommand(query),
          ...(ripgrep ? [ripgrep] : [])
        ])
      ];
    })
  );
}
