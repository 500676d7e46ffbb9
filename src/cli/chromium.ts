/** Printing through a Chromium that is there. */
import {execFile} from "node:child_process";
import {existsSync} from "node:fs";
import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {promisify} from "node:util";
import {messageOf, TidemarkError} from "../error.ts";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"
];
const LIMIT = 60_000;

/** The program. @throws TidemarkError "report/chromium" */
export function chromium(done: string): string {
  const program = [process.env.CHROMIUM_PATH ?? "", ...PLACES].find((path) => path && existsSync(path));
  if (program) return program;
  throw new TidemarkError(
    "report/chromium",
    `${done} by Chromium or Chrome, and none was found. Install one, or set CHROMIUM_PATH to it.`
  );
}

/** Words for one that keeps to itself, with a profile in a folder. */
export function sealed(folder: string): string[] {
  return [
    "--headless",
    "--disable-gpu",
    // a container's root cannot have Chromium's own sandbox; the page runs no script at all
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    `--user-data-dir=${join(folder, "profile")}`
  ];
}

/**
 * A report as PDF: the same page, printed without a network.
 * @throws TidemarkError "report/chromium" when there is none (CHROMIUM_PATH names another), or it fails.
 */
export async function printPdf(html: string): Promise<Uint8Array> {
  const program = chromium("PDF is printed");
  const folder = await mkdtemp(join(tmpdir(), "tidemark-pdf-"));
  try {
    await writeFile(join(folder, "report.html"), html);
    await promisify(execFile)(
      program,
      [
        ...sealed(folder),
        "--no-pdf-header-footer",
        `--print-to-pdf=${join(folder, "report.pdf")}`,
        pathToFileURL(join(folder, "report.html")).href
      ],
      {timeout: LIMIT}
    );
    return await readFile(join(folder, "report.pdf"));
  } catch (error) {
    throw new TidemarkError("report/chromium", `Chromium could not print the report: ${messageOf(error)}`, {}, error);
  } finally {
    await rm(folder, {recursive: true, force: true, maxRetries: 3}).catch(() => undefined);
  }
}
