/** From a notebook to one HTML file. */
import {execFile} from "node:child_process";
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {promisify} from "node:util";
import {draw} from "../../src/chart/draw.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {createRun} from "../../src/notebook/run.ts";
import {readableBytes} from "../../src/number.ts";
import {reportHtml} from "../../src/report/report.ts";
import {type SeriesQuestion, seriesFromChanges} from "./dense.ts";
import {type PeerSite, type PreparedSite, preparePeerSite} from "./framework.ts";
import {handReport} from "./hand-report.ts";
import {runJob} from "./jobs.ts";
import {type Answer, type Case, once, type Sample, type Side} from "./measure.ts";
import {organisation, organisationFiles} from "./organisation.ts";
import {plainRows, plainSeries} from "./plain.ts";
import {findingIn, openStoreIn} from "./product.ts";
import {figures, reportAnswer} from "./questions.ts";
import type {Setting} from "./setting.ts";

const FIGURES = 20;
const COLD = {figures: 20, repositories: 12};

function sampleOf({ms, value}: {ms: number; value: string}): Sample {
  return {ms, answer: reportAnswer(value), note: `the report has ${readableBytes(Buffer.byteLength(value))}`};
}

function nativeReport(setting: Setting, text: string): Side {
  return {
    name: "Tidemark",
    run: async () => {
      const {store} = await setting.workspace("arrow");
      const notebook = parseNotebook(text);
      return sampleOf(
        await once(async () => {
          const run = createRun({store, session: "bench", now: () => performance.now()}, notebook);
          const html = await reportHtml(
            {name: "bench.md", notebook, states: await run.settled()},
            {
              draw,
              movers: (request) => store.movers(request),
              parts: store
            }
          );
          run.dispose();
          return html;
        })
      );
    }
  };
}

/** What a report of a small workspace is made by, in a process of its own: the command line, and a script by hand. */
interface SmallWorkspace {
  product(): Promise<Sample>;
  plain(): Promise<Sample>;
  /** A build of one page by Observable Framework: its charts are drawn where it is read. */
  site(): Promise<Sample>;
  /** The files that both wrote last, made when they are not there. */
  files(): Promise<{readonly product: string; readonly plain: string}>;
}

/**
 * A page of Observable Framework with the same figures, whose data loader adds up the same file. The functions of its loader
 * are told their names: a bundler may have given them others.
 */
function reportSite(csv: string, asked: ReadonlyMap<string, SeriesQuestion>): PeerSite {
  const charts = [...asked].map(
    ([id, {series}]) =>
      `## ${Object.keys(series).join(" and ")}\n\n\`\`\`js\ndisplay(Plot.plot({width: 680, height: 320, marks: [Plot.lineY(figures.${id}, {x: (d) => new Date(d.t), y: "value", stroke: "series"})]}));\n\`\`\`\n`
  );
  const page = `# Benchmark\n\n\`\`\`js\nimport * as Plot from "@observablehq/plot";\nconst figures = await FileAttachment("figures.json").json();\n\`\`\`\n\n${charts.join("\n")}`;
  const loader = `import {createReadStream} from "node:fs";
const plainRows = ${plainRows.toString()};
const plainSeries = ${plainSeries.toString()};
const rows = await plainRows(createReadStream(${JSON.stringify(csv)}), "csv");
const figures = ${JSON.stringify([...asked])}.map(([id, asked]) => [id, Object.entries(plainSeries(rows, asked)).flatMap(([series, values]) =>
  values.map((value, i) => ({t: asked.times[i], series, value})))]);
process.stdout.write(JSON.stringify(Object.fromEntries(figures)));
`;
  return {pages: {"index.md": page}, files: {"figures.json.js": loader}};
}

/** The numbers of the page as \`reportAnswer\` has them: the newest first, the series side by side. */
function siteAnswer(folder: string, asked: ReadonlyMap<string, SeriesQuestion>): Answer {
  const files = join(folder, "_file");
  const name = readdirSync(files).find((one) => /^figures\..*json$/.test(one))!;
  const figures = JSON.parse(readFileSync(join(files, name), "utf8")) as Record<string, {value: number | null}[]>;
  return Object.fromEntries(
    Object.entries(figures).map(([id, points]) => {
      const steps = asked.get(id)!.times.length;
      const newest = Array.from({length: steps}, (_, i) => steps - 1 - i);
      return [id, newest.flatMap((i) => points.filter((_, at) => at % steps === i).map(({value}) => value))];
    })
  );
}

