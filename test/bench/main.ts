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
import {historyCases} from "./cases-history.ts";
import {chromiumImportCases, nativeImportCases} from "./cases-import.ts";
import {manyCases} from "./cases-many.ts";
import {mosaicCases} from "./cases-mosaic.ts";
import {chromiumQueryCases, nativeQueryCases} from "./cases-query.ts";
import {chromiumReportCases, nativeReportCases} from "./cases-report.ts";
import {openBrowser} from "./chromium.ts";
import {type Measured, measure} from "./measure.ts";
import {CHANGED} from "./organisation.ts";
import {createSetting} from "./setting.ts";
import {readableTable} from "./table.ts";

const USAGE = `npm run bench -- [--only NAME]… [--scale NUMBER] [--weeks NUMBER] [--changed SHARE] [--rounds NUMBER] [--json FILE] [--list]
  --only     cases whose name holds NAME, such as chromium, import, native/open
  --scale    1 is 500 repositories, twenty series, 104 weeks: a million rows
  --weeks    how many weeks of history (104)
  --changed  of the counts of a new commit, how many differ from those before (${CHANGED}, measured)
  --rounds   how often each side runs at most (5)
  --json     a file that is written anew after each case
Each case is printed when it is done, and all of them as one table at the end.`;

/** Repositories at scale 1. */
const REPOSITORIES = 500;
/** Milliseconds after which a case ends when it has three rounds, and after which it ends with one. */
const BUDGET = {three: 20_000, one: 40_000};

/** Runs what the words ask for; gives the exit code. `root` is the project's folder, `cache` one that may be filled. */
export async function main(words: readonly string[], root: string, cache: string): Promise<number> {
  const {values} = parseArgs({
    args: [...words],
    options: {
      only: {type: "string", multiple: true},
      scale: {type: "string", default: "1"},
      weeks: {type: "string", default: "104"},
      changed: {type: "string", default: String(CHANGED)},
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
  const changed = Number(values.changed);
  if (!(scale > 0) || !(changed >= 0 && changed <= 1) || !(rounds >= 1) || !(Number.isInteger(weeks) && weeks >= 60)) {
    console.error(USAGE);
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), "tidemark-bench-"));
  const setting = createSetting(folder, Math.max(12, Math.round(REPOSITORIES * scale)), weeks, changed, () =>
    openBrowser(root, folder)
  );
  let opening: Promise<AppBrowser> | null = null;
  const app = (): Promise<AppBrowser> => {
    opening ??= openApp(root, cache, () => peerSite(setting.files.csv));
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
      ...historyCases(root),
      ...manyCases(setting),
      ...nativeReportCases(setting, cli, cache),
      ...chromiumImportCases(setting),
      ...chromiumQueryCases(setting),
      ...chromiumReportCases(setting, cli, cache),
      ...appCases(app, setting.files),
      ...mosaicCases(app, setting, cache)
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
    const {made, files} = setting;
    const measured: Measured[] = [];
    const report = () => ({
      tidemark: VERSION,
      scale,
      data: {
        repositories: made.repositories.length,
        series: made.series.length,
        weeks: made.weeks.length - 1,
        points: files.points,
        changed
      },
      machine: {node: process.version, cores: availableParallelism(), processor: cpus()[0]?.model ?? "unknown"},
      cases: measured
    });
    console.error(`${files.points.toLocaleString("en-US")} rows of ${made.repositories.length} repositories`);
    for (const [i, work] of cases.entries()) {
      const begun = performance.now();
      console.error(`${i + 1}/${cases.length} ${work.name}: ${work.about}`);
      const one = await measure(work, {rounds, budget: BUDGET});
      measured.push(one);
      console.error(`${readableTable([one])}\n  ${((performance.now() - begun) / 1000).toFixed(1)} s`);
      if (values.json) writeFileSync(values.json, `${JSON.stringify(report(), null, 2)}\n`);
    }
    console.log(readableTable(measured));
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
