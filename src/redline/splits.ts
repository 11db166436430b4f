import type { Group, Matcher } from "./match-blocks.ts";
import { freeRange, joined, range } from "./match-gap.ts";
import { words } from "./words.ts";

/** Adds to each edited group the neighbours that were split from it or joined to it. Groups must come in order. */
export function withSplits(matcher: Matcher, groups: readonly Group[]): Group[] {
  const out: Group[] = [];
  for (const [place, group] of groups.entries()) {
    if (isKept(matcher, group)) {
      out.push(group);
      continue;
    }
    const previous = out.at(-1);
    const next = groups[place + 1];
    const [b0, a0] = [previous?.b1 ?? 0, previous?.a1 ?? 0];
    const [b1, a1] = [next?.b0 ?? matcher.before.length, next?.a0 ?? matcher.after.length];
    let all = group;
    all = grown(matcher, all, "before", freeRange(matcher.beforeTaken, b0, group.b0).toReversed());
    all = grown(matcher, all, "after", freeRange(matcher.afterTaken, a0, group.a0).toReversed());
    all = grown(matcher, all, "before", freeRange(matcher.beforeTaken, group.b1, b1));
    all = grown(matcher, all, "after", freeRange(matcher.afterTaken, group.a1, a1));
    out.push(all);
  }
  return out;
}

function isKept(matcher: Matcher, { b0, b1, a0, a1 }: Group): boolean {
  return b1 - b0 === 1 && a1 - a0 === 1 && matcher.beforeKeys[b0] === matcher.afterKeys[a0];
}

type Side = "before" | "after";

/** The group with the blocks, going away from it, that belong to it. One that does not may stand between two that do. */
function grown(matcher: Matcher, group: Group, side: Side, lone: readonly number[]): Group {
  let all = group;
  let passed = 0;
  for (const [place, index] of lone.entries()) {
    const [from, to] = side === "before" ? [group.b0, group.b1] : [group.a0, group.a1];
    if (passed > 1 || (index !== from - 1 - place && index !== to + place)) break;
    if (comesFrom(matcher, all, side, index)) {
      all = withBlock(all, side, index);
      passed = 0;
    } else passed += 1;
  }
  return all;
}

function withBlock({ b0, b1, a0, a1 }: Group, side: Side, index: number): Group {
  if (side === "before") return { b0: Math.min(b0, index), b1: Math.max(b1, index + 1), a0, a1 };
  return { b0, b1, a0: Math.min(a0, index), a1: Math.max(a1, index + 1) };
}

/** Whether a lone block says what the other side of a group has and its own side lacks: most of its words, or a whole phrase. */
function comesFrom(matcher: Matcher, group: Group, side: Side, index: number): boolean {
  const { profiles } = matcher;
  const [own, opposite] = side === "before" ? [profiles.before, profiles.after] : [profiles.after, profiles.before];
  const lone = own(index);
  if (lone.total < leastSplit) return false;
  const [same, others] = sidesOf(group, side);
  const has = joined(same.map(own));
  const wants = joined(others.map(opposite));
  const gain = profiles.shared(joined([has, lone]), wants) - profiles.shared(has, wants);
  return gain >= lone.total * 0.6 || hasPhraseOf(matcher, group, side, index);
}

function sidesOf({ b0, b1, a0, a1 }: Group, side: Side): [number[], number[]] {
  return side === "before" ? [range(b0, b1), range(a0, a1)] : [range(a0, a1), range(b0, b1)];
}

function hasPhraseOf(matcher: Matcher, group: Group, side: Side, index: number): boolean {
  const [blocks, opposite] = side === "before" ? [matcher.before, matcher.after] : [matcher.after, matcher.before];
  // Rows of a table repeat each other's phrases.
  if (blocks[index]?.kind === "row") return false;
  const own = phrases(blocks[index]?.text ?? "");
  const [same, others] = sidesOf(group, side);
  if (own.size === 0 || same.length + others.length > mostLookedInto) return false;
  for (const block of same) for (const phrase of phrases(blocks[block]?.text ?? "")) own.delete(phrase);
  return others.some((block) => [...phrases(opposite[block]?.text ?? "")].some((phrase) => own.has(phrase)));
}

function phrases(text: string): Set<string> {
  const { keys } = words(text);
  const found = new Set<string>();
  for (let end = phraseWords; end <= keys.length; end += 1) found.add(keys.slice(end - phraseWords, end).join(" "));
  return found;
}

/** Weight of words (about letters) below which a block is too short to be told as a part of another. */
const leastSplit = 12;
const mostLookedInto = 12;
/** So many words and marks in a row are not the same by chance. */
const phraseWords = 14;
