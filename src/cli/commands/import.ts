import {createReadStream} from "node:fs";
import {readdir, stat} from "node:fs/promises";
import {basename, join, relative, resolve} from "node:path";
import {messageOf, TidemarkError} from "../../error.ts";
import {readableNumber} from "../../number.ts";
import {describe} from "../../snapshot/describe.ts";
import {readFileName} from "../../snapshot/file-name.ts";
import type {Answers, Source} from "../../snapshot/importer.ts";
import {readSources, type SourceReading} from "../../snapshot/read-sources.ts";
import {UNITS, type Unit} from "../../snapshot/snapshot.ts";
import type {InsightStore} from "../../store/store.ts";
import {isoDate, parseIso} from "../../time.ts";
import {type Command, type CommandContext, type OptionValues, usageError} from "../command.ts";
import {type ProgressLine, progressLine} from "../progress.ts";
import {openStore} from "../workspace.ts";

/** How many places of a reason are printed; `--json` has all. */
const SHOWN_PLACES = 5;

/** Reads search results into the workspace. */
export const importFiles: Command = {
  name: "import",
  summary: "reads search results and tables of counts into this workspace's snapshots",
  usage: "FILE|FOLDER… [what the files do not say]",
  examples: [
    {
      command: "tidemark import results.rg.jsonl --repo github.com/acme/api --time 2026-08-01 --key todo",
      does: "imports what rg --json found"
    },
    {command: "tidemark import insight-export.zip", does: "imports a Code Insights export"},
    {command: "tidemark import ../other/snapshots --dry-run", does: "shows what a snapshot folder holds, keeps nothing"}
  ],
  options: {
    repo: {type: "string", value: "NAME", help: "the repository the files are of"},
    time: {type: "string", value: "TIME", help: "the time the searched code is from (UTC)"},
    observed: {type: "string", value: "TIME", help: "when the search ran (UTC)"},
    query: {type: "string", value: "TEXT", help: "the query that found it"},
    key: {type: "string", value: "NAME", help: "the short name of the series"},
    title: {type: "string", value: "TEXT", help: "the title of the series"},
    pattern: {type: "string", value: "REGEX", help: "a pattern with groups to run over the matching lines"},
    unit: {type: "string", value: UNITS.join("|"), help: "what the numbers count"},
    "dry-run": {type: "boolean", help: "say what was understood and keep nothing"}
  },
  async run(values, words, context) {
    if (!words.length) throw usageError("Which files? Give their paths: tidemark import results.jsonl");
    const answers = answersOf(values);
    const sources = (await Promise.all(words.map((word) => sourcesOf(context.cwd, word)))).flat();
    const store = openStore(context.cwd, "workspace", context.now);
    const line = progressLine(context);
    try {
      const known = await knownFacts(store, sources);
      const bytes = sources.reduce((sum, {size}) => sum + size, 0);
      const readings = await readSources(sources, {
        answers: new Map(sources.map(({name}) => [name, answers])),
        known,
        progress: (read) => line.show({share: bytes ? read / bytes : null, doing: "Reading"})
      });
      const results = [];
      for (const reading of readings) results.push(await keep(reading, store, values["dry-run"] === true, line));
      line.clear();
      if (values.json) context.out(`${JSON.stringify(results, null, 2)}\n`);
      else for (const result of results) print(result, context);
      return results.some(({outcome}) => outcome === "failed") ? 1 : 0;
    } finally {
      line.clear();
      await store.close();
    }
  }
};

interface Result {
  readonly files: readonly string[];
  readonly outcome: "imported" | "unchanged" | "would import" | "failed";
  readonly error: string | null;
  readonly format: string | null;
  readonly read: number;
  readonly skipped: number;
  readonly repositories: number;
  readonly series: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
  readonly reasons: readonly string[];
  readonly problems: readonly {readonly text: string; readonly count: number; readonly lines: readonly number[]}[];
}

