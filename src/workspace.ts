/**
 * `tidemark.yaml`, a workspace's own file: what its repositories were called before, who its teams are, where its code can
 * be looked at, and what happened when. All of it may be missing; what cannot be read is left out, with a message that
 * names the line, and the rest holds.
 */
import {type CodeLinks, DEFAULT_LINKS, HOST_KINDS, type HostForms, type HostKind, isLinkForm} from "./code-links.ts";
import {isTidemarkError, type Message, type Reading} from "./error.ts";
import {instant, isRecord, kindOf, nearest, Refusal, texts} from "./fields.ts";
import {compileRegex} from "./regex.ts";
import {plainOwner, type Team} from "./teams.ts";
import {readYaml, yamlPlaces} from "./yaml.ts";

/** The name of the file, in the workspace's folder. */
export const WORKSPACE_FILE = "tidemark.yaml";

/** The snapshots that come with Tidemark, with the folder below `public` of each. */
export const SAMPLES = {sample: "sample", acme: "sample/acme"} as const;

/** Which snapshots a notebook reads: the workspace's own, or those of a sample. */
export type SnapshotsName = "workspace" | keyof typeof SAMPLES;
export const SNAPSHOTS = ["workspace", "sample", "acme"] as const satisfies readonly SnapshotsName[];

/** A repository that the workspace says something about. */
export interface WorkspaceRepository {
  /** host/owner/name, as written. */
  readonly key: string;
  readonly url: string | null;
  /** Whose rules its CODEOWNERS follow; null: what its host's name says. */
  readonly codeowners: "github" | "gitlab" | null;
  readonly tags: readonly string[];
}

