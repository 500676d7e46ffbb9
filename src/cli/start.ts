/**
 * What Node is given to run: the command, or in a thread its drawing. The build compiles both beforehand (cachedData of V8,
 * made after they ran once); another Node than the build's refuses that, and compiles by itself.
 */
import {readFileSync, writeFileSync} from "node:fs";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import {setFlagsFromString} from "node:v8";
import {Script} from "node:vm";
import {isMainThread} from "node:worker_threads";

/** The built files, named by their content: filled in by the build. */
declare const COMMAND_FILE: string;
declare const DRAWING_FILE: string;

/** How much code of a function must have run before V8 optimises it, in bytes: a command of a second gains nothing by it sooner. */
const BUDGET = 1_000_000;

function compiled(path: string): Uint8Array | undefined {
  try {
    return readFileSync(`${path}.cache`);
  } catch {
    return undefined;
  }
}

function start(path: string): void {
  const cachedData = compiled(path);
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${readFileSync(path, "utf8")}\n})`,
    {
      filename: path,
      ...(cachedData ? {cachedData} : {})
    }
  );
  // set by the build alone, on a first run
  if (process.env.TIDEMARK_COMPILE) process.on("exit", () => writeFileSync(`${path}.cache`, script.createCachedData()));
  const module = {exports: {}};
  script.runInThisContext()(module.exports, createRequire(path), module, path, dirname(path));
}

if (isMainThread) setFlagsFromString(`--interrupt-budget=${BUDGET}`);
start(join(__dirname, isMainThread ? COMMAND_FILE : DRAWING_FILE));
