/** A generator of the newest value: what came between two readings is left out. */
export interface LatestValues<T> {
  readonly values: AsyncGenerator<T, void, void>;
  push(value: T): void;
}

/** Gives `first` at once, and each later value when it is pushed. */
export function latestValues<T>(first: T): LatestValues<T> {
  let waiting: (() => void) | null = null;
  let fresh = true;
  let latest = first;
  let over = false;
  async function* values(): AsyncGenerator<T, void, void> {
    while (!over) {
      if (!fresh)
        await new Promise<void>((resolve) => {
          waiting = resolve;
        });
      if (over) return;
      fresh = false;
      yield latest;
    }
  }
  const generator = values();
  const end = generator.return.bind(generator);
  generator.return = (value) => {
    over = true;
    waiting?.();
    return end(value);
  };
  return {
    values: generator,
    push(value) {
      latest = value;
      fresh = true;
      waiting?.();
    }
  };
}
