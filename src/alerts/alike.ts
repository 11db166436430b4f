import type { Change } from "../model/change.ts";
import type { DigestThread } from "../model/digest.ts";
import { fold } from "./fold.ts";

/** Whether several changes are one thing told of several documents: the same words came in and went, or all are gone. */
export function areAlike(changes: readonly Change[]): boolean {
  const [first, ...others] = changes.map(likenessOf);
  return typeof first === "string" && others.length > 0 && others.every((other) => other === first);
}

/** A part of a digest: a thread, or (`isAlike`) what happened in the same words to documents of one feed. */
export interface DigestPart extends DigestThread {
  readonly isAlike: boolean;
}

const alikeFrom = 3;

/** The threads of a digest, those that say the same of several documents as one, in the place of the first. */
export function alikeTogether(threads: readonly DigestThread[]): readonly DigestPart[] {
  const groups = Map.groupBy(threads, ({ threadKey, changes: [change, ...others] }) => {
    const likeness = change === undefined || others.length > 0 ? null : likenessOf(change);
    return likeness === null ? threadKey : `${change?.feedId} ${likeness}`;
  });
  return [...groups.values()].flatMap<DigestPart>((group) => {
    const [first] = group;
    if (first === undefined || group.length < alikeFrom) return group.map((thread) => ({ ...thread, isAlike: false }));
    const changes = group.flatMap((thread) => thread.changes);
    const happened = changes[0]?.kind === "withdrawn" ? "are gone" : "changed in the same words";
    return [{ ...first, title: `${group.length} documents ${happened}`, changes, isAlike: true }];
  });
}

// Null where it is nobody else's: a new document, or one whose words did not change.
function likenessOf(change: Change): string | null {
  if (change.kind === "first-seen") return null;
  const words = changedWords(change);
  return change.kind === "amended" && words === "" ? null : `${change.kind} ${words}`;
}

function changedWords({ kind, redline }: Change): string {
  if (kind === "withdrawn") return "";
  const changed = redline.spans.filter(({ op, nature }) => op !== "equal" && nature === undefined);
  return changed
    .map(
      ({ op, text }) =>
        `${op} ${fold(text)
          .replaceAll(/[\s\p{P}]+/gu, " ")
          .trim()}`,
    )
    .join("\n");
}
