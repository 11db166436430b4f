import type { Change } from "../model/change.ts";
import { fold } from "./fold.ts";

/** Whether several changes are one thing told of several documents: the same words came in and went, or all are gone. */
export function areAlike(changes: readonly Change[]): boolean {
  const [first, ...others] = changes;
  if (first === undefined || others.length === 0 || first.kind === "first-seen") return false;
  const words = changedWords(first);
  if (first.kind === "amended" && words === "") return false;
  return others.every((other) => other.kind === first.kind && changedWords(other) === words);
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
