import type { Pair } from "./align.ts";
import { heaviestChain } from "./align.ts";
import type { Group, Matcher } from "./match-blocks.ts";
import { likeliest } from "./moves.ts";
import { isStatedDate } from "./normal-form.ts";
import type { Profile } from "./profiles.ts";
import { likeness } from "./profiles.ts";

/** Matches the blocks of one gap between equal blocks, in order: by number and likeness, then what was wrapped anew. */
export function matchGap(matcher: Matcher, gap: Group): Group[] {
  const left = range(gap.b0, gap.b1).filter((index) => matcher.beforeTaken[index] === 0);
  const right = range(gap.a0, gap.a1).filter((index) => matcher.afterTaken[index] === 0);
  if (left.length === 0 || right.length === 0) return [];
  const candidates = candidatesOf(matcher, left, right).toSorted((x, y) => x.before - y.before || x.after - y.after);
  const chain = heaviestChain(candidates, (candidate) => candidate.value);
  const whole = isContiguous(left) && isContiguous(right);
  if (whole && isRewrapped(matcher, left, right, chain)) return [groupOf(left, right)];
  return withJoined(matcher, gap, chain);
}

interface Candidate extends Pair {
  /** The weight of the words both have. */
  readonly value: number;
}

function candidatesOf(matcher: Matcher, left: readonly number[], right: readonly number[]): Candidate[] {
  const { profiles } = matcher;
  const candidates: Candidate[] = [];
  for (const pair of likeliest(matcher, left, right)) {
    const b = profiles.before(pair.before);
    const a = profiles.after(pair.after);
    const shared = profiles.shared(b, a);
    if (likeness(b, a, shared) >= least(left, right, b, a)) candidates.push({ ...pair, value: shared });
  }
  // Blocks with the same label are the same provision, rewritten: they belong side by side, however unlike they are.
  const labelled = new Map(labels(matcher.before, left));
  for (const [label, after] of labels(matcher.after, right)) {
    const before = labelled.get(label);
    if (before === undefined) continue;
    const old = profiles.before(before);
    // Rows go by their key, though another row may read more like the old one; provisions are renumbered, rows are not.
    const isRow = matcher.before[before]?.kind === "row";
    const value = isRow ? old.total : profiles.shared(old, profiles.after(after));
    candidates.push({ before, after, value: value + 0.5 });
  }
  return candidates;
}

/** How alike two blocks must be. Those that are alone with each other need little; short ones look alike by chance. */
function least(left: readonly number[], right: readonly number[], b: Profile, a: Profile): number {
  if (left.length === 1 && right.length === 1) return 0.2;
  return Math.min(b.total, a.total) < shortBlock ? 0.5 : 0.45;
}

const shortBlock = 30;

/** The blocks that are alone under their label within the gap. A line that states a date is labelled by that. */
function labels(blocks: Matcher["before"], indexes: readonly number[]): [string, number][] {
  const groups = Map.groupBy(indexes, (index) => {
    const block = blocks[index];
    if (block === undefined) return "";
    if (isStatedDate(block.text)) return "stated date";
    return block.path.length === 0 ? "" : [block.kind, ...block.path].join("\u0001");
  });
  const alone: [string, number][] = [];
  for (const [label, found] of groups) if (label !== "" && found.length === 1) alone.push([label, found[0] as number]);
  return alone;
}

// Text that was wrapped anew shares nearly all words as a whole, but not line by line.
function isRewrapped(
  matcher: Matcher,
  left: readonly number[],
  right: readonly number[],
  chain: readonly Candidate[],
): boolean {
  if (left.length + right.length < 3) return false;
  const { profiles } = matcher;
  const b = joined(left.map((index) => profiles.before(index)));
  const a = joined(right.map((index) => profiles.after(index)));
  const shared = profiles.shared(b, a);
  const byLine = chain.reduce((sum, candidate) => sum + candidate.value, 0);
  const alike = likeness(b, a, shared);
  // A text from a file whose words were torn apart is less alike, but then next to nothing is found line by line.
  return (alike >= 0.9 && byLine < shared * 0.9) || (alike >= 0.7 && byLine < shared * 0.3);
}

/** The pairs as groups, and between them what is alike only when joined. */
function withJoined(matcher: Matcher, gap: Group, chain: readonly Pair[]): Group[] {
  const out: Group[] = [];
  let b0 = gap.b0;
  let a0 = gap.a0;
  for (const group of [...chain.map((pair) => groupOf([pair.before], [pair.after])), null]) {
    const before = freeRange(matcher.beforeTaken, b0, group?.b0 ?? gap.b1);
    const after = freeRange(matcher.afterTaken, a0, group?.a0 ?? gap.a1);
    if (before.length > 0 && after.length > 0 && isAlikeJoined(matcher, before, after))
      out.push(groupOf(before, after));
    if (group === null) break;
    out.push(group);
    b0 = group.b1;
    a0 = group.a1;
  }
  return out;
}

function isAlikeJoined(matcher: Matcher, before: readonly number[], after: readonly number[]): boolean {
  if (before.length + after.length < 3 || before.length + after.length > mostJoined) return false;
  if (!isContiguous(before) || !isContiguous(after)) return false;
  const b = joined(before.map((index) => matcher.profiles.before(index)));
  const a = joined(after.map((index) => matcher.profiles.after(index)));
  return likeness(b, a, matcher.profiles.shared(b, a)) >= 0.6;
}

const mostJoined = 40;

/** What several blocks have together. */
export function joined(parts: readonly Profile[]): Profile {
  if (parts.length === 1) return parts[0] as Profile;
  const ids = parts.flatMap((part) => part.ids).toSorted((x, y) => x - y);
  return { ids, total: parts.reduce((sum, part) => sum + part.total, 0) };
}

function groupOf(before: readonly number[], after: readonly number[]): Group {
  return { b0: before[0] ?? 0, b1: (before.at(-1) ?? -1) + 1, a0: after[0] ?? 0, a1: (after.at(-1) ?? -1) + 1 };
}

/** The blocks of `[from, to)` that are not spoken for. */
export function freeRange(taken: Uint8Array, from: number, to: number): number[] {
  return range(from, to).filter((index) => taken[index] === 0);
}

function isContiguous(indexes: readonly number[]): boolean {
  return (indexes.at(-1) ?? 0) - (indexes[0] ?? 0) === indexes.length - 1;
}

/** The numbers of `[from, to)`. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
