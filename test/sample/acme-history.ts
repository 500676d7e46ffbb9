/**
 * What happened in Acme's code, month by month: every place that one of its searches finds, from when it came to when it
 * went. All tables of the sample, and the numbers its tests expect, are counted from this.
 */
import {ACME_REPOSITORIES, type AcmeRepository, email, MONTHS, teamNamed} from "./acme-people.ts";

export const SEARCHES = ["http-legacy", "http-new", "todo", "node-image", "weak-hash"] as const;
export type Search = (typeof SEARCHES)[number];

/** A place that a search finds in the months from `from` until `until` (the first without it; 24: it is still there). */
export interface Occurrence {
  readonly search: Search;
  readonly repository: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
  /** The part of the text that matched. */
  readonly matched: string;
  readonly capture: string | null;
  readonly author: string;
  readonly from: number;
  until: number;
}

const END = MONTHS.length;

/** Numbers that look random and are always the same. Source: Mulberry32, public domain. */
export function seeded(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    /** From `low` to `high`, both included. */
    between: (low: number, high: number) => low + below(high - low + 1),
    /** True in `share` of a hundred cases. */
    chance: (share: number) => next() * 100 < share,
    pick: <T>(list: readonly T[]): T => list[below(list.length)]!
  };
}
type Random = ReturnType<typeof seeded>;

const MODULES = {
  TypeScript: ["orders", "api", "views", "auth", "reporting", "jobs", "client", "forms"],
  Go: ["internal/store", "internal/api", "cmd/server", "internal/queue"],
  Python: ["pipeline", "models", "reporting", "jobs"]
} as const;
const FILES = ["index", "load", "sync", "list", "update", "notify", "price", "export", "schedule", "retry"] as const;
const ENDINGS = {TypeScript: "ts", Go: "go", Python: "py"} as const;
const REASONS = [
  "handle an empty list",
  "remove after the move",
  "the limit is a guess",
  "ask for the time zone",
  "retry",
  "log this"
] as const;
const THINGS = ["orders", "rates", "routes", "labels", "stops", "users", "invoices"] as const;

/** Everything that happened. */
export function acmeHistory(): Occurrence[] {
  return ACME_REPOSITORIES.flatMap((repository, i) => historyOf(repository, seeded(1000 + i)));
}

function historyOf(repository: AcmeRepository, random: Random): Occurrence[] {
  const all: Occurrence[] = [];
  const taken = new Set<string>();
  const {language, size, born, team: teamName, key} = repository;
  const team = teamNamed(teamName);
  const paths = Array.from({length: 4 + size * 4}, () => {
    const folder = random.pick(MODULES[language]);
    return `${language === "TypeScript" ? "src/" : ""}${folder}/${random.pick(FILES)}.${ENDINGS[language]}`;
  });
  const place = (
    search: Search,
    month: number,
    given: {path?: string; line?: number; before: string; matched: string; after: string; capture?: string}
  ): Occurrence => {
    const path = given.path ?? random.pick(paths);
    let line = given.line ?? random.between(2, 240);
    while (taken.has(`${path}:${line}`)) line++;
    taken.add(`${path}:${line}`);
    const occurrence: Occurrence = {
      search,
      repository: key,
      path,
      line,
      column: given.before.length + 1,
      text: given.before + given.matched + given.after,
      matched: given.matched,
      capture: given.capture ?? null,
      author: email(random.pick(team.people)),
      from: month,
      until: END
    };
    all.push(occurrence);
    return occurrence;
  };
  const call = (search: "http-legacy" | "http-new", month: number, path?: string) => {
    const matched = search === "http-legacy" ? "legacyFetch(" : "http.get(";
    return place(search, month, {
      ...(path === undefined ? {} : {path}),
      before: `  const ${random.pick(THINGS)} = await `,
      matched,
      after: `"/${random.pick(THINGS)}");`
    });
  };
  const remark = (month: number) => {
    const word = random.pick(["TODO", "TODO", "TODO", "FIXME", "HACK"]);
    const sign = language === "Python" ? "# " : "// ";
    return place("todo", month, {
      before: `  ${sign}`,
      matched: word,
      after: `: ${random.pick(REASONS)}`,
      capture: word
    });
  };

  if (language === "TypeScript" && key.split("/").at(-1) !== "http-client") {
    const count = born > team.start ? 0 : size * random.between(4, 8);
    for (let i = 0; i < count; i++) call("http-legacy", born);
    for (let month = Math.max(1, born); month < END; month++) {
      const moved = month >= team.start ? team.pace : 0;
      for (const old of all.filter(({search, until}) => search === "http-legacy" && until === END))
        if (random.chance(moved) && old.from < month) {
          old.until = month;
          call("http-new", month, old.path);
        }
      if (random.chance(16 * size)) call(month > team.start ? "http-new" : "http-legacy", month);
    }
  }

  const remarks = size * random.between(3, 7);
  for (let i = 0; i < remarks; i++) remark(born);
  for (let month = Math.max(1, born); month < END; month++) {
    // the clean-up week of March 2026 is seen on April 1
    const cleaned = month === 19 ? (teamName === "Data" ? 10 : 42) : 3;
    for (const old of all.filter(({search, until}) => search === "todo" && until === END))
      if (random.chance(cleaned) && old.from < month) old.until = month;
    for (let n = random.between(0, size); n > 0; n--) if (random.chance(42)) remark(month);
  }

  if (repository.node) nodeHistory(repository, random, place);
  weakHashes(repository, random, place);
  return all;
}