/** The workspace is the same for every case of a setting; it is made when it is first asked. */
function smallWorkspace({made, fresh}: Setting, cli: () => Promise<string>, cache: string): SmallWorkspace {
  const small = organisation(COLD.repositories, made.weeks.length - 1);
  const cold = figures(small, COLD.figures);
  let opened: Promise<{folder: string; csv: string}> | null = null;
  const open = async () => {
    const folder = fresh("cold");
    mkdirSync(join(folder, "notebooks"), {recursive: true});
    mkdirSync(join(folder, "data"));
    writeFileSync(join(folder, "notebooks/bench.md"), cold.text);
    const {ndjson, csv} = organisationFiles(join(folder, "data"), small);
    const store = openStoreIn(join(folder, "snapshots"), "ndjson.gz");
    await store.import(await findingIn(ndjson), [ndjson]);
    await store.close();
    return {folder, csv};
  };
  const product = async () => {
    opened ??= open();
    const [{folder}, command] = [await opened, await cli()];
    const output = join(folder, "out.html");
    const {ms} = await once(() =>
      promisify(execFile)(process.execPath, [command, "report", "notebooks/bench.md", "-o", "out.html"], {cwd: folder})
    );
    return sampleOf({ms, value: readFileSync(output, "utf8")});
  };
  const plain = async () => {
    opened ??= open();
    const {folder, csv} = await opened;
    const output = join(folder, "hand.html");
    const {ms} = await once(() => runJob("plainReport", {path: csv, output, figures: [...cold.asked]}));
    const html = readFileSync(output, "utf8");
    return {ms, answer: reportAnswer(html), note: `by hand it has ${readableBytes(Buffer.byteLength(html))}`};
  };
  let prepared: Promise<PreparedSite | null> | null = null;
  const site = async () => {
    opened ??= open();
    const {csv} = await opened;
    prepared ??= preparePeerSite(cache, "report", reportSite(csv, cold.asked));
    const framework = await prepared;
    // without it there is nothing to compare
    if (!framework) return {...(await product()), ms: Number.NaN};
    framework.forgetData();
    const {ms, value} = await once(() => framework.build());
    return {ms, answer: siteAnswer(value, cold.asked)};
  };
  return {
    product,
    plain,
    site,
    async files() {
      opened ??= open();
      const {folder} = await opened;
      if (!existsSync(join(folder, "out.html"))) await product();
      if (!existsSync(join(folder, "hand.html"))) await plain();
      return {product: join(folder, "out.html"), plain: join(folder, "hand.html")};
    }
  };
}

/** The cases of the native engine; `cli` builds the command line and gives the path of it. */
export function nativeReportCases(setting: Setting, cli: () => Promise<string>, cache: string): Case[] {
  const {made, files} = setting;
  const {text, asked} = figures(made, FIGURES);
  const small = smallWorkspace(setting, cli, cache);
  return [
    {
      name: "native/report",
      about: `a notebook of ${FIGURES} insights, from an open store to HTML`,
      rows: files.points,
      warm: true,
      product: nativeReport(setting, text),
      peers: [
        {
          name: "DuckDB and Vega-Lite by hand",
          run: async () => {
            const duckdb = await setting.duckdb();
            const html = await once(() => handReport(asked, (figure) => seriesFromChanges(duckdb.run, figure)));
            return {ms: html.ms, answer: reportAnswer(html.value)};
          }
        }
      ]
    },
    {
      name: "native/report-cold",
      about: `tidemark report: ${COLD.figures} figures over ${COLD.repositories} repositories, a new process`,
      rows: 0,
      targetMs: 1200,
      product: {name: "Tidemark", run: small.product},
      peers: [
        {name: "plain Vega toSVG in a template", run: small.plain},
        {name: "Observable Framework, a build of one page", run: small.site, target: 1 / 3}
      ]
    }
  ];
}

/** The same in Chromium, and the finished file opened there. */
export function chromiumReportCases(setting: Setting, cli: () => Promise<string>, cache: string): Case[] {
  const {text} = figures(setting.made, FIGURES);
  const small = smallWorkspace(setting, cli, cache);
  const painted = async (of: "product" | "plain"): Promise<Sample> => {
    const path = (await small.files())[of];
    const ms = await (await setting.browser()).paint(path);
    const html = readFileSync(path, "utf8");
    return {ms, answer: reportAnswer(html), note: `${of} has ${readableBytes(Buffer.byteLength(html))}`};
  };
  return [
    {
      name: "chromium/report",
      about: `a notebook of ${FIGURES} insights, from an open store to HTML`,
      rows: setting.files.points,
      warm: true,
      product: {name: "Tidemark", run: async () => (await setting.tab()).call("report", text)},
      peers: [{...nativeReport(setting, text), name: "Tidemark in Node"}]
    },
    {
      name: "chromium/report-paint",
      about: `a finished report of ${COLD.figures} figures, from file:// to its first paint`,
      rows: 0,
      warm: true,
      product: {name: "Tidemark", run: () => painted("product")},
      peers: [{name: "plain Vega toSVG in a template", run: () => painted("plain")}]
    }
  ];
}