async function keep(reading: SourceReading, store: InsightStore, dry: boolean, line: ProgressLine): Promise<Result> {
  const nothing = {
    format: null,
    read: 0,
    skipped: 0,
    repositories: 0,
    series: [],
    from: null,
    to: null,
    reasons: [],
    problems: []
  };
  if ("error" in reading) return {files: reading.names, outcome: "failed", error: reading.error.message, ...nothing};
  const {finding, names} = reading;
  const facts = describe(finding);
  const understood = {
    files: names,
    format: finding.format,
    read: finding.read,
    skipped: finding.skipped,
    repositories: facts.repositories.length,
    series: facts.series.map(({key}) => key),
    from: facts.from === null ? null : isoDate(facts.from),
    to: facts.to === null ? null : isoDate(facts.to),
    reasons: finding.reasons,
    problems: finding.problems.map(({text, count, places}) => ({
      text,
      count,
      lines: places.flatMap(({line}) => (line === undefined ? [] : [line]))
    }))
  };
  if (finding.needs.length)
    return {
      ...understood,
      outcome: "failed",
      error: finding.needs
        .map(({field, text}) => `${text}${FLAG[field] ? ` Say it with ${FLAG[field]}.` : ""}`)
        .join(" ")
    };
  if (dry) return {...understood, outcome: "would import", error: null};
  try {
    return {...understood, outcome: (await store.import(finding, names, {progress: line.show})).outcome, error: null};
  } catch (error) {
    return {...understood, outcome: "failed", error: messageOf(error)};
  }
}

/** Which option answers a need. */
const FLAG: Readonly<Record<string, string>> = {
  repository: "--repo NAME",
  time: "--time TIME",
  query: "--query TEXT or --key NAME"
};

function print(
  {files, outcome, error, read, skipped, repositories, series, from, to, reasons, problems}: Result,
  {out, err}: CommandContext
): void {
  const name = files[0] ?? "";
  if (error) err(`${error.startsWith(name) ? "" : `${name}: `}${error}\n`);
  else {
    const span = from ? `, ${from === to ? from : `${from} to ${to}`}` : "";
    const what = `${readableNumber(read)} read, ${readableNumber(skipped)} left out; ${readableNumber(repositories)} ${repositories === 1 ? "repository" : "repositories"}, ${series.length} series${span}`;
    out(`${name}: ${outcome === "unchanged" ? "was imported before, nothing changed" : `${outcome}: ${what}`}\n`);
  }
  for (const reason of reasons) err(`  ${reason}\n`);
  for (const problem of problems) err(`  ${problem.text}${where(problem)}\n`);
}

/** The first lines a problem is in and how many more there are, or how often it is there. */
function where({count, lines}: Result["problems"][number]): string {
  const shown = lines.slice(0, SHOWN_PLACES);
  const more = count - shown.length;
  if (shown.length) return ` (line ${shown.join(", ")}${more > 0 ? ` and ${readableNumber(more)} more` : ""})`;
  return count > 1 ? ` (${readableNumber(count)} times)` : "";
}

function answersOf(values: OptionValues): Answers {
  const time = (name: "time" | "observed") => {
    const text = values[name] as string | undefined;
    const parsed = text === undefined ? undefined : parseIso(text);
    if (parsed === null)
      throw usageError(`--${name} is a date such as 2026-08-15 or an RFC 3339 time; this is ${JSON.stringify(text)}.`);
    return parsed;
  };
  const unit = values.unit as string | undefined;
  if (unit !== undefined && !UNITS.includes(unit as Unit))
    throw usageError(`--unit is one of ${UNITS.join(", ")}; this is ${JSON.stringify(unit)}.`);
  const given: Record<string, unknown> = {
    repository: values.repo,
    sampleAt: time("time"),
    observedAt: time("observed"),
    query: values.query,
    key: values.key,
    title: values.title,
    pattern: values.pattern,
    unit
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Answers;
}

/** The file of a path, or all files of a folder. @throws TidemarkError "import/missing" */
export async function sourcesOf(cwd: string, word: string): Promise<Source[]> {
  const path = resolve(cwd, word);
  const found = await stat(path).catch(() => null);
  if (!found) throw new TidemarkError("import/missing", `${word} is not there.`);
  if (!found.isDirectory()) return [sourceOf(path, basename(path), found.size)];
  const entries = await readdir(path, {recursive: true, withFileTypes: true});
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  if (!files.length) throw new TidemarkError("import/missing", `${word} is a folder without files.`);
  return Promise.all(
    files
      .sort()
      .map(async (file) => sourceOf(file, relative(path, file).replaceAll("\\", "/"), (await stat(file)).size))
  );
}

function sourceOf(path: string, name: string, size: number): Source {
  return {name, size, chunks: () => createReadStream(path, {highWaterMark: 1_000_000}) as AsyncIterable<Uint8Array>};
}

async function knownFacts(
  store: InsightStore,
  sources: readonly Source[]
): Promise<{repositories: readonly string[]; commitTime(oid: string): number | null}> {
  const {repositories} = await store.contents();
  const oids = [...new Set(sources.flatMap(({name}) => readFileName(name).commit ?? []))];
  const times = oids.length ? await store.commitTimes(oids) : new Map<string, number>();
  return {repositories, commitTime: (oid) => times.get(oid) ?? null};
}
