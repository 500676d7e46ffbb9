/** Building what the report command was asked for, once: files of each notebook, and the index of several. */
import {readFile} from "node:fs/promises";
import {basename, join, resolve} from "node:path";
import {messageOf, TidemarkError} from "../error.ts";
import {isNotebookKit} from "../notebook/from-notebook-kit.ts";
import {canDraw, chartsOnce} from "../report/charts.ts";
import type {ExportInput, MadeFile} from "../report/exporter.ts";
import {EXPORTERS} from "../report/exporters.ts";
import {factsOf} from "../report/facts.ts";
import {isReport} from "../report/island.ts";
import {FEED_FILE} from "../report/json-feed.ts";
import {type ReportPorts, reportHtml} from "../report/report.ts";
import {svgFiles} from "../report/to-svg.ts";
import {printPdf} from "./chromium.ts";
import type {CommandContext} from "./command.ts";
import {hasFilters, type RunFilters} from "./filter-options.ts";
import {writeWhole} from "./folder.ts";
import {pngFiles} from "./pictures.ts";
import {type Failure, failuresOf, mayRun, warningsOf, withRun} from "./run-notebook.ts";
import {inputsKey, openSite, type Site, sitePage} from "./site.ts";
import {type NotebookFile, PACKAGE_FOLDER, readNotebook} from "./workspace.ts";

/** The formats a report can be written in. */
export const FORMATS: readonly string[] = [...EXPORTERS.map(({format}) => format), "png", "pdf"];

export interface Asked {
  /** Paths of notebooks. */
  readonly notebooks: readonly string[];
  /** The folder that files go into; `stem` names those of the only notebook, null: by the notebook's name. */
  readonly folder: string;
  readonly stem: string | null;
  readonly formats: readonly string[];
  readonly choices: ReadonlyMap<string, unknown>;
  readonly force: boolean;
  readonly withSource: boolean;
  /** True when JavaScript cells may run. */
  readonly trust: boolean;
  /** Where the folder of several reports will stand, with a slash at its end; null: nobody said. */
  readonly url: string | null;
  readonly evidence: boolean;
  readonly interactive: boolean;
  /** What filters the insights beside the notebooks' own filters. */
  readonly filters: RunFilters;
}

export interface Written {
  readonly notebook: string;
  /** The report or the first file, as its path was asked for. */
  readonly report: string;
  readonly files: readonly string[];
  readonly bytes: number;
  /** True when it was there already and would have come out the same. */
  readonly unchanged: boolean;
  readonly failed: readonly Failure[];
  /** Rows of files that were left out. */
  readonly warned: readonly Failure[];
  /** What a format could not write as it is. */
  readonly notes: readonly string[];
}

/** The script of interactive reports, as the build made it. @throws TidemarkError "report/script" */
async function reportScript(): Promise<string> {
  try {
    return await readFile(join(PACKAGE_FOLDER, "dist/app/report-page.js"), "utf8");
  } catch (error) {
    throw new TidemarkError(
      "report/script",
      `An interactive report needs a file that Tidemark is built with, and it is not there: ${messageOf(error)}. Install Tidemark again, or run npm run build.`,
      {},
      error
    );
  }
}

/** Builds all that was asked; several reports in one folder get an index, and only those that changed are built. */
export async function buildReports(asked: Asked, context: CommandContext): Promise<Written[]> {
  const files: NotebookFile[] = [];
  for (const path of asked.notebooks) files.push(await readNotebook(context.cwd, path));
  const full = resolve(context.cwd, asked.folder);
  const site = files.length > 1 && asked.formats.includes("html") ? await openSite(full) : null;
  const beside = site ? files.map(({name}) => name) : [];
  const written: Written[] = [];
  for (const file of files) {
    const key = site
      ? await inputsKey(
          context.cwd,
          file,
          new Map([
            ...asked.choices,
            ["formats", asked.formats],
            ["source", asked.withSource],
            ["modes", [asked.evidence, asked.interactive]],
            ["beside", beside],
            ...(hasFilters(asked.filters) ? [["filters", asked.filters] as const] : []),
            ["trust", await mayRun(file, asked.trust)]
          ])
        )
      : "";
    written.push(await buildOne(file, asked, site, key, beside, context));
  }
  if (site) {
    if (!asked.force) await mayWrite(join(full, "index.html"), "index.html");
    await mayWriteFeed(full, asked.force);
    await site.finish(
      written.map(({report}) => basename(report)),
      asked.url
    );
  }
  return written;
}