type Place = (
  search: Search,
  month: number,
  given: {path?: string; line?: number; before: string; matched: string; after: string; capture?: string}
) => Occurrence;

/** A Dockerfile names one version at a time; the laggards stay with 16. */
function nodeHistory({key, team, born}: AcmeRepository, random: Random, place: Place): void {
  const name = key.split("/").at(-1)!;
  const isLate = ["label-printer", "reports-web", "picking-app"].includes(name);
  const first = born >= 7 ? "20" : born >= 2 ? "18" : random.pick(["16", "16", "18"]);
  const steps = ["16", "18", "20", "22"].slice(["16", "18", "20", "22"].indexOf(isLate ? "16" : first));
  let month = born;
  let line = 1;
  for (const [i, version] of steps.entries()) {
    const stay = team === "Platform" ? random.between(3, 6) : random.between(4, 9);
    const until = i === steps.length - 1 || isLate ? END : month + stay;
    const image = place("node-image", month, {
      path: "deploy/Dockerfile",
      line: line++,
      before: "FROM ",
      matched: `node:${version}`,
      after: "-alpine",
      capture: version
    });
    image.until = Math.min(until, END);
    month = image.until;
    if (month >= END) break;
  }
}

/** Hashes that can be forged; after the incident of October 2025 they go, a few stay, and one comes back. */
function weakHashes({key, language, size}: AcmeRepository, random: Random, place: Place): void {
  const name = key.split("/").at(-1)!;
  const stays = name === "label-printer" || name === "tariff-import";
  const count = stays ? 4 : random.chance(55) ? random.between(1, 1 + size) : 0;
  const born = ACME_REPOSITORIES.find((repository) => repository.key === key)!.born;
  const one = (month: number, algorithm: string) =>
    place("weak-hash", month, {
      before: language === "Python" ? "    digest = " : "  const digest = ",
      matched:
        language === "Python"
          ? `hashlib.${algorithm}(`
          : language === "Go"
            ? `${algorithm}.New(`
            : `createHash("${algorithm}"`,
      after: ")",
      capture: algorithm
    });
  for (let i = 0; i < count; i++) {
    const hash = one(born, random.pick(["md5", "md5", "sha1"]));
    if (stays && i < 3) continue;
    hash.until = Math.min(END, 14 + random.between(0, 7));
    if (hash.until <= born) hash.until = END;
  }
  if (name === "exports-api") one(21, "md5");
}
