/**
 * JavaScript cells on the command line. They run only when the user says so (`--trust`), in a process of their own: no
 * environment, no file system, no child processes, no network, little memory, ended when it does not answer.
 */
import {spawn} from "node:child_process";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {TidemarkError} from "../error.ts";
import {connectRealm, type RealmEvents, type RealmLine} from "../notebook/js/connect-realm.ts";
import type {CellRealm} from "../notebook/js/realm.ts";
import {writeToRealm} from "../notebook/js/wire.ts";
import {PACKAGE_FOLDER} from "./workspace.ts";

/** Seconds without an answer that end it: a machine that builds reports may be busy. */
const SILENCE = 10;
const BEAT = 500;
const MEMORY = 1024;
/** The most messages between two beats. */
const FLOOD = 5000;

/** A realm for one notebook; its process is started when the first cell runs, and ended after `silence` seconds without an answer. */
export function openRealm(silence = SILENCE): CellRealm {
  return connectRealm((events) => startProcess(events, silence), silence);
}

async function built(name: string): Promise<string> {
  try {
    return await readFile(join(PACKAGE_FOLDER, "dist/app/cells", name), "utf8");
  } catch (error) {
    throw new TidemarkError(
      "js/error",
      `JavaScript cells cannot run: ${name} is missing from this copy of Tidemark. Build it: npm run build.`,
      {},
      error
    );
  }
}

async function startProcess(events: RealmEvents, silence: number): Promise<RealmLine> {
  const [child, realm] = await Promise.all([built("node-child.js"), built("node-realm.js")]);
  const permission = process.allowedNodeEnvironmentFlags.has("--permission")
    ? "--permission"
    : "--experimental-permission";
  const running = spawn(
    process.execPath,
    [
      permission,
      "--disallow-code-generation-from-strings",
      `--max-old-space-size=${MEMORY}`,
      "--input-type=commonjs",
      "-e",
      child
    ],
    {env: {}, stdio: ["ignore", "ignore", "ignore", "ipc"], windowsHide: true}
  );
  let heard = Date.now();
  let count = 0;
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    clearInterval(timer);
    running.kill("SIGKILL");
  };
  const lose = (why: string) => {
    if (!isOpen) return;
    close();
    events.lost(why);
  };
  const opened = new Promise<void>((resolve, reject) => {
    running.once("message", () => resolve());
    const failed = (error: unknown) =>
      reject(new TidemarkError("js/error", "The process for JavaScript cells could not be started.", {}, error));
    running.once("error", failed);
    running.once("exit", failed);
  });
  running.on("message", (text) => {
    heard = Date.now();
    count++;
    if (isOpen && typeof text === "string") events.message(parsed(text));
  });
  running.on("exit", (_, signal) => lose(signal === "SIGABRT" || signal === "SIGTRAP" ? "memory" : "gone"));
  const timer = setInterval(() => {
    if (count > FLOOD) return lose("flood");
    count = 0;
    if (Date.now() - heard > silence * 1000) return lose("silent");
    running.send('{"t":"ping","n":1}');
  }, BEAT);
  timer.unref();
  running.send(realm);
  await opened.catch((error: unknown) => {
    close();
    throw error;
  });
  heard = Date.now();
  return {
    send: (message) => {
      if (isOpen) running.send(writeToRealm(message));
    },
    library: (name) => built(`${name.split("/").at(-1)}.js`),
    close
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
