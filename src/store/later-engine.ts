import type {Engine} from "./engine.ts";

/** An engine that is still being started and filled: what it is asked waits for it, in the order in which it was asked. */
export function laterEngine(made: Promise<Engine>): Engine {
  // whoever asks is told
  made.catch(() => undefined);
  return {
    query: async (...asked) => (await made).query(...asked),
    queryAuthor: async (...asked) => (await made).queryAuthor(...asked),
    run: async (...asked) => (await made).run(...asked),
    append: async (...asked) => (await made).append(...asked),
    seal: async () => (await made).seal(),
    // one that never came to be has nothing to close
    close: async () => (await made.catch(() => null))?.close()
  };
}
