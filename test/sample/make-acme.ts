/** Makes the sample of `public/sample/acme`: the snapshot of a company that does not exist, and its `tidemark.yaml`. */
import {canonicalJson, sha256} from "../../src/hash.ts";
import {
  type Part,
  type SeriesRecord,
  type Snapshot,
  seriesRecord,
  TABLES,
  type TableName
} from "../../src/snapshot/snapshot.ts";
import {type Cell, tableBuilder} from "../../src/table.ts";
import {acmeChanges} from "./acme-changes.ts";
import {acmeHistory, type Occurrence, SEARCHES, type Search, seeded} from "./acme-history.ts";
import {
  ACME_REPOSITORIES,
  type AcmeRepository,
  acmeWorkspace,
  HOST,
  MONTHS,
  ownerFiles,
  RENAMED
} from "./acme-people.ts";
import {snapshotFiles} from "./snapshot-files.ts";

/** When the searches ran. */
export const ACME_OBSERVED = Date.UTC(2026, 7, 3);

const engine = "ripgrep";
const SERIES = {
  "http-legacy": {
    title: "Calls of the legacy HTTP client",
    pattern: "\\blegacyFetch\\(",
    include: ["**/*.ts"],
    query: "lang:TypeScript patterntype:regexp \\blegacyFetch\\("
  },
  "http-new": {
    title: "Calls of @acme/http",
    pattern: "\\bhttp\\.get\\(",
    include: ["**/*.ts"],
    query: "lang:TypeScript patterntype:regexp \\bhttp\\.get\\("
  },
  todo: {
    title: "TODO, FIXME and HACK comments",
    pattern: "\\b(TODO|FIXME|HACK)\\b",
    include: [],
    captures: [1],
    query: "patterntype:regexp \\b(TODO|FIXME|HACK)\\b"
  },
  "node-image": {
    title: "Node.js versions of images",
    pattern: "^FROM node:(\\d+)",
    include: ["**/Dockerfile"],
    captures: [1],
    query: "file:(^|/)Dockerfile$ patterntype:regexp ^FROM node:(\\d+)"
  },
  "weak-hash": {
    title: "MD5 and SHA-1",
    pattern: 'createHash\\("(md5|sha1)"|\\b(?:hashlib\\.)?(md5|sha1)(?:\\.New)?\\(',
    include: [],
    captures: [1]
  },
  "changes-own": {title: "Commits to the own team's code", pattern: "team(author) = team(owner)", include: []},
  "changes-cross": {
    title: "Commits to another team's code",
    pattern: "(team(author)) != (team(owner))",
    include: [],
    captures: [1, 2]
  }
} as const;
type Key = keyof typeof SERIES;

/** The series by key. */
export const ACME_SERIES = new Map(
  (Object.keys(SERIES) as Key[]).map((key): [Key, SeriesRecord] => {
    const {
      title,
      pattern,
      include,
      captures = [],
      query
    } = SERIES[key] as {
      title: string;
      query?: string;
      pattern: string;
      include: readonly string[];
      captures?: readonly number[];
    };
    const tool = key.startsWith("changes") ? "git-log" : engine;
    const source = query ? {source_query: query} : {};
    return [key, seriesRecord({key, title, engine: tool, pattern, include, captures, ...source})];
  })
);

/** Searches that did not go to their end: a lower bound, and one without an answer. */
export const TROUBLE = [
  {search: "todo", repository: `${HOST}/data/forecasts`, month: 17, status: "partial"},
  {search: "todo", repository: `${HOST}/dock/label-printer`, month: 14, status: "unknown"}
] as const;

export function acmeSnapshot(): Snapshot {
  const parts: Part[] = [];
  const add = (table: TableName, rows: readonly {readonly [column: string]: Cell}[]) => {
    const builder = tableBuilder<string>(TABLES[table]);
    for (const row of rows) builder.push(row);
    if (rows.length) parts.push({table, observedAt: ACME_OBSERVED, rows: builder.build()});
  };
  const history = acmeHistory();
  const counted = searchRows(history);
  const changes = changeRows();
  add("point", [...counted.points, ...changes.points]);
  add("capture", [...counted.captures, ...changes.captures]);
  add("file", counted.files);
  add("match", counted.matches);
  add("blame", counted.blames);
  add("commit_week", changes.weeks);
  add("owner_file", ownerRows());
  add("language", languageRows());
  add("metric", coverageRows());
  add("event", eventRows(history));
  const keys = [...ACME_REPOSITORIES.map(({key}) => key), RENAMED.from].sort();
  return {
    series: [...ACME_SERIES.values()],
    repos: keys.map((repo_key) => ({repo_key, url: `https://${repo_key}`, default_branch: "main"})),
    parts
  };
}

