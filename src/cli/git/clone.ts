/** A local clone as the history of a repository. */
import {stat} from "node:fs/promises";
import {basename, resolve} from "node:path";
import {isTidemarkError, TidemarkError} from "../../error.ts";
import type {GitHistory, HistoryCommit} from "../../snapshot/git-history.ts";
import {repoKey} from "../../snapshot/repo-key.ts";
import {readBlobs} from "./blobs.ts";
import {gitText} from "./git.ts";
import {readTrees} from "./trees.ts";

/** A clone that was opened. */
export interface Clone {
  /** host/owner/name where the clone says where it comes from; else the name of its folder. */
  readonly key: string;
  readonly history: GitHistory;
  /** What a reader should know: sentences. */
  readonly notes: readonly string[];
}

/** Where a clone is, and its key where somebody says it. */
export interface ClonePlace {
  readonly folder: string;
  readonly key: string | null;
}

/** A place from a word: `DIR` or `KEY=DIR`. A folder of that very name comes first. */
export async function clonePlace(cwd: string, word: string): Promise<ClonePlace> {
  const equals = word.indexOf("=");
  const isFolder = await stat(resolve(cwd, word)).then(
    (found) => found.isDirectory(),
    () => false
  );
  if (isFolder || equals <= 0) return {folder: resolve(cwd, word), key: null};
  return {folder: resolve(cwd, word.slice(equals + 1)), key: repoKey(word.slice(0, equals))};
}

/**
 * Opens a clone: working, bare, shallow or partial.
 * @throws TidemarkError "git/no-repository", "git/empty", "git/failed", "git/missing"
 */
export async function openClone({folder, key}: ClonePlace, signal?: AbortSignal): Promise<Clone> {
  if (!(await stat(folder).catch(() => null))?.isDirectory())
    throw new TidemarkError("git/no-repository", `There is no folder ${folder}.`);
  const isShallow =
    (
      await gitText(folder, ["rev-parse", "--is-shallow-repository"], signal).catch((error) => {
        throw noRepository(folder, error);
      })
    ).trim() === "true";
  const config = await answerOf(folder, ["config", "--local", "--list", "-z"], signal);
  const settings = new Map(
    config.split("\0").map((entry) => [entry.split("\n", 1)[0]!, entry.slice(entry.indexOf("\n") + 1)])
  );
  const isPartial = [...settings].some(
    ([name, value]) => /^extensions\.partialclone$/i.test(name) || (/\.promisor$/i.test(name) && value === "true")
  );
  const ofHead = await readCommits(folder, "HEAD", signal);
  const isBare = settings.get("core.bare") === "true";
  const notes = ofHead && !isBare ? await headNotes(folder, ofHead[0]?.oid ?? "", settings, signal) : [];
  let commits = ofHead;
  if (!commits) {
    const branch = await otherBranch(folder, signal);
    commits = (await readCommits(folder, branch.ref, signal)) ?? [];
    notes.push(branch.note);
  }
  if (isShallow)
    notes.push(
      `its history begins at ${new Date(commits.at(-1)!.committedAt).toISOString().slice(0, 10)}, because the clone is shallow: earlier times are unknown. git fetch --unshallow brings the rest`
    );
  return {
    key: key ?? keyOf(settings.get("remote.origin.url"), folder),
    history: {
      commits,
      isShallow,
      changes: (trees) => readTrees(folder, trees, signal),
      contents: (blobs, take) => readBlobs(folder, blobs, isPartial, take, {signal})
    },
    notes
  };
}

function noRepository(folder: string, error: unknown): unknown {
  if (!isTidemarkError(error) || error.code !== "git/failed") return error;
  const {complaint} = error.details as {complaint?: string};
  if (/dubious ownership/.test(complaint ?? ""))
    return new TidemarkError(
      "git/no-repository",
      `${folder} belongs to another user, so git does not open it. If you trust it: git config --global --add safe.directory ${folder}`,
      {},
      error
    );
  return /not a git repository/.test(complaint ?? "")
    ? new TidemarkError("git/no-repository", `${folder} is no git repository. Give the folder of a clone.`, {}, error)
    : error;
}