async function buildOne(
  file: NotebookFile,
  asked: Asked,
  site: Site | null,
  key: string,
  beside: readonly string[],
  context: CommandContext
): Promise<Written> {
  const stem = asked.stem ?? file.name.replace(/\.md$/i, "");
  const target = (path: string) => join(asked.folder, path);
  const full = (path: string) => resolve(context.cwd, target(path));
  const html = `${stem}.html`;
  if (site && !asked.force && (await site.isCurrent(html, key)))
    return {
      notebook: file.path,
      report: target(html),
      files: [],
      bytes: 0,
      unchanged: true,
      failed: [],
      warned: [],
      notes: []
    };
  if (!asked.force)
    for (const format of asked.formats)
      if (format !== "pdf" && format !== "png") {
        const path = `${stem}.${EXPORTERS.find((one) => one.format === format)?.extension ?? format}`;
        await mayWrite(full(path), target(path));
      }
  const isDrawn = asked.formats.some((format) => format === "html" || format === "pdf");
  const charts = chartsOnce(context.draw);
  return withRun(
    file,
    asked.choices,
    context,
    async (ran) => {
      const ports: ReportPorts = {
        draw: context.draw,
        charts,
        movers: (request) => ran.store.movers(request),
        parts: ran.store,
        behind: ran.store,
        script: reportScript
      };
      const facts = await factsOf(ran.states, ports, null, ran.tables);
      const {withSource, evidence, interactive} = asked;
      const pictures = asked.formats.includes("png") ? ("png" as const) : ("svg" as const);
      const options = {withSource, beside, evidence, interactive, pictures};
      const input: ExportInput = {name: file.name, notebook: file.notebook, states: ran.states, facts, stem, options};
      const made: MadeFile[] = [];
      const notes: string[] = [];
      for (const format of asked.formats) {
        if (format === "pdf") made.push({path: `${stem}.pdf`, content: await printPdf(await reportHtml(input, ports))});
        else if (format === "png") made.push(...(await pngFiles(await svgFiles(ran.states, stem, context.draw))));
        else {
          const exporter = EXPORTERS.find((one) => one.format === format)!;
          made.push(...(await exporter.write(input, ports)));
          for (const note of exporter.notes?.(input) ?? []) notes.push(`${format}: ${note}`);
        }
      }
      let bytes = 0;
      for (const {path, content} of made) {
        await writeWhole(full(path), content);
        bytes += Buffer.byteLength(content);
      }
      const page = made.find(({path}) => path === html);
      const failed = failuresOf(ran);
      // what failed is tried again the next time
      if (site && page)
        site.put(
          html,
          failed.length ? "" : key,
          String(page.content),
          sitePage(html, file.notebook.frontMatter.title || file.name, facts)
        );
      return {
        notebook: file.path,
        report: target(made[0]?.path ?? stem),
        files: made.map(({path}) => target(path)),
        bytes,
        unchanged: false,
        failed,
        warned: warningsOf(ran),
        notes
      };
    },
    {
      trust: asked.trust,
      filters: asked.filters,
      // its charts are drawn while other cells still run
      settled: ({output}) => {
        if (isDrawn && output?.type === "chart" && output.of === "insight" && canDraw(output.result))
          charts(output.result);
      }
    }
  );
}

async function mayWriteFeed(folder: string, force: boolean): Promise<void> {
  if (!force) await mayWrite(join(folder, FEED_FILE), FEED_FILE);
}

/** @throws TidemarkError "report/exists" when there is a file that no report of Tidemark may replace. */
async function mayWrite(path: string, name: string): Promise<void> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw new TidemarkError("report/exists", `${path} cannot be written: ${messageOf(error)}.`, {}, error);
  }
  const ours =
    isReport(text) ||
    text.includes('<main id="tidemark-index">') ||
    text.startsWith("<!-- made by Tidemark") ||
    /^\ufeff?---\r?\n# made by Tidemark /.test(text) ||
    (isNotebookKit(text) && text.includes("<!-- made by Tidemark")) ||
    text.includes('"format": "tidemark-answers"') ||
    text.startsWith('{\n  "version": "https://jsonfeed.org/version/1.1",\n  "title": "Reports",');
  if (!ours)
    throw new TidemarkError(
      "report/exists",
      `${name} exists and is no report of Tidemark. Choose another path with -o, or add --force.`
    );
}
