import type {RememberingDrawer} from "../kept-drawings.ts";
import {paintedMarkup} from "../painted/painted-markup.ts";
import type {OpenNotebook} from "./open-notebook.ts";

/** Keeps how a notebook looks for the next time it is opened, once it has come to rest. */
export interface PaintedKeeper {
  /** Something changed. */
  soon(): void;
  stop(): void;
}

/** How long nothing may have changed. */
const REST = 1000;

/** `isHome` says that the app without an address would show this notebook. */
export function createPaintedKeeper(notebook: OpenNotebook, charts: RememberingDrawer, isHome: boolean): PaintedKeeper {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = () => {
    const {app, session, dom} = notebook;
    const frame = dom.closest(".app");
    if (!frame || !isAsItOpens(notebook)) return;
    app.painted.keep(session.name, {at: app.clock(), home: isHome, ...paintedMarkup(frame)});
    void charts.drawn().then((drawn) => app.drawings.keep(session.name, drawn));
  };
  return {
    soon() {
      clearTimeout(timer);
      timer = setTimeout(keep, REST);
    },
    stop: () => clearTimeout(timer)
  };
}

/** True when a reader who opens the notebook anew would see the same: nothing runs, is written, chosen or filtered. */
function isAsItOpens({session, dom, filters}: OpenNotebook): boolean {
  const {run, consent, saveState} = session;
  return (
    run.states.every(({status, remembered}) => status !== "queued" && status !== "running" && !remembered) &&
    run.choices.size === 0 &&
    !filters.isSet(null) &&
    run.states.every(({key}) => !filters.isSet(key)) &&
    !consent.isAsked &&
    saveState.is === "saved" &&
    !dom.querySelector(".cell.editing")
  );
}
