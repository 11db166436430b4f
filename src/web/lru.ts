/** Keeps the most recently used values while their sizes together stay under `budget`. */
export function createLru<Value>(budget: number, sizeOf: (value: Value) => number) {
  const values = new Map<string, Value>();
  let used = 0;

  function forget(key: string): void {
    const value = values.get(key);
    if (value === undefined) return;
    values.delete(key);
    used -= sizeOf(value);
  }

  return {
    get(key: string, make: () => Value): Value {
      const known = values.get(key);
      const value = known ?? make();
      forget(key);
      values.set(key, value);
      used += sizeOf(value);
      for (const oldest of values.keys()) {
        if (used <= budget || oldest === key) break;
        forget(oldest);
      }
      return value;
    },
  };
}
