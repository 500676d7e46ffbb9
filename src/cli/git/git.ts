/**
 * Git, run on a stranger's clone. Arguments never pass a shell; nothing of the caller's environment steers git (`GIT_*`), no
 * hook and no file monitor of the clone runs, nothing is fetched, and a folder that is no repository does not become one
 * because it lies in another.
 */
import {type ChildProcessWithoutNullStreams, spawn} from "node:child_process";
import {dirname, resolve} from "node:path";
import {TidemarkError} from "../../error.ts";

/** What git needs of the environment: where it and the user's own settings are. */
const KEPT = ["PATH", "HOME", "USERPROFILE", "XDG_CONFIG_HOME", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP"];

const SETTINGS = [
  ...["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never"],
  ...["-c", "core.quotePath=false", "-c", "core.deltaBaseCacheLimit=256m", "-c", "submodule.recurse=false"]
];

/** The most of what git complains about that is kept. */
const MOST_COMPLAINTS = 4000;

/** A git that runs. `done` fails with "git/failed" (details: complaint) when it does not end well. */
export interface RunningGit {
  readonly input: ChildProcessWithoutNullStreams["stdin"];
  readonly output: ChildProcessWithoutNullStreams["stdout"];
  readonly done: Promise<void>;
}

/** Starts git in a folder; it ends with the signal. */
export function startGit(folder: string, args: readonly string[], signal?: AbortSignal): RunningGit {
  const at = resolve(folder);
  const environment = Object.fromEntries(
    KEPT.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))
  );
  const child = spawn("git", ["--no-pager", "--no-replace-objects", ...SETTINGS, ...args], {
    cwd: at,
    env: {
      ...environment,
      LC_ALL: "C",
      GIT_CEILING_DIRECTORIES: dirname(at),
      // what an old file says of parents is no more the history than replacements are
      GIT_GRAFT_FILE: "/dev/null",
      GIT_NO_LAZY_FETCH: "1",
      GIT_OPTIONAL_LOCKS: "0",
      GIT_TERMINAL_PROMPT: "0"
    },
    stdio: ["pipe", "pipe", "pipe"],
    ...(signal ? {signal} : {})
  });
  let complaint = "";
  child.stderr.on("data", (bytes: Buffer) => {
    if (complaint.length < MOST_COMPLAINTS) complaint += bytes.toString("utf8");
  });
  // a git that ends early does not read on
  child.stdin.on("error", () => undefined);
  const done = new Promise<void>((end, fail) => {
    child.on("error", (error: NodeJS.ErrnoException) =>
      fail(
        error.name === "AbortError"
          ? error
          : new TidemarkError(
              "git/missing",
              error.code === "ENOENT"
                ? `git cannot be started in ${at}. Is git installed, and is that a folder?`
                : `git cannot be started: ${error.message}`,
              {},
              error
            )
      )
    );
    child.on("close", (code, killedBy) => {
      if (code === 0) end();
      else
        fail(
          new TidemarkError(
            "git/failed",
            `git ${args[0]} failed: ${firstLine(complaint) || `it ended with ${code ?? killedBy}`}`,
            {
              complaint
            }
          )
        );
    });
  });
  done.catch(() => undefined);
  return {input: child.stdin, output: child.stdout, done};
}

/** What git prints. @throws TidemarkError "git/failed", "git/missing" */
export async function gitText(folder: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
  const {input, output, done} = startGit(folder, args, signal);
  input.end();
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of output) chunks.push(chunk as Buffer);
  } catch {
    // why it ended is said by `done`
  }
  await done;
  return Buffer.concat(chunks).toString("utf8");
}

function firstLine(complaint: string): string {
  const lines = complaint.split("\n").filter((line) => line.trim() !== "");
  return (lines.find((line) => line.startsWith("fatal:")) ?? lines[0] ?? "").replace(/^fatal: /, "");
}
