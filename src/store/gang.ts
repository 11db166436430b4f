/** Runs work by key: at most `size` keys at a time, and never one key twice at once. */
export interface Gang {
  /**
   * Resolves once work on the key has begun, or needs no beginning: where the key is being worked on, that work is done once
   * more after it has ended.
   */
  begin(key: string): Promise<void>;
  /** Resolves when nothing runs any more. */
  settled(): Promise<void>;
}

export function createGang(
  size: number,
  work: (key: string) => Promise<void>,
  onError: (error: unknown) => void,
): Gang {
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  return {
    async begin(key) {
      while (!running.has(key) && running.size >= size) await Promise.race(running.values());
      if (running.has(key)) again.add(key);
      else running.set(key, run(key));
    },
    async settled() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };

  async function run(key: string): Promise<void> {
    do {
      again.delete(key);
      try {
        await work(key);
      } catch (error) {
        onError(error);
      }
    } while (again.has(key));
    running.delete(key);
  }
}
