/**
 * The benchmark: Tidemark beside other ways to do the same, in one run. Sides take turns and must come to the same numbers;
 * what is compared is their ratio, for the milliseconds are this machine's of this minute.
 */
import {mkdtempSync, writeFileSync} from "node:fs";
import {availableParallelism, cpus, tmpdir} from "node:os";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {build} from "vite";
import {VERSION} from "../../src/version.ts";
import {type AppBrowser, openApp} from "./app.ts";
import {appCases, peerSite} from "./cases-app.ts";
import {drillCases} from "./cases-drill.ts";
import {chromiumImportCases, nativeImportCases} from "./cases-import.ts";
import {chromiumQueryCases, nativeQueryCases} from "./cases-query.ts";
import {chromiumReportCases, nativeReportCases} from "./cases-report.ts";
import {openBrowser} from "./chromium.ts";
import {type Measured, measure} from "./measure.ts";
import {createSetting} from "./setting.ts";
import {readableTable} from "./table.ts";

const USAGE = `npm run bench -- [--only NAME]… [--scale NUMBER] [--weeks NUMBER] [--rounds NUMBER] [--json FILE] [--list]
  --only    cases whose name holds NAME, such as chromium, import, native/open
  --scale   1 is a thousand repositories, twenty series, 260 weeks: a million rows
  --weeks   how many weeks of history (260)
  --rounds  how often each side runs at most (5)`;

/** Repositories at scale 1. */
const REPOSITORIES = 1000;
/** A case that takes long ends after three rounds. */
const BUDGET = 20_000;

/** Runs what the words ask for; gives the exit code. `root` is the project's folder, `cache` one that may be filled. */
export async function main(words: readonly string[], root: string, cache: string): Promise<number> {
  const {values} = parseArgs({
    args: [...words],
    options: {
      only: {type: "string", multiple: true},
      scale: {type: "string", default: "1"},
      weeks: {type: "string", default: "260"},
      rounds: {type: "string", default: "5"},
      json: {type: "string"},
      list: {type: "boolean"},
      help: {type: "boolean"}
    }
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const [scale, weeks, rounds] = [Number(values.scale), Number(values.weeks), Number(values.rounds)];
  if (!(scale > 0) || !(rounds >= 1) || !(Number.isInteger(weeks) && weeks >= 60)) {
    console.error(USAGE);
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), "tidemark-bench-"));
  const setting = createSetting(folder, Math.max(12, Math.round(REPOSITORIES * scale)), weeks, () =>
    openBrowser(root, folder)
  );
  let opening: Promise<AppBrowser> | null = null;
  const app = (): Promise<AppBrowser> => {
    opening ??= peerSite(setting.files.csv).then((site) => openApp(root, cache, site));
    return opening;
  };
  let built: Promise<string> | null = null;
  const cli = () => {
    built ??= builtCommand(root, cache);
    return built;
  };
  try {
    const all = [
      ...nativeImportCases(setting),
      ...nativeQueryCases(setting),
      ...drillCases(setting),
      ...nativeReportCases(setting, cli),
      ...chromiumImportCases(setting),
      ...chromiumQueryCases(setting),
      ...chromiumReportCases(setting, cli),
      ...appCases(app, setting.files)
    ];
    const cases = all.filter(({name}) => !values.only || values.only.some((part) => name.includes(part)));
    if (values.list) {
      for (const {name, about} of cases) console.log(`${name.padEnd(24)}${about}`);
      return 0;
    }
    if (!cases.length) {
      console.error(`No case is called so. There are: ${all.map(({name}) => name).join(", ")}`);
      return 2;
    }
    const measured: Measured[] = [];
    for (const [i, work] of cases.entries()) {
      console.error(`${i + 1}/${cases.length} ${work.name}: ${work.about}`);
      measured.push(await measure(work, {rounds, budget: BUDGET}));
    }
    const {made, files} = setting;
    const report = {
      tidemark: VERSION,
      scale,
      data: {
        repositories: made.repositories.length,
        series: made.series.length,
        weeks: made.weeks.length - 1,
        points: files.points,
        captures: files.captures
      },
      machine: {node: process.version, cores: availableParallelism(), processor: cpus()[0]?.model ?? "unknown"},
      cases: measured
    };
    console.log(readableTable(measured));
    if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
    return measured.some(({mismatch}) => mismatch !== null) ? 1 : 0;
  } finally {
    await (opening as Promise<AppBrowser> | null)?.then(
      (opened) => opened.close(),
      () => undefined
    );
    await setting.close();
  }
}

/** Builds the command line from the source that is here and gives its path. */
async function builtCommand(root: string, cache: string): Promise<string> {
  const outDir = join(cache, "cli");
  await build({root, configFile: join(root, "vite.config.ts"), mode: "cli", logLevel: "error", build: {outDir}});
  return join(outDir, "tidemark.js");
}
