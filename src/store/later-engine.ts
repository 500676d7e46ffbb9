import type {Engine} from "./engine.ts";

/** Who starts an engine that is not there yet. */
export interface Starter {
  /** Somebody asks it something. */
  ask(): void;
  /** Nobody needs it any more: one that was not started never is, and `made` fails. */
  leave(): void;
}

/**
 * An engine that is still to be started and filled: what it is asked starts it and waits for it, in the order in which it was
 * asked.
 */
export function laterEngine(made: Promise<Engine>, starter: Starter): Engine {
  // whoever asks is told
  made.catch(() => undefined);
  const asked = () => {
    starter.ask();
    return made;
  };
  return {
    query: async (...all) => (await asked()).query(...all),
    queryAuthor: async (...all) => (await asked()).queryAuthor(...all),
    run: async (...all) => (await asked()).run(...all),
    append: async (...all) => (await asked()).append(...all),
    seal: async () => (await asked()).seal(),
    async close() {
      starter.leave();
      // one that never came to be has nothing to close
      await (await made.catch(() => null))?.close();
    }
  };
}
