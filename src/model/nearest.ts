/** Known words by how near they are to one that is not known: those that hold it first, then those with the fewest letters changed. */
export function byNearness(word: string, known: readonly string[]): readonly string[] {
  return measured(word, known).map(({ candidate }) => candidate);
}

/** The known word that somebody who mistyped probably meant, or null where none is near. */
export function probablyMeant(word: string, known: readonly string[]): string | null {
  const near = measured(word, known).find(
    ({ candidate, changed }) => changed <= Math.max(candidate.length > 3 ? 2 : 1, candidate.length / 3),
  );
  return near?.candidate ?? null;
}

function measured(word: string, known: readonly string[]) {
  const wanted = word.toLowerCase();
  return known
    .map((candidate) => {
      const lower = candidate.toLowerCase();
      return { candidate, isHeld: wanted !== "" && lower.includes(wanted), changed: editDistance(wanted, lower) };
    })
    .toSorted((a, b) => Number(b.isHeld) - Number(a.isHeld) || a.changed - b.changed);
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries()) {
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
