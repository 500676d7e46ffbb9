import {join, resolve} from "node:path";
import {isAbort} from "../../error.ts";
import {repositoryTest} from "../../insight/scope.ts";
import {scopePatterns} from "../../insight/scope-query.ts";
import {readableNumber} from "../../number.ts";
import {insightDefaults, repositoriesQuery, revisionQuery, scopedQuery} from "../../query/insight-query.ts";
import {parseManifest} from "../../snapshot/manifest.ts";
import type {SeriesRecord} from "../../snapshot/snapshot.ts";
import {isoTime, parseIso, parseStep} from "../../time.ts";
import {type Command, type CommandContext, type OptionValues, usageError} from "../command.ts";
import {folderFiles} from "../folder.ts";
import {clonePlace} from "../git/clone.ts";
import {
  type AskedQueries,
  type AskedQuery,
  listedQueries,
  type NotAsked,
  notebookQueries,
  queryOf
} from "../history/asked-query.ts";
import {listedTimes, type TimesGiven} from "../history/asked-times.ts";
import {planSnapshots, type RepositoryReport, type Taken, takeSnapshots, type Work} from "../history/take.ts";
import {progressLine} from "../progress.ts";
import {readText} from "../read-text.ts";
import {stopOnSignals} from "../signals.ts";
import {openStore, readNotebook} from "../workspace.ts";

/** Takes snapshots from the histories of local clones. */
export const snapshot: Command = {
  name: "snapshot",
  summary: "takes snapshots from the git histories of local clones",
  usage: "[NOTEBOOK…] --repos DIR… [--query TEXT | --queries FILE] [times]",
  examples: [
    {
      command: "tidemark snapshot notebooks/todos.md --repos ../api ../web",
      does: "searches what the notebook's insights ask, at their times, in two clones"
    },
    {
      command: "tidemark snapshot --query 'lang:go TODO' --repos ../api --step 1w --points 52",
      does: "one query, the last 52 weeks"
    },
    {
      command:
        "tidemark snapshot --queries queries.json --at times.txt --repos github.com/acme/api=../api -o ../metrics",
      does: "a list of queries at listed times, the clone under a name, into another workspace"
    }
  ],
  options: {
    repos: {type: "string", multiple: true, value: "DIR", help: "a clone, or KEY=DIR to name it; several may follow"},
    query: {type: "string", multiple: true, value: "TEXT", help: "a query of the search language"},
    queries: {type: "string", value: "FILE", help: "a list of queries: [{id, pattern, include, capture}] as JSON"},
    capture: {type: "boolean", help: "what the groups of --query capture are values of their own"},
    scope: {
      type: "string",
      value: "QUERY",
      help: "only the clones that a search for repositories finds: 'repo:acme/ -repo:old'"
    },
    step: {
      type: "string",
      value: "STEP",
      help: "the time between points: 1w, 2 months, … (default: the insight's, or a month)"
    },
    points: {type: "string", value: "N", help: "how many points (default: the insight's, or 12)"},
    until: {type: "string", value: "TIME", help: "the last time (default: now)"},
    at: {type: "string", value: "FILE", help: "the times themselves, one ISO time a line"},
    "dry-run": {type: "boolean", help: "print the searches that would be run, as queries, and search nothing"},
    output: {type: "string", short: "o", value: "DIR", help: "the workspace to write to (default: this folder)"}
  },
  async run(values, words, context) {
    const given = await timesGiven(values, context);
    const {notebooks, clones} = wordsOf(values, words);
    if (!clones.length) throw usageError("Which clones? tidemark snapshot … --repos DIR…");
    const texts = (values.query as readonly string[] | undefined) ?? [];
    if (!notebooks.length && !texts.length && values.queries === undefined)
      throw usageError("Which queries? Give a notebook, --query TEXT or --queries FILE.");
    const scope = values.scope as string | undefined;
    const inScope = scope === undefined ? () => true : scopeTest(scope);
    const target = resolve(context.cwd, (values.output as string | undefined) ?? ".");
    const store = openStore(target, "workspace", context.now);
    const line = progressLine(context);
    const stop = new AbortController();
    const signals = stopOnSignals(stop);
    try {
      const held = (await store.contents()).series;
      const asked = await askedQueries(values, notebooks, texts, await heldRecords(target), context);
      const known = new Map(held.map(({series_id, key, title}) => [series_id, {key, title}]));
      // a series keeps the name under which it is held
      const queries = asked.queries.map((query) => ({
        ...query,
        isOf: (repository: string) => inScope(repository) && query.isOf(repository),
        record: {...query.record, ...known.get(query.record.series_id)}
      }));
      const places = await Promise.all(clones.map((word) => clonePlace(context.cwd, word)));
      const taking = {store, clones: places, queries, times: given, now: context.now(), signal: stop.signal};
      if (values["dry-run"])
        return await printPlan({...taking, scope: scope ?? null}, asked.not, values.json === true, context);
      const taken = queries.length
        ? await takeSnapshots({...taking, progress: line.show})
        : {repositories: [], stopped: false, gaveUp: null};
      line.clear();
      if (values.json)
        context.out(`${JSON.stringify({...taken, queries: queries.map(queryFacts), notAsked: asked.not}, null, 2)}\n`);
      else print(taken, queries, asked.not, context);
      const isFault =
        taken.stopped ||
        !queries.length ||
        asked.not.some((one) => one.isFault) ||
        taken.repositories.some(({outcome}) => outcome === "failed" || outcome === "stopped");
      return isFault ? 1 : 0;
    } catch (error) {
      if (!isAbort(error)) throw error;
      line.clear();
      context.err("Stopped before anything was searched. Nothing was changed.\n");
      return 1;
    } finally {
      signals.end();
      line.clear();
      await store.close();
    }
  }
};

