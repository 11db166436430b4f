/** Runs at most `limit` tasks of one host at a time, in the order they came. */
export function createHostSlots(limit: number): <Result>(host: string, task: () => Promise<Result>) => Promise<Result> {
  const hosts = new Map<string, { running: number; waiting: (() => void)[] }>();
  return async (host, task) => {
    const slots = hosts.get(host) ?? { running: 0, waiting: [] };
    hosts.set(host, slots);
    // A task that ends hands its slot on, so `running` counts only slots taken from the free ones.
    if (slots.running < limit) slots.running += 1;
    else await new Promise<void>((resolve) => slots.waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = slots.waiting.shift();
      if (next !== undefined) next();
      else slots.running -= 1;
      if (slots.running === 0) hosts.delete(host);
    }
  };
}
