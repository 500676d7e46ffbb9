/**
 * CODEOWNERS: who owns which paths of a repository. The last matching line wins, at GitLab in each section on its own,
 * where the owners of all sections add up. See path-pattern.ts for what matches.
 */
import type {Message, Reading} from "../error.ts";
import {type OwnersDialect, type PathPattern, pathPattern} from "./path-pattern.ts";

/** GitHub does not load a CODEOWNERS file of this size or more, bytes; GitLab names no limit, so we take the same. */
export const MAX_CODEOWNERS = 3 * 1024 * 1024;

/** Where a CODEOWNERS file may lie, by what the host looks at first; the first one there is the only one read. */
export const CODEOWNERS_PATHS: Readonly<Record<OwnersDialect, readonly string[]>> = {
  github: [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"],
  gitlab: ["CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"]
};

/** A line that gives paths to owners. */
export interface OwnerRule {
  readonly line: number;
  readonly pattern: PathPattern;
  /** As written, defaults of the section filled in; none: the line takes the paths away from all owners. */
  readonly owners: readonly string[];
  /** GitLab's `!`: nobody of this section owns the paths, whatever else the section says. */
  readonly excludes: boolean;
}

/** A part of the file with rules of its own. GitHub's files have one, without a name. */
export interface OwnerSection {
  /** As its first heading spells it; "" for the lines before the first heading. */
  readonly name: string;
  /** Its owners' approval is not asked for; a section with several headings is optional when all of them are. */
  readonly optional: boolean;
  /** How many of its owners must approve. */
  readonly approvals: number;
  readonly rules: readonly OwnerRule[];
}

/** A CODEOWNERS file, read. */
export interface Codeowners {
  readonly dialect: OwnersDialect;
  readonly sections: readonly OwnerSection[];
}

/** What one section says of a path. */
export interface SectionOwners {
  readonly section: OwnerSection;
  /** The line that won, counted from 1. */
  readonly line: number;
  readonly owners: readonly string[];
}

/**
 * Reads a CODEOWNERS file. Lines that the host would skip are skipped, with a message that names the line.
 * Source: GitHub "About code owners"; GitLab "Syntax of CODEOWNERS file" and "Advanced CODEOWNERS configuration".
 */
export function parseCodeowners(text: string, dialect: OwnersDialect): Reading<Codeowners> {
  const messages: Message[] = [];
  const say = (level: Message["level"], line: number, text: string) => messages.push({level, text, place: {line}});
  if (new TextEncoder().encode(text).length >= MAX_CODEOWNERS) {
    say(
      "error",
      1,
      "The CODEOWNERS file has 3 MB or more; code hosts do not read such a file, so nobody owns anything."
    );
    return {value: {dialect, sections: []}, messages};
  }
  const sections = sectionList();
  let defaults: readonly string[] = [];
  for (const [i, raw] of text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .entries()) {
    const line = i + 1;
    const trimmed = raw.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    const heading = dialect === "gitlab" ? readHeading(trimmed) : null;
    if (heading) {
      if (heading.name === "") say("warning", line, "A section needs a name between its brackets.");
      if (heading.rest)
        say(
          "warning",
          line,
          `The text after the section's heading is no owner and is ignored: ${quote(heading.rest)}.`
        );
      sections.open(heading);
      defaults = heading.owners;
      continue;
    }
    if (dialect === "gitlab" && /^\^?\[/.test(trimmed))
      say("warning", line, "This section heading has no closing bracket, so it is read as a path.");
    const rule = readRule(trimmed, line, dialect, defaults, say);
    if (rule) sections.current().rules.push(rule);
  }
  return {value: {dialect, sections: sections.all()}, messages};
}

/** The sections that have a word on a path, in the file's order; an excluded path is none's. */
export function sectionsOf(file: Codeowners, path: string): SectionOwners[] {
  const parts = path.split("/");
  const found: SectionOwners[] = [];
  for (const section of file.sections) {
    let winner: OwnerRule | undefined;
    for (let i = section.rules.length - 1; i >= 0; i--) {
      const rule = section.rules[i]!;
      // after a winner only an exclusion can change the answer
      if ((winner && !rule.excludes) || !rule.pattern.test(parts)) continue;
      winner = rule;
      if (rule.excludes || file.dialect === "github") break;
    }
    if (winner && !winner.excludes) found.push({section, line: winner.line, owners: winner.owners});
  }
  return found;
}

/** All owners of a path, each once, in the file's order; none for a path that nobody owns. */
export function ownersOf(file: Codeowners, path: string): readonly string[] {
  const found = sectionsOf(file, path);
  if (found.length === 1) return found[0]!.owners;
  const owners = new Map<string, string>();
  for (const section of found)
    for (const owner of section.owners) if (!owners.has(ownerIdentity(owner))) owners.set(ownerIdentity(owner), owner);
  return [...owners.values()];
}

/** What two spellings of one owner share: hosts do not tell cases of names apart. */
export function ownerIdentity(owner: string): string {
  return owner.toLowerCase();
}

type Say = (level: Message["level"], line: number, text: string) => void;

function readRule(
  text: string,
  line: number,
  dialect: OwnersDialect,
  defaults: readonly string[],
  say: Say
): OwnerRule | null {
  // a space or tab ends the pattern unless a backslash stands before it
  const [, written = "", rest = ""] = /^((?:\\.|[^\\\s]|\\$)+)(?:\s+(.*))?$/s.exec(text) ?? [];
  const excludes = dialect === "gitlab" && written.startsWith("!");
  const pattern = pathPattern(excludes ? written.slice(1) : written, dialect);
  if (typeof pattern === "string") {
    say("warning", line, `The line is skipped: ${pattern}.`);
    return null;
  }
  const words = rest.split(/\s+/).filter(Boolean);
  if (dialect === "github") {
    const comment = words.findIndex((word) => word.startsWith("#"));
    const owners = comment < 0 ? words : words.slice(0, comment);
    const wrong = owners.find((word) => !isOwner(word, dialect));
    if (wrong !== undefined) {
      say("error", line, `The line is skipped: ${quote(wrong)} is no owner (@user, @org/team or an e-mail address).`);
      return null;
    }
    return {line, pattern, owners: once(owners), excludes};
  }
  const owners = words.filter((word) => isOwner(word, dialect));
  const wrong = words.find((word) => !isOwner(word, dialect));
  if (wrong !== undefined && !excludes)
    say(
      "warning",
      line,
      `${quote(wrong)} is no owner (@user, @group, @@role or an e-mail address) and is ignored.${wrong.startsWith("#") ? " GitLab knows no comments behind a path." : ""}`
    );
  const own = words.length ? owners : defaults;
  if (!words.length && !own.length && !excludes)
    say("warning", line, "Nobody owns these paths: no owner stands behind them.");
  return {line, pattern, owners: excludes ? [] : once(own), excludes};
}

interface Heading {
  readonly name: string;
  readonly optional: boolean;
  readonly approvals: number;
  readonly owners: readonly string[];
  readonly rest: string;
}

/** `[Name]`, `^[Name]`, `[Name][2] @owner`; null for a line that is no heading. Fewer than one approval is one. */
function readHeading(text: string): Heading | null {
  const found = /^(\^)?\[([^\]]*)\](?:\[([\s\d]*)\])?(.*)$/s.exec(text);
  if (!found) return null;
  const [, caret, name = "", count = "", rest = ""] = found;
  const words = rest.split(/\s+/).filter(Boolean);
  const owners = words.filter((word) => isOwner(word, "gitlab"));
  return {
    name: name.trim(),
    optional: caret !== undefined,
    approvals: Math.max(1, Number.parseInt(count.trim() || "1", 10) || 1),
    owners: once(owners),
    rest: words.filter((word) => !owners.includes(word)).join(" ")
  };
}

/** Sections under construction: names that differ in case only are one, and an earlier one can be opened again. */
function sectionList() {
  type Draft = {name: string; optional: boolean; approvals: number; rules: OwnerRule[]};
  const drafts = new Map<string, Draft>();
  let current: Draft = {name: "", optional: false, approvals: 1, rules: []};
  drafts.set("\0", current);
  return {
    current: () => current,
    all: (): OwnerSection[] => [...drafts.values()].filter(({name, rules}) => name !== "" || rules.length > 0),
    open({name, optional, approvals}: Heading) {
      const key = name.toLowerCase();
      const known = drafts.get(key);
      current = known ?? {name, optional, approvals, rules: []};
      if (known) {
        known.optional &&= optional;
        known.approvals = Math.max(known.approvals, approvals);
      }
      drafts.set(key, current);
    }
  };
}

function isOwner(word: string, dialect: OwnersDialect): boolean {
  if (word.startsWith("@@")) return dialect === "gitlab" && /^@@(?:developer|maintainer|owner)s?$/i.test(word);
  if (!word.startsWith("@")) return /^[^@\s#]+@[^@\s]+\.[^@\s]+$/.test(word);
  return dialect === "gitlab" ? /^@[\w.-]+(?:\/[\w.-]+)*$/.test(word) : /^@[\w.-]+(?:\/[\w.-]+)?$/.test(word);
}

function once(owners: readonly string[]): readonly string[] {
  return [...new Map(owners.map((owner): [string, string] => [ownerIdentity(owner), owner])).values()];
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}
