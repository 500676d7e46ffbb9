/** Drawings as PNG: one Chromium is asked over a pipe, in its DevTools protocol, for a picture of each. */
import {spawn} from "node:child_process";
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Readable, Writable} from "node:stream";
import {pathToFileURL} from "node:url";
import {messageOf, TidemarkError} from "../error.ts";
import type {MadeFile} from "../report/exporter.ts";
import {type PicturePlace, picturePage} from "../report/picture-page.ts";
import {chromium, sealed} from "./chromium.ts";

/** Pixels of a picture for one of the drawing: sharp on the screens of today. */
const SCALE = 2;
const LIMIT = 60_000;

/**
 * SVG files as PNG files beside them.
 * @throws TidemarkError "report/chromium" when there is none (CHROMIUM_PATH names another), or it fails.
 */
export async function pngFiles(drawings: readonly MadeFile[]): Promise<MadeFile[]> {
  if (!drawings.length) return [];
  const program = chromium("PNG is drawn");
  const folder = await mkdtemp(join(tmpdir(), "tidemark-png-"));
  try {
    const {html, places} = picturePage(drawings.map(({content}) => String(content)));
    await writeFile(join(folder, "drawings.html"), html);
    const pictures = await take(program, folder, places);
    return drawings.map(({path}, i) => ({path: path.replace(/svg$/, "png"), content: pictures[i]!}));
  } catch (error) {
    throw new TidemarkError("report/chromium", `Chromium could not draw: ${messageOf(error)}`, {}, error);
  } finally {
    await rm(folder, {recursive: true, force: true, maxRetries: 3}).catch(() => undefined);
  }
}

async function take(program: string, folder: string, places: readonly PicturePlace[]): Promise<Uint8Array[]> {
  const running = spawn(program, [...sealed(folder), "--remote-debugging-pipe"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"]
  });
  const timer = setTimeout(() => running.kill("SIGKILL"), LIMIT);
  const ended = new Promise<void>((resolve) => {
    running.once("close", () => resolve());
    running.once("error", () => resolve());
  });
  try {
    const {ask, heard} = speak(running.stdio[3] as Writable, running.stdio[4] as Readable);
    const {targetId} = await ask("Target.createTarget", {url: "about:blank"});
    const {sessionId} = await ask("Target.attachToTarget", {targetId, flatten: true});
    const page = (method: string, params: object = {}) => ask(method, params, String(sessionId));
    const [width, height] = [Math.max(...places.map((one) => one.width)), places.at(-1)!.y + places.at(-1)!.height];
    await page("Page.enable");
    await page("Emulation.setDeviceMetricsOverride", {width, height, deviceScaleFactor: SCALE, mobile: false});
    const loaded = heard("Page.loadEventFired");
    await page("Page.navigate", {url: pathToFileURL(join(folder, "drawings.html")).href});
    await loaded;
    await page("Runtime.evaluate", {expression: "document.fonts.ready.then(() => 0)", awaitPromise: true});
    const pictures: Uint8Array[] = [];
    for (const place of places) {
      const shot = {format: "png", captureBeyondViewport: true, clip: {...place, scale: 1}};
      pictures.push(Buffer.from(String((await page("Page.captureScreenshot", shot)).data), "base64"));
    }
    await ask("Browser.close");
    return pictures;
  } finally {
    clearTimeout(timer);
    running.kill();
    await ended;
  }
}

type Answer = Record<string, unknown>;

interface Told {
  readonly id?: number;
  readonly method?: string;
  readonly result?: Answer;
  readonly error?: {readonly message: string};
}

/** The protocol over two pipes: messages as JSON, each ended by a zero byte. */
function speak(to: Writable, from: Readable) {
  const waiting = new Map<number, {resolve(answer: Answer): void; reject(error: Error): void}>();
  const listening = new Map<string, () => void>();
  let calls = 0;
  let rest = "";
  const lose = () => {
    for (const {reject} of waiting.values()) reject(new Error("it ended before it had answered"));
    waiting.clear();
  };
  from.setEncoding("utf8");
  from.on("data", (text: string) => {
    const messages = (rest + text).split("\0");
    rest = messages.pop()!;
    for (const message of messages) {
      const {id, method, result, error} = JSON.parse(message) as Told;
      if (method !== undefined) listening.get(method)?.();
      const call = id === undefined ? undefined : waiting.get(id);
      if (id !== undefined) waiting.delete(id);
      if (error) call?.reject(new Error(error.message));
      else call?.resolve(result ?? {});
    }
  });
  from.on("close", lose);
  from.on("error", lose);
  to.on("error", lose);
  return {
    ask: (method: string, params: object = {}, sessionId?: string) =>
      new Promise<Answer>((resolve, reject) => {
        waiting.set(++calls, {resolve, reject});
        to.write(`${JSON.stringify({id: calls, method, params, ...(sessionId ? {sessionId} : {})})}\0`);
      }),
    heard: (method: string) => new Promise<void>((resolve) => listening.set(method, resolve))
  };
}