/** A set of repositories with a name, for filters: any include (all when there is none), no exclude. */
export interface RepositorySet {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** Something that happened, for charts. Times are epoch ms. */
export interface WorkspaceEvent {
  readonly at: number;
  readonly until: number | null;
  readonly text: string;
  /** The word that `events:` of a notebook asks for: releases, incidents, … */
  readonly kind: string;
  /** Regular expressions on repository keys; none: it concerns all. */
  readonly repositories: readonly string[];
}

export interface Workspace {
  readonly repositories: readonly WorkspaceRepository[];
  /** The present name of a repository by an earlier one; chains are followed to their end. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly teams: readonly Team[];
  readonly contexts: ReadonlyMap<string, RepositorySet>;
  readonly links: CodeLinks;
  readonly events: readonly WorkspaceEvent[];
}

/** A workspace that says nothing. */
export const EMPTY_WORKSPACE: Workspace = {
  repositories: [],
  aliases: new Map(),
  teams: [],
  contexts: new Map(),
  links: DEFAULT_LINKS,
  events: []
};

/** A file larger than this is refused, characters. */
const LARGEST = 2_000_000;

type Path = readonly (string | number)[];
type Say = (level: Message["level"], path: Path, text: string) => void;

const MEMBERS = ["repositories", "aliases", "teams", "contexts", "links", "events"] as const;

/** Reads the text of `tidemark.yaml`; null is a workspace without one. */
export function readWorkspace(text: string | null): Reading<Workspace> {
  if (text === null || text.trim() === "") return {value: EMPTY_WORKSPACE, messages: []};
  if (text.length > LARGEST) {
    const large = `${WORKSPACE_FILE} has more than ${LARGEST.toLocaleString("en")} characters and is not read.`;
    return {value: EMPTY_WORKSPACE, messages: [{level: "error", text: large, place: {file: WORKSPACE_FILE, line: 1}}]};
  }
  const source = text.replace(/^\uFEFF/, "");
  const {value, messages: faults} = readYaml(source, 1, `${WORKSPACE_FILE} is no YAML`);
  const messages: Message[] = faults.map((fault) => ({...fault, place: {...fault.place, file: WORKSPACE_FILE}}));
  if (faults.some(({level}) => level === "error")) return {value: EMPTY_WORKSPACE, messages};
  const placeOf = yamlPlaces(source);
  const say: Say = (level, path, text) => messages.push({level, text, place: {...placeOf(path), file: WORKSPACE_FILE}});
  if (value === null || value === undefined) return {value: EMPTY_WORKSPACE, messages};
  if (!isRecord(value)) {
    say(
      "error",
      [],
      `${WORKSPACE_FILE} is written as "name: value" lines (${MEMBERS.join(", ")}); this is ${kindOf(value)}.`
    );
    return {value: EMPTY_WORKSPACE, messages};
  }
  for (const name of Object.keys(value)) {
    if (MEMBERS.includes(name as (typeof MEMBERS)[number])) continue;
    const near = nearest(name, MEMBERS);
    say("warning", [name], `"${name}" is not read.${near ? ` Did you mean "${near}"?` : ""}`);
  }
  return {
    value: {
      repositories: readRepositories(value.repositories, say),
      aliases: readAliases(value.aliases, say),
      teams: readTeams(value.teams, say),
      contexts: readContexts(value.contexts, say),
      links: readLinks(value.links, say),
      events: readEvents(value.events, say)
    },
    messages
  };
}

/** The present name of a repository. */
export function currentName(workspace: Workspace, repo: string): string {
  return workspace.aliases.get(repo) ?? repo;
}

function readRepositories(value: unknown, say: Say): WorkspaceRepository[] {
  return itemsOf(value, ["repositories"], "a list of repositories", say).flatMap(({item, path}) => {
    if (typeof item === "string") return {key: item, url: null, codeowners: null, tags: []};
    if (!isRecord(item) || typeof item.key !== "string") {
      say("error", path, `A repository is host/owner/name, or an object with its "key"; this is ${kindOf(item)}.`);
      return [];
    }
    warnUnknown(item, ["key", "url", "codeowners", "tags"], path, say);
    const {url = null, codeowners = null} = item;
    if (url !== null && !(typeof url === "string" && isLinkForm(url)))
      say("error", [...path, "url"], `"url" is an http(s) address; this is ${kindOf(url)}.`);
    if (codeowners !== null && codeowners !== "github" && codeowners !== "gitlab")
      say("error", [...path, "codeowners"], `"codeowners" is github or gitlab; this is ${kindOf(codeowners)}.`);
    return {
      key: item.key,
      url: typeof url === "string" && isLinkForm(url) ? url : null,
      codeowners: codeowners === "github" || codeowners === "gitlab" ? codeowners : null,
      tags: textsOf(item.tags, [...path, "tags"], say)
    };
  });
}

function readAliases(value: unknown, say: Say): Map<string, string> {
  const direct = new Map<string, string>();
  for (const {name, item, path} of membersOf(value, ["aliases"], 'lines of "old name: new name"', say))
    if (typeof item === "string" && item.trim() !== "") direct.set(name, item.trim());
    else say("error", path, `The new name of ${name} should be a repository (host/owner/name); it is ${kindOf(item)}.`);
  const resolved = new Map<string, string>();
  for (const name of direct.keys()) {
    const seen = new Set([name]);
    let now = direct.get(name)!;
    while (direct.has(now) && !seen.has(now)) {
      seen.add(now);
      now = direct.get(now)!;
    }
    if (seen.has(now)) say("error", ["aliases", name], `The names of ${name} lead back to it; the line is ignored.`);
    else resolved.set(name, now);
  }
  return resolved;
}

function readTeams(value: unknown, say: Say): Team[] {
  const claimed = new Map<string, string>();
  return membersOf(value, ["teams"], 'lines of "name: {owners, authors, repositories}"', say).flatMap(
    ({name, item, path}) => {
      if (!isRecord(item)) {
        say("error", path, `The team ${name} should have owners, authors or repositories; this is ${kindOf(item)}.`);
        return [];
      }
      warnUnknown(item, ["owners", "authors", "repositories"], path, say);
      const team: Team = {
        name,
        owners: textsOf(item.owners, [...path, "owners"], say),
        authors: textsOf(item.authors, [...path, "authors"], say),
        repositories: patternsOf(item.repositories, [...path, "repositories"], say)
      };
      for (const [i, owner] of team.owners.entries()) {
        const other = claimed.get(plainOwner(owner));
        if (other !== undefined && other !== name)
          say("warning", [...path, "owners", i], `${owner} is an owner of ${other} too; ${other} has it.`);
        else claimed.set(plainOwner(owner), name);
      }
      if (!team.owners.length && !team.authors.length && !team.repositories.length)
        say("warning", path, `The team ${name} has no owners, authors or repositories, so nothing is its own.`);
      return team;
    }
  );
}

function readContexts(value: unknown, say: Say): Map<string, RepositorySet> {
  const sets = new Map<string, RepositorySet>();
  for (const {name, item, path} of membersOf(value, ["contexts"], 'lines of "name: {include, exclude}"', say)) {
    if (!isRecord(item)) {
      sets.set(name, {include: patternsOf(item, path, say), exclude: []});
      continue;
    }
    warnUnknown(item, ["include", "exclude"], path, say);
    sets.set(name, {
      include: patternsOf(item.include, [...path, "include"], say),
      exclude: patternsOf(item.exclude, [...path, "exclude"], say)
    });
  }
  return sets;
}

function readLinks(value: unknown, say: Say): CodeLinks {
  const hosts = new Map<string, HostForms>(DEFAULT_LINKS.hosts);
  if (value === undefined || value === null) return {hosts, search: null};
  if (!isRecord(value)) {
    say("error", ["links"], `"links" should hold "search" and "hosts"; it is ${kindOf(value)}.`);
    return {hosts, search: null};
  }
  warnUnknown(value, ["search", "hosts"], ["links"], say);
  const kinds = Object.keys(HOST_KINDS).join(", ");
  for (const {name, item, path} of membersOf(value.hosts, ["links", "hosts"], 'lines of "host: kind"', say)) {
    if (typeof item === "string" && Object.hasOwn(HOST_KINDS, item)) hosts.set(name, HOST_KINDS[item as HostKind]);
    else if (isRecord(item)) {
      warnUnknown(item, ["file", "commit", "diff"], path, say);
      const form = (key: keyof HostForms) => linkForm(item[key], [...path, key], say);
      hosts.set(name, {file: form("file"), commit: form("commit"), diff: form("diff")});
    } else
      say(
        "error",
        path,
        `${name} should be one of ${kinds}, or hold "file", "commit" and "diff"; it is ${kindOf(item)}.`
      );
  }
  return {hosts, search: linkForm(value.search, ["links", "search"], say)};
}

function linkForm(value: unknown, path: Path, say: Say): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" && isLinkForm(value)) return value;
  say("error", path, `"${path.at(-1)}" should be an http(s) address; it is ${kindOf(value)}.`);
  return null;
}

function readEvents(value: unknown, say: Say): WorkspaceEvent[] {
  const events = itemsOf(value, ["events"], "a list of {at, text}", say).flatMap(({item, path}) => {
    if (!isRecord(item)) {
      say("error", path, `An event has a date and a text, as {at: 2026-03-01, text: Freeze}; this is ${kindOf(item)}.`);
      return [];
    }
    warnUnknown(item, ["at", "until", "text", "kind", "repositories"], path, say);
    const [at, until] = (["at", "until"] as const).map((name) => {
      if (item[name] === undefined || item[name] === null) return null;
      const read = instant("").read(item[name]);
      if (!(read instanceof Refusal)) return read;
      say("error", [...path, name], `"${name}" should be a date such as 2026-03-01, but ${read.reason}.`);
      return null;
    }) as [number | null, number | null];
    if (typeof item.text !== "string" && typeof item.text !== "number") {
      say("error", path, `An event needs a "text" that says what happened.`);
      return [];
    }
    if (at === null) {
      if (item.at === undefined) say("error", path, `The event ${JSON.stringify(item.text)} needs a date ("at").`);
      return [];
    }
    return {
      at,
      until,
      text: String(item.text),
      kind: typeof item.kind === "string" ? item.kind : "event",
      repositories: patternsOf(item.repositories, [...path, "repositories"], say)
    };
  });
  return events.sort((a, b) => a.at - b.at);
}

function itemsOf(value: unknown, path: Path, expected: string, say: Say): {item: unknown; path: Path}[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map((item: unknown, i) => ({item, path: [...path, i]}));
  say("error", path, `"${path.at(-1)}" should be ${expected}; it is ${kindOf(value)}.`);
  return [];
}

function membersOf(
  value: unknown,
  path: Path,
  expected: string,
  say: Say
): {name: string; item: unknown; path: Path}[] {
  if (value === undefined || value === null) return [];
  if (isRecord(value)) return Object.entries(value).map(([name, item]) => ({name, item, path: [...path, name]}));
  say("error", path, `"${path.at(-1)}" should be ${expected}; it is ${kindOf(value)}.`);
  return [];
}

function warnUnknown(value: object, known: readonly string[], path: Path, say: Say): void {
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    say("warning", [...path, name], `"${name}" is not read here.${near ? ` Did you mean "${near}"?` : ""}`);
  }
}

function textsOf(value: unknown, path: Path, say: Say): readonly string[] {
  if (value === undefined || value === null) return [];
  const read = texts("").read(value);
  if (!(read instanceof Refusal)) return read;
  say("error", path, `"${path.at(-1)}" should be a text or a list of texts, but ${read.reason}.`);
  return [];
}

/** The patterns of a list that are regular expressions. */
function patternsOf(value: unknown, path: Path, say: Say): readonly string[] {
  return textsOf(value, path, say).filter((pattern, i) => {
    try {
      compileRegex(pattern);
      return true;
    } catch (error) {
      if (!isTidemarkError(error)) throw error;
      say("error", [...path, i], error.message);
      return false;
    }
  });
}