/** Notebooks end in .md; other words are clones, as a shell gives them that has written out `--repos clones/*`. */
function wordsOf(values: OptionValues, words: readonly string[]): {notebooks: string[]; clones: string[]} {
  const repos = (values.repos as readonly string[] | undefined) ?? [];
  const isNotebook = (word: string) => /\.(?:md|markdown)$/i.test(word);
  const others = words.filter((word) => !isNotebook(word));
  if (others.length && !repos.length)
    throw usageError(`${others[0]} is no notebook (*.md). Clones are given with --repos DIR…`);
  return {notebooks: words.filter(isNotebook), clones: [...repos, ...others]};
}

/** Which repositories a search for repositories finds. */
function scopeTest(scope: string): (repository: string) => boolean {
  const read = scopePatterns(scope);
  if ("problem" in read) throw usageError(`--scope: ${read.problem}.`);
  return repositoryTest([read.patterns]);
}

async function timesGiven(values: OptionValues, {cwd}: CommandContext): Promise<TimesGiven> {
  const text = (name: string) => values[name] as string | undefined;
  const step = text("step") === undefined ? null : parseStep(text("step")!);
  if (text("step") !== undefined && !step)
    throw usageError(
      `--step is a number and a unit, such as 1w, 2 months or 1 day; this is ${JSON.stringify(text("step"))}.`
    );
  const points = text("points") === undefined ? null : Number(text("points"));
  if (points !== null && !(Number.isInteger(points) && points > 0 && points <= 10_000))
    throw usageError(`--points is a whole number from 1 to 10000; this is ${JSON.stringify(text("points"))}.`);
  const until = text("until") === undefined ? null : parseIso(text("until")!);
  if (text("until") !== undefined && until === null)
    throw usageError(
      `--until is a date such as 2026-08-15 or an RFC 3339 time; this is ${JSON.stringify(text("until"))}.`
    );
  const file = text("at");
  if (file === undefined) return {step, points, until, at: null};
  if (step || points !== null || until !== null)
    throw usageError("--at lists the times: --step, --points and --until say nothing beside it.");
  return {step, points, until, at: listedTimes(await readText(cwd, file, "snapshot/file"), file)};
}

async function heldRecords(workspace: string): Promise<readonly SeriesRecord[]> {
  const bytes = await folderFiles(join(workspace, "snapshots")).read("manifest.json");
  return bytes ? parseManifest(new TextDecoder().decode(bytes)).series : [];
}

async function askedQueries(
  values: OptionValues,
  notebooks: readonly string[],
  texts: readonly string[],
  held: readonly SeriesRecord[],
  {cwd}: CommandContext
): Promise<AskedQueries> {
  const file = values.queries as string | undefined;
  const listed: AskedQueries =
    file === undefined ? {queries: [], not: []} : listedQueries(await readText(cwd, file, "snapshot/file"), file);
  const all: AskedQueries[] = notebooks.length ? [] : [listed];
  // data: of a notebook names what the list holds, or what was taken before
  const records = [...listed.queries.map(({record}) => record), ...held];
  for (const path of notebooks) all.push(notebookQueries(await readNotebook(cwd, path), records));
  if (notebooks.length) all.push({queries: [], not: listed.not});
  for (const text of texts) {
    const asked = queryOf(text, {captured: values.capture === true, key: text, title: text});
    all.push({queries: [{...asked, insight: null, isOf: () => true}], not: []});
  }
  return {queries: all.flatMap(({queries}) => queries), not: all.flatMap(({not}) => not)};
}

