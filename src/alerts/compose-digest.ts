import type { RenderContext } from "../model/channel.ts";
import type { ComposedChange, ComposedDigest } from "../model/composed.ts";
import type { Digest } from "../model/digest.ts";
import type { Instant } from "../model/time.ts";
import { alikeTogether } from "./alike.ts";
import { clip } from "./clip.ts";
import { composeChange, composeChanges } from "./compose-change.ts";
import { countsInWords, digestTally, sumOf } from "./digest.ts";
import { silenceInWords } from "./digest-silence.ts";
import { deadlineInWords } from "./days-left.ts";

/** A digest in words: its period in its own zone, its threads, and a sentence that tells silence from blindness. */
export function composeDigest(digest: Digest, context: RenderContext): ComposedDigest {
  const { listed, leftOut } = digestTally(digest);
  const told = sumOf(listed);
  const nothing = sumOf(leftOut) === 0 ? "nothing changed" : "nothing of the weight asked for";
  const today = context.now.toZonedDateTimeISO(digest.zone).toPlainDate();
  return {
    headline: `Digest: ${told === 0 ? nothing : counted(told, "change")}`,
    period: `${localTime(digest.from, digest.zone)} to ${localTime(digest.to, digest.zone)} (${digest.zone})`,
    threads: alikeTogether(digest.threads).map(({ title, significance, changes, isAlike }) => ({
      title: clip(title, 300),
      significance,
      changes: changes.map((change, at) =>
        isAlike && at > 0 ? nameOnly(composeChange(change, context)) : composeChange(change, context),
      ),
    })),
    retracted: composeChanges(digest.retracted, context),
    deadlines: digest.deadlines.map((deadline) => ({
      ...deadlineInWords(deadline, today),
      title: clip(deadline.title, 300),
    })),
    silence: silenceOf(digest, told === 0 ? nothing : null),
    counts: countsOf(digest),
  };
}

// What happened to it stands with the first one.
function nameOnly(change: ComposedChange): ComposedChange {
  return { ...change, headline: change.title, summary: "", facts: [], passages: [], deadlines: [] };
}

function silenceOf({ checks, silence }: Digest, nothing: string | null): string {
  const looked = `${counted(checks.feeds, "feed")} ${checks.feeds === 1 ? "was" : "were"} checked ${counted(checks.checks, "time")}`;
  const blind =
    checks.ill.length === 0
      ? "All of them can be read."
      : `Not to be read at the moment: ${checks.ill.slice(0, 10).join(", ")}${checks.ill.length > 10 ? ` and ${checks.ill.length - 10} more` : ""}.`;
  const said = nothing === null ? looked : `${nothing.replace("n", "N")}, and ${looked}`;
  return `${said}. ${[blind, ...silenceInWords(silence)].join(" ")}`;
}

function countsOf(digest: Digest): string {
  const { heldBack, keptBack } = digest;
  const { listed, leftOut } = digestTally(digest);
  const parts = [...countsInWords(listed), ...countsInWords(leftOut).map((words) => `${words} left out`)];
  const held = heldBack === 0 ? [] : [`${counted(heldBack, "change")} held back by a mute`];
  return [...parts, ...held, ...othersOf(keptBack)].join(" · ");
}

function othersOf(keptBack: Digest["keptBack"]): readonly string[] {
  if (keptBack === undefined) return [];
  // What matters too little is counted above as left out.
  const { query, mute } = keptBack;
  const all = query + mute;
  const reasons = [
    ...(query === 0 ? [] : [`${query} not asked for by the query`]),
    ...(mute === 0 ? [] : [`${mute} muted`]),
  ];
  return all === 0 ? [] : [`${counted(all, "other")} ${all === 1 ? "was" : "were"} kept back: ${reasons.join(", ")}`];
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
}

function localTime(instant: Instant, zone: string): string {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDateTime();
  return local.toString({ smallestUnit: "minute" }).replace("T", " ");
}
