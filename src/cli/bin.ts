import {useNativeHash} from "./native.ts";
import {main} from "./tidemark.ts";

useNativeHash();

process.exitCode = await main(process.argv.slice(2), {
  cwd: process.cwd(),
  now: Date.now,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  terminal: process.stderr.isTTY === true
});
