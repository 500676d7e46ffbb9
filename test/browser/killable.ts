import {type ChildProcess, spawn} from "node:child_process";
import {chromium, type Page} from "playwright-core";
import {FLAGS} from "./chromium.ts";

/** A Chromium of its own, with a profile that outlives it, that can be killed as a whole. */
export async function killable(profile: string): Promise<{page: Page; kill(): Promise<void>}> {
  const child: ChildProcess = spawn(
    process.env.CHROMIUM_PATH!,
    [
      ...FLAGS,
      "--headless=new",
      "--remote-debugging-port=0",
      `--user-data-dir=${profile}`,
      "--no-first-run",
      "about:blank"
    ],
    {detached: true, stdio: ["ignore", "ignore", "pipe"]}
  );
  const address = await new Promise<string>((found, failed) => {
    let text = "";
    child.stderr!.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const [, url] = /DevTools listening on (\S+)/.exec(text) ?? [];
      if (url) found(url);
    });
    child.on("exit", () => failed(new Error(`Chromium ended: ${text}`)));
  });
  const browser = await chromium.connectOverCDP(address);
  const context = browser.contexts()[0]!;
  return {
    page: context.pages()[0] ?? (await context.newPage()),
    async kill() {
      const ended = new Promise((done) => child.on("exit", done));
      process.kill(-child.pid!, "SIGKILL");
      await ended;
      await browser.close().catch(() => undefined);
    }
  };
}
