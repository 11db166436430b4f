/** A query string with brackets, read as the publisher's framework reads it: `conditions[agencies][]=…` by its path. */
export interface Query {
  /** Values of a key with all its brackets, `conditions[type][]` and `conditions[type]` alike. */
  all(key: string): readonly string[];
  one(key: string): string | undefined;
  /** The first names inside `conditions[…]`. */
  readonly conditions: readonly string[];
  /** The query with some keys replaced (or left out), keys in alphabetical order, as the publisher writes links. */
  with(changes: Readonly<Record<string, string | null>>): string;
}

export function readQuery(parameters: URLSearchParams): Query {
  const entries = [...parameters];
  const all = (key: string) => entries.filter(([name]) => name.replace(/\[\]$/, "") === key).map(([, value]) => value);
  const conditions = entries
    .map(([name]) => /^conditions\[(\w+)\]/.exec(name)?.[1])
    .filter((name) => name !== undefined);
  return {
    all,
    one: (key) => all(key).at(-1),
    conditions: [...new Set(conditions)],
    with(changes) {
      const kept = entries.filter(([name]) => !Object.hasOwn(changes, name));
      const added = Object.entries(changes).flatMap(([name, value]): [string, string][] =>
        value === null ? [] : [[name, value]],
      );
      return [...kept, ...added]
        .toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)))
        .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
        .join("&");
    },
  };
}
