/** Who is using things: so that one can be changed when nobody is any more. */
export interface Uses<T extends object> {
  /** Begins a use of a thing; gives what ends it. */
  begin(thing: T): () => void;
  /** Waits until all uses of a thing that have begun are over, so many milliseconds at most; false: they are not. */
  end(thing: T, patience: number): Promise<boolean>;
}

export function createUses<T extends object>(): Uses<T> {
  const running = new WeakMap<T, Set<Promise<void>>>();
  return {
    begin(thing) {
      let over = () => {};
      const use = new Promise<void>((resolve) => {
        over = resolve;
      });
      const uses = running.get(thing) ?? new Set();
      running.set(thing, uses.add(use));
      return () => {
        uses.delete(use);
        over();
      };
    },
    async end(thing, patience) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<false>((resolve) => {
        timer = setTimeout(() => resolve(false), patience);
      });
      const all = Promise.all(running.get(thing) ?? []).then((): true => true);
      try {
        return await Promise.race([all, late]);
      } finally {
        clearTimeout(timer);
      }
    }
  };
}
