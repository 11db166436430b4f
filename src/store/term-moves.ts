import type { ChangeKind } from "../model/change.ts";
import type { TermMove } from "../model/term.ts";
import type { Instant } from "../model/time.ts";

/** A place with a value, and the versions in which it stood. */
interface ValuedPlace {
  readonly documentId: string;
  readonly title: string;
  readonly section: string;
  readonly sentence: string;
  readonly value: string | null;
  readonly firstSequence: number;
  readonly lastSequence: number | null;
}

interface ToldChange {
  readonly id: string;
  readonly documentId: string;
  readonly sequence: number | null;
  readonly kind: ChangeKind;
  readonly at: Instant;
}

/**
 * How values moved: what ended with a change beside what began with it in the same section. The same value in other words is no move, and a
 * version that no change led to (a better reading) moved nothing.
 */
export function pairMoves(places: readonly ValuedPlace[], changes: readonly ToldChange[]): readonly TermMove[] {
  const byDocument = Map.groupBy(places, ({ documentId }) => documentId);
  return changes.flatMap((change) => {
    const own = byDocument.get(change.documentId) ?? [];
    const ended = own.filter(({ lastSequence }) => lastSequence !== null && lastSequence + 1 === change.sequence);
    const began = own.filter(({ firstSequence }) => firstSequence === change.sequence);
    const sections = new Set([...ended, ...began].map(({ section }) => section));
    return [...sections].flatMap((section) =>
      movesIn(
        change,
        ended.filter((place) => place.section === section),
        began.filter((place) => place.section === section),
      ),
    );
  });
}

function movesIn(
  change: ToldChange,
  ended: readonly ValuedPlace[],
  began: readonly ValuedPlace[],
): readonly TermMove[] {
  const lost = ended.filter(({ value }) => began.every((place) => place.value !== value));
  const gained = began.filter(({ value }) => ended.every((place) => place.value !== value));
  return Array.from({ length: Math.max(lost.length, gained.length) }, (_, index) => {
    const [before, after] = [lost[index], gained[index]];
    const place = after ?? before;
    return {
      documentId: change.documentId,
      title: place?.title ?? "",
      section: place?.section ?? "",
      sentence: place?.sentence ?? "",
      before: before?.value ?? null,
      after: after?.value ?? null,
      changeId: change.id,
      changeKind: change.kind,
      at: change.at,
    };
  });
}