/** The files of `public/sample/acme`, by path. */
export async function acmeFiles(): Promise<Map<string, Uint8Array>> {
  const files = await snapshotFiles(
    acmeSnapshot(),
    "Acme Freight: forty repositories of a company that does not exist",
    "2026-08-03T00:00:00Z"
  );
  return files.set("tidemark.yaml", new TextEncoder().encode(acmeWorkspace()));
}

/** What a repository was called in a month. */
export function nameThen(key: string, month: number): string {
  return key === RENAMED.to && month < RENAMED.month ? RENAMED.from : key;
}

/** The commit that stood for a repository in a month; one in three months changed nothing. */
function commitOf(key: string, month: number): string {
  const last = month % 3 === 1 ? month - 1 : month;
  return sha256(`${key} ${last}`).slice(0, 12);
}

type Row = {readonly [column: string]: Cell};

function searchRows(history: readonly Occurrence[]) {
  const [points, captures, files, matches, blames]: [Row[], Row[], Row[], Row[], Row[]] = [[], [], [], [], []];
  for (const search of SEARCHES) {
    const series_id = ACME_SERIES.get(search)!.series_id;
    for (const {key, born} of ACME_REPOSITORIES) {
      const own = history
        .filter((one) => one.search === search && one.repository === key)
        .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
      for (let month = born; month < MONTHS.length; month++) {
        const there = own.filter(({from, until}) => from <= month && month < until);
        const at = {series_id, repo_key: nameThen(key, month), sample_at: MONTHS[month]!};
        const trouble = troubleOf(search, key, month);
        const paths = [...new Set(there.map(({path}) => path))];
        const commit_oid = commitOf(key, month);
        const known = trouble === "unknown" ? {} : {files: paths.length, lines: there.length, matches: there.length};
        points.push({
          ...at,
          ...known,
          commit_oid,
          committed_at: MONTHS[month]! - (month % 3 === 1 ? 33 : 2) * 86_400_000,
          status: trouble ?? "ok",
          ...(trouble === "partial" ? {unscanned_files: 3} : {})
        });
        if (trouble === "unknown") continue;
        for (const value of [...new Set(there.map(({capture}) => capture))].sort()) {
          const mine = there.filter(({capture}) => capture === value);
          if (value !== null)
            captures.push({...at, c1: value, matches: mine.length, files: new Set(mine.map(({path}) => path)).size});
        }
        for (const path of paths) {
          const count = there.filter((one) => one.path === path).length;
          files.push({...at, path, lines: count, matches: count});
        }
        for (const {path, line, column, text, matched, capture, author, from} of there) {
          matches.push({...at, path, line, col: column, end_col: column + matched.length, text, matched, c1: capture});
          if (search === "todo")
            blames.push({...at, path, line, author, authored_at: MONTHS[from]! - (1 + (line % 27)) * 86_400_000});
        }
      }
    }
  }
  return {points, captures, files, matches, blames};
}

function troubleOf(search: Search, repository: string, month: number): "partial" | "unknown" | null {
  return (
    TROUBLE.find((one) => one.search === search && one.repository === repository && one.month === month)?.status ?? null
  );
}

