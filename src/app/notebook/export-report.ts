import {messageOf} from "../../error.ts";
import {type CellState, createRun} from "../../notebook/run.ts";
import {download} from "../dom.ts";
import {othersOf} from "../other-notebooks.ts";
import type {OpenNotebook} from "./open-notebook.ts";

/** Builds the report of a notebook and saves it as a download. */
export async function exportReport({app, session}: Pick<OpenNotebook, "app" | "session">): Promise<void> {
  try {
    session.commit();
    const {states, isFiltered} = await savedStates(app, session);
    const {reportHtml} = await import("../../report/report.ts");
    const {notebook} = session.run;
    const store = app.store(notebook.frontMatter.snapshots);
    const html = await reportHtml(
      {name: session.name, notebook, states},
      {draw: (spec) => app.charts.draw(spec), movers: (request) => store.movers(request)}
    );
    download(session.name.replace(/\.md$/, ".html"), html, "text/html");
    app.toasts.show(
      `Report saved to your downloads. It opens without Tidemark, also offline.${isFiltered ? " It shows the notebook as saved, without the filters set for now." : ""}`
    );
  } catch (error) {
    app.toasts.show(messageOf(error), {kind: "error"});
  }
}

/** The cells as the file has them: with temporary filters on the page, they are run once more without. */
async function savedStates(
  app: OpenNotebook["app"],
  {run}: OpenNotebook["session"]
): Promise<{states: readonly CellState[]; isFiltered: boolean}> {
  const isFiltered = run.filterOf(null) !== null || run.states.some(({key}) => run.filterOf(key) !== null);
  if (!isFiltered) return {states: await run.settled(), isFiltered};
  const {notebook, choices} = run;
  const store = app.store(notebook.frontMatter.snapshots);
  const other = createRun(
    {store, session: `report${++exports}`, now: app.now, choices, others: othersOf(app)},
    notebook
  );
  try {
    return {states: await other.settled(), isFiltered};
  } finally {
    other.dispose();
  }
}

let exports = 0;
