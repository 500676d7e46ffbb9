import {drawingThread} from "./drawing.ts";
import {useNativeHash} from "./native.ts";
import {main} from "./tidemark.ts";

useNativeHash();

// built, this stands beside what starts it, which starts the thread as well
const drawing = drawingThread(new URL("./tidemark.js", import.meta.url));
const words = process.argv.slice(2);
if (words[0] === "report") drawing.begin();

/** What becomes of text that cannot be written; null while all could be. */
let unwritten: NodeJS.ErrnoException | null = null;
// who reads only the beginning of what is printed (head) has what they asked for: the work is finished all the same
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") unwritten ??= error;
  });

void main(words, {
  cwd: process.cwd(),
  now: Date.now,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  terminal: process.stderr.isTTY === true,
  draw: drawing.draw
}).then((code) => {
  process.exitCode = code;
  drawing.close();
  process.on("exit", () => {
    if (!unwritten) return;
    process.stderr.write(`tidemark: what it prints cannot be written: ${unwritten.message}\n`);
    process.exitCode ||= 1;
  });
});
