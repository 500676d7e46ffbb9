import {existsSync} from "node:fs";
import {fileURLToPath} from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The folder of real snapshots and their ground truth; tests that need it are skipped where it is not. */
export const DATA_DIR = process.env.DATA_DIR ?? `${root}../shared/data`;
export const HAS_DATA = existsSync(`${DATA_DIR}/README.md`);
/** True when the shared data holds all of these files; a test that needs others than those it finds by itself asks first. */
export const hasData = (...paths: readonly string[]) =>
  HAS_DATA && paths.every((path) => existsSync(`${DATA_DIR}/${path}`));
if (!HAS_DATA) console.warn(`DATA_DIR is not there (${DATA_DIR}): tests over real snapshots are skipped.`);
