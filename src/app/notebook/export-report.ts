import {messageOf} from "../../error.ts";
import {download} from "../dom.ts";
import type {OpenNotebook} from "./open-notebook.ts";

/** Builds the report of a notebook and saves it as a download. */
export async function exportReport({app, session}: Pick<OpenNotebook, "app" | "session">): Promise<void> {
  try {
    session.commit();
    const states = await session.run.settled();
    const {reportHtml} = await import("../../report/report.ts");
    const {notebook} = session.run;
    const store = app.store(notebook.frontMatter.snapshots);
    const html = await reportHtml(
      {name: session.name, notebook, states},
      {draw: (spec) => app.charts.draw(spec), movers: (request) => store.movers(request)}
    );
    download(session.name.replace(/\.md$/, ".html"), html, "text/html");
    app.toasts.show("Report saved to your downloads. It opens without Tidemark, also offline.");
  } catch (error) {
    app.toasts.show(messageOf(error), {kind: "error"});
  }
}
