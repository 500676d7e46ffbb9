/** What is behind a point of a dashboard's insights: the panel, and the mark that its chart keeps while the panel is open. */

import type {App} from "./app.ts";
import type {BoardRun} from "./dashboard-run.ts";
import {recordOpen} from "./figure-events.ts";
import {canWatch, type InsightMenuSetting, watchThis} from "./insight-menu.ts";
import type {InsightFigureEvents} from "./views/insight-figure.ts";
import {createPointPanel} from "./views/point-panel.ts";

export interface BoardPoints {
  readonly dom: HTMLElement;
  /** Shows a point of the insight `id`. */
  opener(id: string): InsightFigureEvents["onOpen"];
}

/** `settingOf` says what the menu of an insight acts on: a rule that watches it is written there. */
export function boardPoints(
  app: App,
  run: BoardRun,
  settingOf: (id: string) => InsightMenuSetting | null
): BoardPoints {
  let unmarkShown: (() => void) | null = null;
  const panel = createPointPanel(() => unmarkShown?.());
  return {
    dom: panel.dom,
    opener: (id) => (shown, series, time, unmark) => {
      unmarkShown?.();
      unmarkShown = unmark;
      recordOpen(app, shown);
      const {notebook} = run.board;
      void panel.show(
        app.store(notebook.frontMatter.snapshots),
        shown,
        series,
        time,
        (part) => run.board.insights.find(({id: own}) => own === part)?.shown?.result ?? null,
        canWatch(notebook, id) ? (label) => watchThis(settingOf(id)!, label) : null
      );
    }
  };
}
