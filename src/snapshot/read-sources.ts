/**
 * Files as they are dropped: sidecars go to their file, parts to their manifest, a zip to what is in it; every other file
 * is read by the importer of its content. One result for each; a file that cannot be read does not keep the others out.
 */
import {isAbort, isTidemarkError, messageOf, TidemarkError, throwIfAborted} from "../error.ts";
import {readHead} from "./decode.ts";
import {fromSnapshot, isManifest} from "./from-snapshot.ts";
import type {Answers, Finding, Known, Problem, ReadContext, Source} from "./importer.ts";
import {detect} from "./importers.ts";
import {SIDECAR} from "./sidecar.ts";
import {openZip, type ZipFile} from "./zip.ts";

/** How files are read. `answers` are by file name; `progress` counts the bytes of all files. */
export interface ReadOptions {
  readonly answers?: ReadonlyMap<string, Answers>;
  readonly known?: Known;
  readonly signal?: AbortSignal;
  readonly progress?: (bytesRead: number) => void;
}

/** What was found in a file (and those that belong to it), or why it could not be read. */
export type SourceReading =
  | {readonly names: readonly string[]; readonly finding: Finding}
  | {readonly names: readonly string[]; readonly error: TidemarkError};

const NOBODY: Known = {repositories: [], commitTime: () => null};

/**
 * Reads files that were given together.
 * @throws TidemarkError "call/aborted"; all other errors are in the results.
 */
export async function readSources(
  sources: readonly Source[],
  options: ReadOptions = {}
): Promise<readonly SourceReading[]> {
  const results: SourceReading[] = [];
  let done = 0;
  for (const group of await groupsOf(sources)) {
    throwIfAborted(options.signal);
    const progress = (read: number) => options.progress?.(done + read);
    results.push(...(await readGroup(group, {...options, progress})));
    done += group.files.reduce((sum, {size}) => sum + size, 0);
    options.progress?.(done);
  }
  return results;
}

/** A file and the files that belong to it. */
interface Group {
  readonly main: Source;
  readonly files: readonly Source[];
  readonly isFolder: boolean;
}

async function groupsOf(sources: readonly Source[]): Promise<Group[]> {
  const files = sources.filter(({name}) => !isLitter(name));
  const taken = new Set<Source>();
  const groups: Group[] = [];
  for (const main of files) {
    if (baseName(main.name) !== "manifest.json" || !isManifest((await readHead(main)).text)) continue;
    const folder = main.name.slice(0, -"manifest.json".length);
    // beside a manifest without a folder anything may lie; its parts have one
    const members = files.filter(
      (file) => file === main || (file.name.startsWith(folder) && (folder !== "" || file.name.startsWith("parts/")))
    );
    for (const member of members) taken.add(member);
    groups.push({main, files: members, isFolder: true});
  }
  for (const main of files) {
    if (taken.has(main) || main.name.endsWith(SIDECAR)) continue;
    const sidecar = files.find((file) => file.name === main.name + SIDECAR && !taken.has(file));
    taken.add(main);
    if (sidecar) taken.add(sidecar);
    groups.push({main, files: sidecar ? [main, sidecar] : [main], isFolder: false});
  }
  for (const orphan of files) if (!taken.has(orphan)) groups.push({main: orphan, files: [orphan], isFolder: false});
  return groups;
}

async function readGroup({main, files, isFolder}: Group, options: ReadOptions): Promise<SourceReading[]> {
  const names = files.map(({name}) => name);
  try {
    if (main.name.endsWith(SIDECAR))
      throw new TidemarkError(
        "import/lone-sidecar",
        `${main.name} says something about a file that is not here. Import both together.`
      );
    const head = await readHead(main);
    if (head.container === "zip") return await readZip(main, options);
    const context: ReadContext = {
      answers: options.answers?.get(main.name) ?? {},
      beside: new Map(files.map((file) => [file.name, file])),
      known: options.known ?? NOBODY,
      ...(options.signal ? {signal: options.signal} : {}),
      ...(options.progress ? {progress: options.progress} : {})
    };
    const importer = isFolder ? fromSnapshot : detect(head);
    return [{names, finding: await importer.read(main, context)}];
  } catch (error) {
    if (isAbort(error)) throw error;
    return [
      {
        names,
        error: isTidemarkError(error)
          ? error
          : new TidemarkError("import/failed", `${main.name} could not be read: ${messageOf(error)}.`, {}, error)
      }
    ];
  }
}

/** What is in a zip, as if its files had been given; answers for the zip are answers for each of them. */
async function readZip(zip: Source, options: ReadOptions): Promise<SourceReading[]> {
  const {entries, refused} = await openZip(zip, options);
  // the bytes of the archive are all read by now
  const {progress: _, ...quiet} = options;
  const given = options.answers?.get(zip.name);
  const answers = new Map(options.answers);
  if (given) for (const {name} of entries) if (!answers.has(name)) answers.set(name, given);
  const results: SourceReading[] = [];
  for (const group of await groupsOf(entries)) {
    const head = await readHead(group.main);
    if (head.container === "zip") {
      results.push({
        names: [zip.name, group.main.name],
        error: new TidemarkError("import/zip-in-zip", `${group.main.name} is a zip inside a zip. Unpack the outer one.`)
      });
      continue;
    }
    for (const result of await readGroup(group, {...quiet, answers}))
      results.push({...result, names: [zip.name, ...result.names]});
  }
  if (!results.length) throw new TidemarkError("import/empty-zip", emptyZip(zip.name, refused));
  return withRefused(results, refused);
}

function emptyZip(name: string, refused: ZipFile["refused"]): string {
  return refused.length
    ? `Nothing in ${name} can be opened: ${refused[0]!.name}: ${refused[0]!.reason}.`
    : `${name} is an empty zip.`;
}

/** The first finding tells which of the archive's files were not opened. */
function withRefused(results: readonly SourceReading[], refused: ZipFile["refused"]): SourceReading[] {
  const at = results.findIndex((result) => "finding" in result);
  if (!refused.length || at < 0) return [...results];
  const problem: Problem = {
    code: "zip/refused",
    text: `Files of the zip were not opened: ${refused
      .slice(0, 10)
      .map(({name, reason}) => `${name.slice(0, 100)} (${reason})`)
      .join(", ")}.`,
    effect: "skipped",
    count: refused.length,
    places: refused.map(({name}) => ({file: name}))
  };
  return results.map((result, i) =>
    i === at && "finding" in result
      ? {
          ...result,
          finding: {
            ...result.finding,
            problems: [problem, ...result.finding.problems],
            skipped: result.finding.skipped + refused.length
          }
        }
      : result
  );
}

/** Files that file managers leave behind. */
function isLitter(name: string): boolean {
  return /(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)$|(?:^|\/)__MACOSX\//.test(name);
}

function baseName(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
