/** One measured figure: what, how much, and against what it is to be read. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  readonly note: string;
}

/** The middle of several measurements: machines are noisy. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** The figures as a Markdown table. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, value, note }) => `| ${what} | ${value} | ${note} |`);
  return ["| what | figure | how |", "|---|---|---|", ...rows].join("\n");
}
