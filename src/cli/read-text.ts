/** Text files by paths that somebody typed. */
import {readFile} from "node:fs/promises";
import {resolve} from "node:path";
import {messageOf, TidemarkError} from "../error.ts";

/** What is wrong with a path, for the codes that a wrong path gives; the system's own words name its calls. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "is not there",
  ENOTDIR: "is not there",
  EISDIR: "is a folder, not a file",
  EACCES: "may not be read by you",
  EPERM: "may not be read by you",
  ENAMETOOLONG: "is too long a path"
};

/** Why a file could not be read, as the end of a sentence that begins with its path. */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? "") : "";
  return REASONS[code] ?? `cannot be read: ${messageOf(error).replace(/\.$/, "")}`;
}

/**
 * The text of a file, with its byte-order mark.
 * @throws TidemarkError with the code when the file cannot be read, or is not UTF-8: written again it would be another.
 */
export async function readText(cwd: string, path: string, code: string, advice = ""): Promise<string> {
  const say = (text: string, cause: unknown) =>
    new TidemarkError(code, `${path} ${text}.${advice && ` ${advice}`}`, {}, cause);
  const bytes = await readFile(resolve(cwd, path)).catch((error: unknown) => {
    throw say(whyUnreadable(error), error);
  });
  try {
    return new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}).decode(bytes);
  } catch (error) {
    throw new TidemarkError(code, `${path} is not written in UTF-8. Save it as UTF-8 first.`, {}, error);
  }
}
