import {zipSync} from "fflate";
import {messageOf, TidemarkError} from "../../error.ts";
import {type CellState, createRun} from "../../notebook/run.ts";
import type {ExportInput, MadeFile} from "../../report/exporter.ts";
import type {ReportPorts} from "../../report/report.ts";
import {download} from "../dom.ts";
import {othersOf} from "../other-notebooks.ts";
import type {OpenNotebook} from "./open-notebook.ts";
import {printReport} from "./print-report.ts";

/** A format of `tidemark report`, and the modes of a report. A PDF is made by the browser that prints the report. */
export interface ExportAsked {
  readonly format:
    | "html"
    | "pdf"
    | "md"
    | "json"
    | "csv"
    | "arrow"
    | "parquet"
    | "svg"
    | "embed"
    | "notebook-kit"
    | "framework";
  readonly withSource: boolean;
  readonly evidence: boolean;
  readonly interactive: boolean;
}

/** Builds the report of a notebook and saves it as a download. */
export async function exportReport(notebook: Pick<OpenNotebook, "app" | "session">): Promise<void> {
  await exportNotebook(notebook, {format: "html", withSource: false, evidence: false, interactive: false});
}

/** Builds the report of a notebook and opens the browser's print window over it. */
export async function printNotebook(notebook: Pick<OpenNotebook, "app" | "session">): Promise<void> {
  await exportNotebook(notebook, {format: "pdf", withSource: false, evidence: false, interactive: false});
}

/** Builds the files of a format and saves them: one as it is, several as a zip. */
export async function exportNotebook(
  {app, session}: Pick<OpenNotebook, "app" | "session">,
  {format, ...modes}: ExportAsked
): Promise<void> {
  try {
    session.commit();
    const {states, isFiltered} = await savedStates(app, session);
    const [{EXPORTERS}, {factsOf}] = await Promise.all([
      import("../../report/exporters.ts"),
      import("../../report/facts.ts")
    ]);
    const {notebook} = session.run;
    const {store} = session.source;
    const ports: ReportPorts = {
      draw: (spec) => app.charts.draw(spec),
      movers: (request) => store.movers(request),
      parts: store,
      behind: store,
      script: reportScript
    };
    const stem = session.name.replace(/\.md$/i, "");
    const facts = await factsOf(states, ports, null, session.run.tables);
    const input: ExportInput = {name: session.name, notebook, states, facts, stem, options: {...modes, beside: []}};
    const exporter = EXPORTERS.find((one) => one.format === (format === "pdf" ? "html" : format))!;
    const made = await exporter.write(input, ports);
    const notes = exporter.notes?.(input) ?? [];
    if (!made.length)
      throw new TidemarkError("report/nothing", "This notebook has nothing to show in that format yet.");
    if (format === "pdf") return await printReport(String(made[0]!.content));
    save(made, stem);
    app.toasts.show(
      `${format === "html" ? "Report saved to your downloads. It opens without Tidemark, also offline." : "Saved to your downloads."}${isFiltered ? " It shows the notebook as saved, without the filters set for now." : ""}${notes.map((note) => ` ${note}`).join("")}`
    );
  } catch (error) {
    app.toasts.show(messageOf(error), {kind: "error"});
  }
}

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html",
  md: "text/markdown",
  json: "application/json",
  csv: "text/csv",
  svg: "image/svg+xml"
};

function save(made: readonly MadeFile[], stem: string): void {
  const [only] = made;
  if (made.length === 1) {
    const name = only!.path.split("/").at(-1)!;
    download(name, only!.content as BlobPart, TYPES[name.split(".").at(-1)!] ?? "application/octet-stream");
    return;
  }
  const encoder = new TextEncoder();
  const files = Object.fromEntries(
    made.map(({path, content}) => [path, typeof content === "string" ? encoder.encode(content) : content])
  );
  // no clock in the bytes
  download(`${stem}.zip`, zipSync(files, {mtime: new Date(1980, 0, 2)}) as BlobPart, "application/zip");
}

/** The script of interactive reports, which stands beside the app. */
async function reportScript(): Promise<string> {
  const answer = await fetch(new URL("report-page.js", document.baseURI));
  if (!answer.ok)
    throw new TidemarkError("report/script", "The script of interactive reports is missing beside the app.");
  return answer.text();
}

/** The cells as the file has them: with temporary filters on the page, they are run once more without. */
async function savedStates(
  app: OpenNotebook["app"],
  {run, source: {store}}: OpenNotebook["session"]
): Promise<{states: readonly CellState[]; isFiltered: boolean}> {
  const isFiltered = run.filterOf(null) !== null || run.states.some(({key}) => run.filterOf(key) !== null);
  if (!isFiltered) return {states: await run.settled(), isFiltered};
  const {notebook, choices} = run;
  const other = createRun(
    {
      ...{store, session: `report${++exports}`, now: app.now, choices},
      ...{others: othersOf(app), tables: app.tables}
    },
    notebook
  );
  try {
    return {states: await other.settled(), isFiltered};
  } finally {
    other.dispose();
  }
}

let exports = 0;
