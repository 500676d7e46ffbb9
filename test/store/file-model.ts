/** A model of answers by file that looks at every repository, time, file and line one by one. */
import type {ValueStatus} from "../../src/insight/insight.ts";
import {
  type Blamed,
  blamedIn,
  countOf,
  fileCountOf,
  filesOf,
  OWNER_FILES,
  type OwnerFile,
  present,
  type Sample
} from "./world.ts";

/** The filters of one question, each as it is written in YAML. */
export interface FileFilters {
  readonly paths?: readonly string[] | {readonly exclude: readonly string[]};
  readonly languages?: readonly string[];
  readonly owner?: string | readonly string[];
  readonly team?: string | readonly string[];
}

/** What is asked: `by` is a grouping, or "search". */
export interface FileQuestion {
  readonly by: string;
  readonly filters: FileFilters;
  readonly include: readonly string[];
  readonly unit: string;
  readonly times: readonly string[];
  /** True where the samples are what filters on captured values keep. */
  readonly ofValues?: boolean;
}

/** What should be answered: values and states by label, of those alone that are shown. */
export type FileAnswer = Map<string, {readonly values: number[]; readonly status: ValueStatus[]}>;

const UNKNOWN = "(owners not imported)";

/** Who has a path in a repository then, of the owner files as they stood. */
function ownersAt(owned: readonly OwnerFile[], repo: string, path: string, day: string): string[] {
  const mine = owned.filter((one) => present(one.repo) === repo).sort((a, b) => (a.day < b.day ? -1 : 1));
  if (!mine.length) return [UNKNOWN];
  const held = mine.filter((one) => one.day <= day).at(-1);
  const md = path.endsWith(".md");
  if (held?.text === OWNER_FILES[0]) return md ? ["@docs"] : ["@all"];
  if (held?.text === OWNER_FILES[1]) return md ? ["@docs", "@all"] : ["(no owner)"];
  if (held?.text === OWNER_FILES[2]) return path.startsWith("src/") ? ["@core"] : ["(no owner)"];
  return ["(no owner)"];
}

function teamsOf(names: readonly string[]): string[] {
  if (names.includes(UNKNOWN)) return [UNKNOWN];
  const team = (one: string) => (one === "@docs" ? ["Docs"] : one === "@core" || one === "@all" ? ["Core"] : []);
  const found = [...new Set(names.flatMap(team))];
  return found.length ? found : ["(no team)"];
}

const LANGUAGE: Record<string, string> = {md: "Markdown", ts: "TypeScript", py: "Python"};
const languageOf = (path: string) => LANGUAGE[path.split(".").at(-1)!]!;
const listOf = (value: string | readonly string[]) => (typeof value === "string" ? [value] : value);

/** Whether filters keep a file: nobody knows where they ask for owners, and those of its repository are not known. */
function keeps({paths, languages, owner, team}: FileFilters, path: string, own: readonly string[]): boolean | null {
  if (paths && "exclude" in paths ? path.endsWith(".md") : paths && !path.startsWith("src/")) return false;
  if (languages && !languages.includes(languageOf(path))) return false;
  const any = (names: string | readonly string[], has: readonly string[]) =>
    listOf(names).some((name) => has.includes(name)) || (has.includes(UNKNOWN) ? null : false);
  const answers = [...(owner ? [any(owner, own)] : []), ...(team ? [any(team, teamsOf(own))] : [])];
  return answers.includes(false) ? false : answers.includes(null) ? null : true;
}

/** What a repository holds at a day: its counts, its files, and the authors of its lines. */
interface Held {
  readonly last: Sample;
  readonly count: number;
  readonly fileCount: number;
  readonly files: Readonly<Record<string, number>>;
  readonly blame: Readonly<Record<string, readonly Blamed[]>>;
}

function heldAt(samples: readonly Sample[], day: string): Held | null {
  const before = samples.filter((sample) => sample.day <= day);
  const known = before.filter(({status}) => status !== "unknown");
  const last = before.at(-1);
  if (!last) return null;
  const told = <T extends object>(of: (sample: Sample) => T, what: "files" | "blame"): T | Record<string, never> => {
    const sample = known.findLast((one) => !countOf(one) || (one.told?.[what] ?? Object.keys(of(one)).length > 0));
    return sample ? of(sample) : {};
  };
  const counted = known.at(-1);
  return {
    last,
    count: counted ? countOf(counted)! : 0,
    fileCount: counted ? fileCountOf(counted) : 0,
    files: told(filesOf, "files"),
    blame: told(blamedIn, "blame")
  };
}

const REST: Record<string, string> = {author: "(author not imported)", date: "(date not imported)"};