/** What git prints; nothing where it says no. */
function answerOf(folder: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
  return gitText(folder, args, signal).catch((error) => {
    if (isTidemarkError(error) && error.code === "git/failed") return "";
    throw error;
  });
}

/** What HEAD is at, where it is no branch, or the origin's default branch is another one. */
async function headNotes(
  folder: string,
  head: string,
  settings: ReadonlyMap<string, string>,
  signal?: AbortSignal
): Promise<string[]> {
  const names = settings.has("remote.origin.url") ? ["HEAD", "refs/remotes/origin/HEAD"] : ["HEAD"];
  const [own, theirs] = (
    await Promise.all(names.map((name) => answerOf(folder, ["symbolic-ref", "-q", name], signal)))
  ).map((name) => branchName(name.trim()));
  if (own === "") return [`HEAD is detached at ${head.slice(0, 12)}: the history of that commit was searched`];
  return own && theirs && own !== theirs
    ? [`HEAD is at ${own}, and the default branch of its origin is ${theirs}: the history of ${own} was searched`]
    : [];
}

/** The default branch of a clone whose HEAD names none that is there: it was renamed, or nothing was committed yet. */
async function otherBranch(folder: string, signal?: AbortSignal): Promise<{ref: string; note: string}> {
  const ask = async (args: readonly string[]) => (await answerOf(folder, args, signal)).trim();
  const head = branchName(await ask(["symbolic-ref", "-q", "HEAD"])) || "nothing";
  const remote = await ask(["symbolic-ref", "-q", "refs/remotes/origin/HEAD"]);
  const branches = (await ask(["for-each-ref", "--format=%(refname)", "refs/heads"])).split("\n").filter(Boolean);
  const likely = [remote, "refs/heads/main", "refs/heads/master", branches.length === 1 ? branches[0]! : ""];
  for (const ref of likely.filter(Boolean))
    if (await ask(["rev-parse", "-q", "--verify", `${ref}^{commit}`]))
      return {ref, note: `HEAD names ${head}, which is not there: the history of ${branchName(ref)} was searched`};
  throw new TidemarkError(
    "git/empty",
    branches.length
      ? `${folder}: HEAD names ${head}, which is not there, and which of its ${branches.length} branches is the default one is not said. Set it: git symbolic-ref HEAD refs/heads/NAME`
      : `${folder} has no commit yet.`
  );
}

function branchName(ref: string): string {
  return ref.replace(/^refs\/(?:heads|remotes\/origin)\//, "");
}

/** Null where there is no such ref. */
async function readCommits(folder: string, ref: string, signal?: AbortSignal): Promise<HistoryCommit[] | null> {
  const text = await gitText(folder, ["rev-list", "--first-parent", "--format=%H %T %ct", ref, "--"], signal).catch(
    (error) => {
      const {complaint = ""} = isTidemarkError(error) ? (error.details as {complaint?: string}) : {};
      if (/bad revision|unknown revision|ambiguous argument/.test(complaint)) return null;
      throw error;
    }
  );
  return (
    text?.split("\n").flatMap((line): HistoryCommit[] => {
      const [oid, tree, seconds] = line.split(" ");
      return seconds === undefined ? [] : [{oid: oid!, tree: tree!, committedAt: Number(seconds) * 1000}];
    }) ?? null
  );
}

/** The key from where a clone comes from. A path or no origin says nothing: then its folder's name is taken. */
function keyOf(url: string | undefined, folder: string): string {
  const isAddress = url !== undefined && (/^[a-z][a-z0-9+.-]*:\/\/(?!\/)/i.test(url) || /^[^/\\]+:(?![\\/])/.test(url));
  return isAddress && !/^file:/i.test(url) ? repoKey(url) : basename(folder).replace(/(?<=.)\.git$/, "");
}
