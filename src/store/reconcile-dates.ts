import type { Deadline } from "../model/facts.ts";

/** A date as the calendar knows it. */
export interface KnownDate extends Pick<Deadline, "kind" | "date" | "sentence"> {
  readonly uid: string;
  readonly section: string | null;
  readonly at: string | null;
  readonly isCancelled: boolean;
}

/** What becomes of the calendar. `date` says the same event in other words, or stands again; `move` has another day. */
export type DateStep =
  | { readonly does: "add"; readonly stated: Deadline }
  | { readonly does: "say" | "move"; readonly uid: string; readonly stated: Deadline }
  | { readonly does: "cancel"; readonly uid: string };

/**
 * What to do so that the dates known of a document become those that its latest version states. A date that is gone and a new one of the
 * same kind are one that moved: where there are several, those whose sentences are most alike.
 */
export function reconcileDates(known: readonly KnownDate[], deadlines: readonly Deadline[]): readonly DateStep[] {
  const stated = [...new Map(deadlines.toReversed().map((one) => [`${one.kind} ${one.date}`, one])).values()];
  const steps: DateStep[] = [];
  for (const kind of new Set([...known, ...stated].map((one) => one.kind))) {
    const ofKind = known.filter((one) => one.kind === kind);
    const wanted = stated.filter((one) => one.kind === kind);
    const same = wanted.flatMap((one) => pairOf(ofKind, one));
    steps.push(...same.filter(isNews).map(({ old, now }) => ({ does: "say", uid: old.uid, stated: now }) as const));
    const lost = ofKind.filter((one) => !one.isCancelled && same.every(({ old }) => old !== one));
    const gained = wanted.filter((one) => same.every(({ now }) => now !== one));
    const moved = likeliest(lost, gained);
    steps.push(
      ...moved.map(({ old, now }) => ({ does: "move", uid: old.uid, stated: now }) as const),
      ...lost
        .filter((one) => moved.every(({ old }) => old !== one))
        .map(({ uid }) => ({ does: "cancel", uid }) as const),
      ...gained
        .filter((one) => moved.every(({ now }) => now !== one))
        .map((stated) => ({ does: "add", stated }) as const),
    );
  }
  return steps;
}

interface Pair {
  readonly old: KnownDate;
  readonly now: Deadline;
}

// One that stands is taken before one that was called off.
function pairOf(known: readonly KnownDate[], now: Deadline): readonly Pair[] {
  const onDay = known.filter(({ date }) => date === now.date);
  const old = onDay.find(({ isCancelled }) => !isCancelled) ?? onDay[0];
  return old === undefined ? [] : [{ old, now }];
}

function isNews({ old, now }: Pair): boolean {
  return (
    old.isCancelled ||
    old.sentence !== now.sentence ||
    old.section !== (now.section ?? null) ||
    old.at !== (now.at ?? null)
  );
}

const alikeEnough = 0.4;

function likeliest(lost: readonly KnownDate[], gained: readonly Deadline[]): readonly Pair[] {
  const isOnlyOne = lost.length === 1 && gained.length === 1;
  const candidates = lost
    .flatMap((old) => gained.map((now) => ({ old, now, alike: likeness(old.sentence, now.sentence) })))
    .filter(({ alike }) => isOnlyOne || alike >= alikeEnough)
    .toSorted((a, b) => b.alike - a.alike);
  const pairs: Pair[] = [];
  for (const { old, now } of candidates) {
    if (pairs.every((pair) => pair.old !== old && pair.now !== now)) pairs.push({ old, now });
  }
  return pairs;
}

/** The part of their words that two sentences share, 0 to 1. Figures are what differs, so they do not count. */
function likeness(a: string, b: string): number {
  const [of, other] = [wordsOf(a), wordsOf(b)];
  const shared = of.intersection(other).size;
  return shared === 0 ? 0 : shared / of.union(other).size;
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{Script=Han}|\p{L}+/gu));
}
