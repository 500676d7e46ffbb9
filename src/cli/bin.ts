import {drawingThread} from "./drawing.ts";
import {useNativeHash} from "./native.ts";
import {main} from "./tidemark.ts";

useNativeHash();

// built, this stands beside what starts it, which starts the thread as well
const drawing = drawingThread(new URL("./tidemark.js", import.meta.url));
const words = process.argv.slice(2);
if (words[0] === "report") drawing.begin();

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
});