function changeRows() {
  const all = acmeChanges();
  const [points, captures, weeks]: [Row[], Row[], Row[]] = [[], [], []];
  for (const key of ["changes-own", "changes-cross"] as const) {
    const series_id = ACME_SERIES.get(key)!.series_id;
    for (const repository of ACME_REPOSITORIES)
      for (let month = repository.born; month < MONTHS.length; month++) {
        const mine = all.filter(
          (one) =>
            one.repository === repository.key &&
            one.month === month &&
            (one.by === one.owner) === (key === "changes-own")
        );
        const at = {series_id, repo_key: nameThen(repository.key, month), sample_at: MONTHS[month]!};
        const files = new Set(mine.map(({path}) => path)).size;
        points.push({...at, files, matches: mine.length, commit_oid: commitOf(repository.key, month), status: "ok"});
        if (key === "changes-cross")
          for (const [c1, c2] of pairsOf(mine))
            captures.push({...at, c1, c2, matches: mine.filter(({by, owner}) => by === c1 && owner === c2).length});
      }
  }
  const counts = new Map<string, number>();
  for (const {repository, week, author} of all) {
    const name = `${repository} ${week} ${author}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const [name, commits] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [repo_key, week, author] = name.split(" ") as [string, string, string];
    weeks.push({repo_key, week: Number(week), author, commits});
  }
  return {points, captures, weeks};
}

function pairsOf(changes: readonly {readonly by: string; readonly owner: string}[]): [string, string][] {
  const names = [...new Set(changes.map(({by, owner}) => `${by} ${owner}`))].sort();
  return names.map((name) => name.split(" ") as [string, string]);
}

function ownerRows(): Row[] {
  return ACME_REPOSITORIES.flatMap((repository) =>
    ownerFiles(repository).map(({path, month, text}) => ({
      repo_key: repository.key,
      path,
      valid_from: month === 0 ? Date.UTC(2024, 0, 8) : MONTHS[month]!,
      commit_oid: sha256(`${repository.key} owners ${month}`).slice(0, 12),
      text
    }))
  );
}

/** Lines of code of a repository in a month, and how many of them its tests reach. */
export function codeOf({key, team, size, born}: AcmeRepository, month: number): {lines: number; covered: number} {
  const random = seeded(40_000 + ACME_REPOSITORIES.findIndex((repository) => repository.key === key));
  const lines = size * random.between(2600, 5200) + (month - born) * size * random.between(20, 90);
  const base = random.between(48, 66) + (team === "Platform" || team === "Identity" ? 12 : 0);
  // every team gains, Pricing and Warehouse hardly do
  const gain = team === "Pricing" ? 2 : team === "Warehouse" ? 4 : random.between(12, 20);
  const share = Math.min(94, base + Math.floor((gain * (month - born) * 10) / 23) / 10);
  return {lines, covered: Math.floor((lines * share) / 100)};
}

function languageRows(): Row[] {
  return ACME_REPOSITORIES.flatMap((repository) =>
    MONTHS.slice(repository.born).flatMap((sample_at, i) => {
      const month = repository.born + i;
      const {lines} = codeOf(repository, month);
      // TypeScript takes the place of JavaScript that was there
      const old =
        repository.language === "TypeScript"
          ? Math.max(0, Math.floor(lines / 4) - Math.floor((lines * month) / 110))
          : 0;
      const rows: [string, number][] = [
        [repository.language, lines - old],
        ["JavaScript", old],
        ["Dockerfile", repository.node ? 18 : 0],
        ["YAML", 40 + repository.size * 35],
        ["Markdown", 90 + repository.size * 60]
      ];
      return rows
        .filter(([, count]) => count > 0)
        .map(([language, count]) => ({
          repo_key: nameThen(repository.key, month),
          sample_at,
          tool: "cloc",
          language,
          files: Math.ceil(count / 120),
          lines: count
        }));
    })
  );
}

function coverageRows(): Row[] {
  return ACME_REPOSITORIES.flatMap((repository) =>
    MONTHS.slice(repository.born).flatMap((at, i) => {
      const month = repository.born + i;
      const {lines, covered} = codeOf(repository, month);
      const own = {
        entity_kind: "repo",
        repo_key: nameThen(repository.key, month),
        at,
        unit: "lines",
        labels: canonicalJson({team: repository.team})
      };
      return [
        {...own, metric: "lines covered", value: covered},
        {...own, metric: "lines to cover", value: lines}
      ];
    })
  );
}

function eventRows(history: readonly Occurrence[]): Row[] {
  const first = new Map<string, number>();
  for (const {search, repository, from} of history)
    if (search === "http-new") first.set(repository, Math.min(first.get(repository) ?? 99, from));
  const releases = [...first].sort().map(([repo_key, month], i) => ({
    event_id: `move-${i + 1}`,
    kind: "adoption",
    repo_key,
    at: MONTHS[month]! - 5 * 86_400_000,
    labels: canonicalJson({title: `${repo_key.split("/").at(-1)} moves to @acme/http`}),
    ref: `v${2 + (i % 3)}.0.0`
  }));
  return [
    ...releases,
    {
      event_id: "incident-1",
      kind: "incident",
      repo_key: `${HOST}/dock/label-printer`,
      at: Date.UTC(2025, 9, 14),
      end_at: Date.UTC(2025, 9, 16),
      state: "closed",
      labels: canonicalJson({title: "Label forgery"})
    }
  ];
}
