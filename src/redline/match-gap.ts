import type { Pair } from "./align.ts";
import { heaviestChain } from "./align.ts";
import type { Group, Matcher } from "./match-blocks.ts";
import { likeliest } from "./moves.ts";
import { isStatedDate } from "./normal-form.ts";
import type { Profile } from "./profiles.ts";
import { likeness } from "./profiles.ts";

/** Matches the blocks of one gap between equal blocks, in order: by number and likeness, then what was split or joined. */
export function matchGap(matcher: Matcher, gap: Group): Group[] {
  const left = range(gap.b0, gap.b1).filter((index) => matcher.beforeTaken[index] === 0);
  const right = range(gap.a0, gap.a1).filter((index) => matcher.afterTaken[index] === 0);
  if (left.length === 0 || right.length === 0) return [];
  const candidates = candidatesOf(matcher, left, right).toSorted((x, y) => x.before - y.before || x.after - y.after);
  const chain = heaviestChain(candidates, (candidate) => candidate.value);
  const whole = isContiguous(left) && isContiguous(right);
  if (whole && isRewrapped(matcher, left, right, chain)) return [groupOf(left, right)];
  return withSplits(matcher, gap, chain);
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
    const shared = profiles.shared(profiles.before(before), profiles.after(after));
    candidates.push({ before, after, value: shared + 0.5 });
  }
  return candidates;
}

/** How alike two blocks must be. Those that are alone with each other need little; short ones look alike by chance. */
function least(left: readonly number[], right: readonly number[], b: Profile, a: Profile): number {
  if (left.length === 1 && right.length === 1) return 0.2;
  return Math.min(b.total, a.total) < shortBlock ? 0.6 : 0.45;
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
  return likeness(b, a, shared) >= 0.9 && byLine < shared * 0.9;
}

/** Adds to each pair the neighbours that were split from it or joined to it, and groups what is alike only when joined. */
function withSplits(matcher: Matcher, gap: Group, chain: readonly Pair[]): Group[] {
  const groups: Group[] = chain.map((pair) => groupOf([pair.before], [pair.after]));
  const out: Group[] = [];
  let b0 = gap.b0;
  let a0 = gap.a0;
  for (const group of [...groups, null]) {
    const before = freeRange(matcher.beforeTaken, b0, group?.b0 ?? gap.b1);
    const after = freeRange(matcher.afterTaken, a0, group?.a0 ?? gap.a1);
    let next = group;
    if (before.length > 0 && after.length > 0) {
      if (isAlikeJoined(matcher, before, after)) out.push(groupOf(before, after));
    } else {
      const side = before.length > 0 ? "before" : "after";
      const absorbed = absorb(matcher, side, side === "before" ? before : after, { previous: out.pop() ?? null, next });
      if (absorbed.previous !== null) out.push(absorbed.previous);
      next = absorbed.next;
    }
    if (next !== null) {
      out.push(next);
      b0 = next.b1;
      a0 = next.a1;
    }
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

interface Neighbours {
  readonly previous: Group | null;
  readonly next: Group | null;
}

/** Between two groups, blocks are left over on one side only: those that are a part of a neighbour go to it. */
function absorb(matcher: Matcher, side: Side, lone: readonly number[], { previous, next }: Neighbours): Neighbours {
  const first = previous === null ? 0 : grown(matcher, side, previous, lone);
  const rest = lone.slice(first);
  const last = next === null ? 0 : grown(matcher, side, next, rest.toReversed());
  return {
    previous: previous && withMore(previous, side, 0, first),
    next: next && withMore(next, side, last, 0),
  };
}

type Side = "before" | "after";

/** How many of the blocks, going away from the group, belong to it. */
function grown(matcher: Matcher, side: Side, group: Group, lone: readonly number[]): number {
  const edge = side === "before" ? [group.b0, group.b1] : [group.a0, group.a1];
  let count = 0;
  for (const index of lone) {
    const isNext = index === (edge[0] ?? 0) - 1 || index === edge[1];
    if (!isNext || !comesFrom(matcher, group, side, edge, index)) break;
    edge[index === edge[1] ? 1 : 0] = index === edge[1] ? index + 1 : index;
    count += 1;
  }
  return count;
}

function withMore({ b0, b1, a0, a1 }: Group, side: Side, ahead: number, behind: number): Group {
  return side === "before" ? { b0: b0 - ahead, b1: b1 + behind, a0, a1 } : { b0, b1, a0: a0 - ahead, a1: a1 + behind };
}

/** Whether most words of a lone block are those that the other side of a group has too many. */
function comesFrom(matcher: Matcher, group: Group, side: Side, edge: readonly number[], index: number): boolean {
  const { profiles } = matcher;
  const profile = side === "before" ? profiles.before : profiles.after;
  const opposite = side === "before" ? profiles.after : profiles.before;
  const lone = profile(index);
  if (lone.total < leastSplit) return false;
  const same = joined(range(edge[0] ?? 0, edge[1] ?? 0).map(profile));
  const other = joined((side === "before" ? range(group.a0, group.a1) : range(group.b0, group.b1)).map(opposite));
  const gain = profiles.shared(joined([same, lone]), other) - profiles.shared(same, other);
  return gain >= lone.total * 0.6;
}

const leastSplit = 12;

function joined(parts: readonly Profile[]): Profile {
  if (parts.length === 1) return parts[0] as Profile;
  const ids = parts.flatMap((part) => part.ids).toSorted((x, y) => x - y);
  return { ids, total: parts.reduce((sum, part) => sum + part.total, 0) };
}

function groupOf(before: readonly number[], after: readonly number[]): Group {
  return { b0: before[0] ?? 0, b1: (before.at(-1) ?? -1) + 1, a0: after[0] ?? 0, a1: (after.at(-1) ?? -1) + 1 };
}

function freeRange(taken: Uint8Array, from: number, to: number): number[] {
  return range(from, to).filter((index) => taken[index] === 0);
}

function isContiguous(indexes: readonly number[]): boolean {
  return (indexes.at(-1) ?? 0) - (indexes[0] ?? 0) === indexes.length - 1;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
