import type { CapturePart } from "../../model/source.ts";
import type { Side } from "./params.ts";

/** What a part of a capture is: which page, and, if it was changed alone, since which day and with which passages. */
export interface PairRole {
  readonly side: Side;
  readonly changed: { readonly since: string; readonly fresh: readonly string[] } | null;
}

const names = ["first", "second"] as const;
const mostFresh = 12;

/** The role as it is kept beside the snapshot, so that the text can be made again from it: `second changed 2031-05-03 ab12… 9f03…`. */
export function writeRole({ side, changed }: PairRole): string {
  const name = names[side];
  return changed === null ? name : [name, "changed", changed.since, ...changed.fresh.slice(0, mostFresh)].join(" ");
}

export function readRole(role: string): PairRole {
  const [name, , since, ...fresh] = role.split(" ");
  return { side: name === names[1] ? 1 : 0, changed: since === undefined ? null : { since, fresh } };
}

export function partOf(parts: readonly CapturePart[], side: Side): CapturePart | undefined {
  return parts.find(({ role }) => role.split(" ", 1)[0] === names[side]);
}