function queryFacts({record: {series_id, key, source_query, pattern}}: AskedQuery) {
  return {series_id, key, query: source_query ?? pattern};
}

/**
 * The searches that would be run, each as the query of one repository at one commit; and for each query the one search that
 * finds on a server what all of its repositories hold now.
 */
async function printPlan(
  taking: Parameters<typeof planSnapshots>[0] & {readonly scope: string | null},
  not: readonly NotAsked[],
  json: boolean,
  {out, err}: CommandContext
): Promise<number> {
  const {work, failed} = await planSnapshots(taking);
  const searches = work.flatMap(({repository, series, searches: planned}) =>
    planned.flatMap(({revision, time, sharedTimes}) =>
      series.flatMap(({record, times}) => {
        const own = [time, ...sharedTimes].filter((at) => times.includes(at));
        if (!own.length) return [];
        const {source_query, pattern, key} = record;
        const query =
          source_query === undefined ? null : revisionQuery(source_query, repository, revision, insightDefaults(false));
        return [{repository, commit: revision, times: own.map(isoTime), key, query, pattern}];
      })
    )
  );
  const now = newestSearches(work, taking.scope);
  for (const {folder, error} of failed) err(`${folder}: ${error}\n`);
  for (const {where, text} of not) err(`${where}: ${text}\n`);
  if (json) out(`${JSON.stringify({searches, now, failed, notAsked: not}, null, 2)}\n`);
  else {
    for (const {times, query, pattern, repository, commit} of searches)
      out(
        `${times[0]}${times.length > 1 ? ` and ${times.length - 1} later` : ""}: ${query ?? `${pattern} in ${repository} at ${commit}`}\n`
      );
    for (const {query} of now) out(`now: ${query}\n`);
  }
  return failed.length || not.some(({isFault}) => isFault) ? 1 : 0;
}

/** Of each query: in the repositories of the scope, where one is given, else in those of the clones. */
function newestSearches(work: readonly Work[], scope: string | null): {readonly key: string; readonly query: string}[] {
  const byId = new Map<string, {record: SeriesRecord; repositories: string[]}>();
  for (const {repository, series} of work)
    for (const {record} of series) {
      const one = byId.get(record.series_id) ?? {record, repositories: []};
      byId.set(record.series_id, one);
      one.repositories.push(repository);
    }
  return [...byId.values()].flatMap(({record: {key, source_query}, repositories}) => {
    if (source_query === undefined) return [];
    const query =
      scope === null
        ? repositoriesQuery(source_query, repositories.sort(), insightDefaults(false))
        : scopedQuery(scope, source_query, insightDefaults(true));
    return [{key, query}];
  });
}

function print(
  taken: Taken,
  queries: readonly AskedQuery[],
  not: readonly NotAsked[],
  {out, err}: CommandContext
): void {
  for (const {where, text} of not) err(`${where}: ${text}\n`);
  for (const report of taken.repositories) {
    const {repository, folder, outcome, error, notes} = report;
    if (outcome === "failed") err(`${repository === folder ? folder : `${repository} (${folder})`}: ${error}\n`);
    else if (outcome !== "stopped") out(`${repository}: ${took(report)}\n`);
    for (const note of notes) err(`  ${note}.\n`);
  }
  const done = taken.repositories.filter(({outcome}) => outcome === "taken" || outcome === "unchanged");
  const left = taken.repositories.filter(({outcome}) => outcome === "stopped").length;
  if (taken.gaveUp) err(`${taken.gaveUp}\n`);
  if (taken.stopped)
    err(
      `Stopped. Kept: ${done.length ? done.map(({repository}) => repository).join(", ") : "nothing"}; ${left} not searched. The same command goes on from there.\n`
    );
  if (!queries.length) err("No query to search for.\n");
}

function took({outcome, commits, points, blobs, bytes}: RepositoryReport): string {
  if (outcome === "unchanged") return "nothing new";
  const n = (count: number, one: string, more = `${one}s`) => `${readableNumber(count)} ${count === 1 ? one : more}`;
  return `${n(points, "point")} from ${n(commits, "commit")}; ${n(blobs, "file")} read (${(bytes / 1e6).toFixed(1)} MB)`;
}
