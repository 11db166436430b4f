/** A document's place in time. */
export interface Place {
  readonly number: string;
  readonly publicationDate: string | null;
}

/**
 * Oldest first: by publication date, then by number as people count, not as text. A printing correction such as `C1-2025-19001` comes
 * after the document it corrects. What has no date yet comes last.
 */
export function inOrder(a: Place, b: Place): number {
  const dates = compare(a.publicationDate ?? "9999", b.publicationDate ?? "9999");
  return dates === 0 ? compareNumbers(a.number, b.number) : dates;
}

function compareNumbers(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  return (
    compare(left.year, right.year) || left.count - right.count || compare(left.prefix, right.prefix) || compare(a, b)
  );
}

// 2025-19001, C1-2025-19001, 05-1234, E8-1234
function partsOf(number: string): { readonly prefix: string; readonly year: string; readonly count: number } {
  const match = /^(?:([A-Z]\d)-)?(.*?)-?(\d{1,20})$/.exec(number);
  return { prefix: match?.[1] ?? "", year: match?.[2] ?? number, count: Number(match?.[3] ?? 0) };
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
