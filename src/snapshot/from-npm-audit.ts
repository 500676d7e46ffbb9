/**
 * `npm audit --json`: of npm 7 and later `vulnerabilities` by package, of npm 6 `advisories` by number. Both become the same
 * three metrics: `vulnerabilities` by severity, as npm itself counts them; `advisories` by severity, each once, which both
 * versions count alike; `package_advisories` of each package that has some of its own. Severities without any are 0.
 */
import {TidemarkError} from "../error.ts";
import {gatherClues} from "./clues.ts";
import {readHead} from "./decode.ts";
import {entryOf} from "./entry-of.ts";
import type {Importer} from "./importer.ts";
import {isCount, isObject, type JsonObject, readJson} from "./json.ts";
import {metricFinding, type ReportedNumber} from "./metric-file.ts";
import {problemList} from "./problems.ts";
import {readText} from "./table-file.ts";

const SEVERITIES = ["critical", "high", "moderate", "low", "info"] as const;
type Severity = (typeof SEVERITIES)[number];

/** An advisory, where it was found. */
interface Advisory {
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
}

/** What an audit says, whichever version wrote it. `packages` are the entries that were read. */
interface Audit {
  readonly advisories: readonly Advisory[];
  readonly counted: ReadonlyMap<Severity, number>;
  readonly packages: number;
}

type Skip = (what: string, name: string) => void;

/** Vulnerable packages and their advisories. */
export const fromNpmAudit: Importer = {
  format: "npm-audit",
  title: "npm audit",
  madeBy: "npm audit --json > NAME@COMMIT.npm-audit.json",
  recognizes({text}) {
    const start = text.slice(0, 65_536);
    if (/^\s*\{\s*"auditReportVersion"\s*:/.test(start)) return 1;
    return /^\s*\{/.test(start) && /"(?:advisories|vulnerabilities)"\s*:\s*\{/.test(start) && isAudit(start) ? 0.95 : 0;
  },
  async read(source, context) {
    const problems = problemList();
    const clues = await gatherClues(source, await readHead(source), context, problems);
    const {text, reasons, fileHash} = await readText(source, context);
    const reading = readJson(clues.hasFrontMatter ? text.slice(text.indexOf("\n") + 1) : text);
    const value = "value" in reading ? reading.value : null;
    if (!isObject(value) || !(isObject(value.vulnerabilities) || isObject(value.advisories)))
      throw new TidemarkError(
        "import/unreadable",
        `${source.name} begins like an audit of npm and is not whole. Make it again: ${fromNpmAudit.madeBy}.`
      );
    const skip: Skip = (what, name) =>
      problems.skip("npm-audit/no-severity", what, {line: lineOf(text, JSON.stringify(name))});
    const audit = isObject(value.vulnerabilities)
      ? ofPackages(value.vulnerabilities, value, skip)
      : ofAdvisories(value.advisories as JsonObject, value, skip);
    return metricFinding(fromNpmAudit, numbersOf(audit), {
      clues,
      context,
      problems,
      read: audit.packages,
      reasons,
      fileHash
    });
  }
};

/** Telling members of both versions, anywhere in the first 64 kB. */
function isAudit(start: string): boolean {
  return /"(?:module_name|vulnerable_versions|isDirect|fixAvailable|totalDependencies|muted)"\s*:/.test(start);
}

/** npm 7 and later: an entry for each package; `via` has its own advisories as objects and those of others as names. */
function ofPackages(entries: JsonObject, whole: JsonObject, skip: Skip): Audit {
  const advisories: Advisory[] = [];
  const own = new Map<Severity, number>();
  let packages = 0;
  for (const [name, entry] of Object.entries(entries)) {
    const severity = isObject(entry) ? severityOf(entry.severity) : null;
    if (!isObject(entry) || !severity) {
      skip("A package has no severity that is known.", name);
      continue;
    }
    packages++;
    own.set(severity, (own.get(severity) ?? 0) + 1);
    for (const via of Array.isArray(entry.via) ? (entry.via as unknown[]) : []) {
      if (!isObject(via)) continue;
      const id = via.source ?? via.url ?? via.title;
      advisories.push({id: String(id), name, severity: severityOf(via.severity) ?? severity});
    }
  }
  return {advisories, counted: statedCounts(whole) ?? own, packages};
}

/** npm 6: an entry for each advisory, with the package it is about. */
function ofAdvisories(entries: JsonObject, whole: JsonObject, skip: Skip): Audit {
  const advisories: Advisory[] = [];
  for (const [id, entry] of Object.entries(entries)) {
    const severity = isObject(entry) ? severityOf(entry.severity) : null;
    if (!isObject(entry) || !severity || typeof entry.module_name !== "string")
      skip("An advisory has no package, or no severity that is known.", id);
    else advisories.push({id, name: entry.module_name, severity});
  }
  const own = new Map<Severity, number>();
  for (const {severity} of advisories) own.set(severity, (own.get(severity) ?? 0) + 1);
  return {advisories, counted: statedCounts(whole) ?? own, packages: new Set(advisories.map(({name}) => name)).size};
}

/** npm's own count by severity; null where the file has none. */
function statedCounts({metadata}: JsonObject): ReadonlyMap<Severity, number> | null {
  const counts = isObject(metadata) ? metadata.vulnerabilities : null;
  if (!isObject(counts)) return null;
  return new Map(
    SEVERITIES.flatMap((severity) => {
      const count = counts[severity];
      return isCount(count) ? [[severity, count] as const] : [];
    })
  );
}

function* numbersOf({advisories, counted}: Audit): Generator<ReportedNumber> {
  for (const severity of SEVERITIES) {
    const labels = {severity};
    const distinct = new Set(advisories.filter((one) => one.severity === severity).map(({id}) => id));
    yield {metric: "vulnerabilities", of: "repo", labels, value: counted.get(severity) ?? 0, unit: "vulnerabilities"};
    yield {metric: "advisories", of: "repo", labels, value: distinct.size, unit: "advisories"};
  }
  const byPackage = new Map<string, Map<Severity, Set<string>>>();
  for (const {id, name, severity} of advisories) {
    const mine = entryOf(byPackage, name, () => new Map<Severity, Set<string>>());
    entryOf(mine, severity, () => new Set<string>()).add(id);
  }
  const of = {metric: "package_advisories", of: "package", unit: "advisories"} as const;
  if (!byPackage.size) yield {...of, value: 0};
  for (const [name, bySeverity] of byPackage)
    for (const [severity, ids] of bySeverity) yield {...of, name, labels: {severity}, value: ids.size};
}

function severityOf(value: unknown): Severity | null {
  return SEVERITIES.find((severity) => severity === value) ?? null;
}

/** The line on which a text first has a member of that name. */
function lineOf(text: string, name: string): number {
  const at = Math.max(0, text.indexOf(`${name}:`));
  return text.slice(0, at).split("\n").length;
}
