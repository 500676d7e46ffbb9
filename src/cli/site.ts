/** A folder of reports: what is in it, what each was made from, and so which have to be made again. */
import {readdir, readFile} from "node:fs/promises";
import {dirname, join, resolve} from "node:path";
import {canonicalJson, sha256} from "../hash.ts";
import {boundSign} from "../insight/stated-value.ts";
import {valueWithUnit} from "../insight/unit.ts";
import type {InsightFacts} from "../report/facts.ts";
import {FEED_FILE, type FeedPage, jsonFeed} from "../report/json-feed.ts";
import {factSentences} from "../report/sentence.ts";
import {siteIndex} from "../report/site-index.ts";
import {watchWords} from "../report/watch-list.ts";
import {readableTime} from "../time.ts";
import {VERSION} from "../version.ts";
import {WORKSPACE_FILE} from "../workspace.ts";
import {writeWhole} from "./folder.ts";
import {tableHashes} from "./table-files.ts";
import {type NotebookFile, PACKAGE_FOLDER} from "./workspace.ts";

const STATE = ".tidemark-site.json";
/** Counts what is remembered of a report: with another number, all are built again. */
const STATE_FORMAT = 2;

/** What is remembered of a report: the key of all that it was made from, its own hash, and its card in the index. */
interface SiteEntry {
  readonly key: string;
  readonly sha256: string;
  readonly page: FeedPage;
}

export interface Site {
  /** True when the report of that file is there, as it was made, and would come out the same. */
  isCurrent(file: string, key: string): Promise<boolean>;
  put(file: string, key: string, content: string, page: FeedPage): void;
  /** Writes the index and the feed over those files, and what is remembered. `address`: where the folder will stand. */
  finish(files: readonly string[], address: string | null): Promise<void>;
}

/** The site in a folder; a state that cannot be read counts for nothing. */
export async function openSite(folder: string): Promise<Site> {
  const entries = new Map<string, SiteEntry>(
    Object.entries(
      await readFile(join(folder, STATE), "utf8")
        .then(
          (text) => JSON.parse(text) as Record<string, SiteEntry>,
          () => ({})
        )
        .catch(() => ({}))
    )
  );
  return {
    async isCurrent(file, key) {
      const entry = entries.get(file);
      if (entry?.key !== key) return false;
      const there = await readFile(join(folder, file)).catch(() => null);
      return there !== null && sha256(there) === entry.sha256;
    },
    put: (file, key, content, page) => entries.set(file, {key, sha256: sha256(content), page}),
    async finish(files, address) {
      const named = files.flatMap((file) => entries.get(file) ?? []);
      await writeWhole(join(folder, "index.html"), siteIndex(named.map(({page}) => page)));
      await writeWhole(
        join(folder, FEED_FILE),
        jsonFeed(
          named.map(({page}) => page),
          address
        )
      );
      const kept = Object.fromEntries(files.flatMap((file) => (entries.has(file) ? [[file, entries.get(file)!]] : [])));
      await writeWhole(join(folder, STATE), `${JSON.stringify(kept, null, 1)}\n`);
    }
  };
}

/** A hash of all that a notebook's report is made from: its text, choices, data, workspace file and the version. */
export async function inputsKey(
  cwd: string,
  {notebook, path}: NotebookFile,
  choices: ReadonlyMap<string, unknown>
): Promise<string> {
  const own = notebook.frontMatter.snapshots === "workspace";
  const folder = own ? cwd : join(PACKAGE_FOLDER, "public");
  const hashOf = (path: string) =>
    readFile(path).then(
      (bytes) => sha256(bytes),
      () => null
    );
  const data = own
    ? [await hashOf(join(folder, "snapshots/manifest.json")), await hashOf(join(folder, WORKSPACE_FILE))]
    : [await hashOf(join(folder, "sample/manifest.json")), await hashOf(join(folder, "sample/acme/manifest.json"))];
  // an insight may be shown from another notebook
  const texts = /\bfrom=/.test(notebook.text) ? await textsBeside(cwd, path) : [];
  const tables = await tableHashes(cwd, notebook.frontMatter.tables);
  return sha256(
    canonicalJson([VERSION, STATE_FORMAT, notebook.text, [...choices], data, texts, ...(tables.length ? [tables] : [])])
  );
}

/** The notebooks in a notebook's folder, in the order of their names. */
async function textsBeside(cwd: string, path: string): Promise<string[]> {
  const folder = dirname(resolve(cwd, path));
  const names = (await readdir(folder)).filter((name) => name.endsWith(".md")).sort();
  return Promise.all(names.map((name) => readFile(join(folder, name), "utf8").catch(() => "")));
}

/** The card of a report in the index. */
export function sitePage(file: string, title: string, facts: readonly InsightFacts[]): FeedPage {
  const outcomes = facts.flatMap(({watch}) => watch);
  const times = facts.flatMap(({result}) => result.times.at(-1) ?? []);
  return {
    file,
    title,
    asOf: times.length ? readableTime(Math.max(...times)) : "",
    insights: facts.map(({anchor, headline, result}) => ({
      anchor,
      title: result.title,
      number: headline ? `${boundSign(headline.lastStatus)}${valueWithUnit(headline.last, result.unit)}` : "–"
    })),
    at: times.length ? Math.max(...times) : null,
    sentences: facts.map((one) => `${one.result.title}: ${factSentences(one)[0]!.text}`),
    rules: watchWords(outcomes)?.replace(/\.$/, "") ?? "",
    fires: outcomes.filter(({state}) => state === "fires").length
  };
}