/** What a question should be answered. `mine` are the samples that stand, by repository. */
export function fileAnswer(
  mine: ReadonlyMap<string, readonly Sample[]>,
  owned: readonly OwnerFile[],
  {by, filters, include, unit, times, ofValues = false}: FileQuestion
): FileAnswer {
  const isFiltered = Object.keys(filters).length > 0 || (ofValues && ["author", "date", "owner", "team"].includes(by));
  const isOfAuthors = by === "author" || by === "date";
  const isOfRepositories = unit === "repositories";
  const isBound = isFiltered || (by === "author" && unit === "files");
  const rest =
    by === "search" || by === "repository" || (isBound && !isOfAuthors) || (isOfAuthors && unit === "files")
      ? null
      : (REST[by] ?? "(in files not imported)");
  const repos = [...mine.keys()].filter((repo) => !include.length || include.some((part) => repo.includes(part)));
  const values = new Map<string, number[]>();
  const status = new Map<string, ValueStatus[]>();
  const add = (label: string, i: number, value: number) => {
    const line = values.get(label) ?? times.map(() => 0);
    line[i]! += value;
    values.set(label, line);
  };
  times.forEach((day, i) => {
    const all = {there: 0, unknown: 0, partial: 0, told: 0, untold: 0, short: 0};
    const tell = (label: string, {there, unknown, partial, told, untold, short}: typeof all) => {
      const base: ValueStatus = !there
        ? "absent"
        : unknown === there
          ? "unknown"
          : unknown
            ? "incomplete"
            : partial
              ? "partial"
              : "ok";
      const isShort = base === "ok" && !isBound && rest !== null && short > 0;
      const bound = base === "absent" || base === "unknown" || !isBound || !untold ? base : null;
      const word = bound ?? (told > 0 ? (base === "incomplete" ? base : "partial") : "unknown");
      status.set(label, [...(status.get(label) ?? []), isShort ? "partial" : word]);
    };
    for (const repo of repos) {
      const held = heldAt(mine.get(repo)!, day);
      const own = {there: 0, unknown: 0, partial: 0, told: 0, untold: 0, short: 0};
      if (held) {
        own.there = 1;
        own.unknown = Number(held.last.status === "unknown");
        own.partial = Number(held.last.status === "partial");
        let located = 0;
        let unsure = 0;
        let keptSize = 0;
        for (const path of new Set([...Object.keys(held.files), ...(isOfAuthors ? Object.keys(held.blame) : [])])) {
          const lines = held.files[path] ?? 0;
          const blamed = isOfAuthors ? (held.blame[path] ?? []) : [];
          const size = unit === "files" ? 1 : Math.max(lines, blamed.length);
          located += size;
          const owners = ownersAt(owned, repo, path, day);
          const kept = keeps(filters, path, owners);
          if (kept === null) own.untold += size;
          if (kept === null) unsure += size;
          own.told += kept === null ? 0 : size;
          if (kept !== true) continue;
          keptSize += size;
          if (isOfRepositories) continue;
          const isSure = blamed.length > 0 && blamed.length >= lines;
          if (by === "author" && unit === "files") own.untold += isSure ? 0 : 1;
          if (by === "author") {
            const names = blamed.map(({author}) => author);

            for (const name of unit === "files" ? new Set(names) : names) add(name, i, 1);
            if (unit !== "files" && isFiltered) add(rest!, i, size - names.length);
          } else if (by === "date") {
            const months = blamed.flatMap(({day: changed}) => changed?.slice(0, 7) ?? []);
            for (const month of months) add(month, i, 1);
            if (isFiltered) add(rest!, i, size - months.length);
          } else
            for (const label of labelsOf(by, repo, path, owners))
              if (isFiltered || (by !== "search" && by !== "repository")) add(label, i, size);
        }
        const counted = unit === "files" ? held.fileCount : held.count;
        const blamedLines = Object.values(held.blame).flat();
        const authored = blamedLines.filter((line) => by === "author" || line.day !== null).length;
        const beyond = counted - (isOfAuthors ? authored : located);
        own.short = Math.max(0, -beyond);
        own.untold += Math.abs(counted - located);
        const one = by === "search" ? "s" : repo;
        if (isOfRepositories) {
          // it counts with one file that is kept; where none is for certain, others may make it count
          own.told = Number(own.told > 0);
          own.untold = Number(counted !== located || (unsure > 0 && !keptSize));
          add(one, i, Number(isFiltered ? keptSize > 0 : counted > 0));
        } else if (!isFiltered && (by === "search" || by === "repository")) add(one, i, counted);
        // what one repository has too much of makes up for nothing that another lacks
        if (!isFiltered && rest) add(rest, i, Math.max(0, beyond));
      }
      if (by === "repository") tell(repo, own);
      for (const key of Object.keys(all) as (keyof typeof all)[]) all[key] += own[key];
    }
    if (by !== "repository") tell("", all);
  });
  const answer: FileAnswer = new Map();
  for (const label of by === "search" ? ["s"] : by === "repository" ? repos : values.keys()) {
    const states = status.get(by === "repository" ? label : "")!;
    const line = values.get(label) ?? times.map(() => 0);
    const isSeen =
      by === "search" ||
      line.some((value) => value !== 0) ||
      (by === "repository" && states.some((word) => ["partial", "incomplete", "unknown"].includes(word)));
    if (isSeen) answer.set(label, {values: line, status: states});
  }
  return answer;
}

function labelsOf(by: string, repo: string, path: string, owners: readonly string[]): readonly string[] {
  if (by === "search") return ["s"];
  if (by === "repository") return [repo];
  if (by === "path") return [path];
  if (by === "directory") return [path.includes("/") ? path.split("/")[0]! : "(root)"];
  if (by === "language") return [languageOf(path)];
  return by === "owner" ? owners : teamsOf(owners);
}
