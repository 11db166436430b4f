import type { RenderContext } from "../model/channel.ts";
import type { ComposedChange, ComposedDigest } from "../model/composed.ts";
import type { Digest } from "../model/digest.ts";
import { significances } from "../model/significance.ts";
import type { Instant } from "../model/time.ts";
import { alikeTogether } from "./alike.ts";
import { clip } from "./clip.ts";
import { composeChange, composeChanges } from "./compose-change.ts";
import { silenceInWords } from "./digest-silence.ts";
import { deadlineInWords } from "./days-left.ts";

/** A digest in words: its period in its own zone, its threads, and a sentence that tells silence from blindness. */
export function composeDigest(digest: Digest, context: RenderContext): ComposedDigest {
  const told = digest.threads.reduce((sum, { changes }) => sum + changes.length, 0);
  const today = context.now.toZonedDateTimeISO(digest.zone).toPlainDate();
  return {
    headline: told === 0 ? "Digest: nothing changed" : `Digest: ${counted(told, "change")}`,
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
    silence: silenceOf(digest),
    counts: countsOf(digest),
  };
}

// What happened to it stands with the first one.
function nameOnly(change: ComposedChange): ComposedChange {
  return { ...change, headline: change.title, summary: "", facts: [], passages: [], deadlines: [] };
}

function silenceOf({ checks, threads, silence }: Digest): string {
  const looked = `${counted(checks.feeds, "feed")} ${checks.feeds === 1 ? "was" : "were"} checked ${counted(checks.checks, "time")}`;
  const blind =
    checks.ill.length === 0
      ? "All of them can be read."
      : `Not to be read at the moment: ${checks.ill.slice(0, 10).join(", ")}${checks.ill.length > 10 ? ` and ${checks.ill.length - 10} more` : ""}.`;
  return `${threads.length === 0 ? `Nothing changed, and ${looked}` : looked}. ${[blind, ...silenceInWords(silence)].join(" ")}`;
}

function countsOf({ counts, heldBack, keptBack }: Digest): string {
  const parts = significances.toReversed().flatMap((name) => (counts[name] === 0 ? [] : [`${counts[name]} ${name}`]));
  const held = heldBack === 0 ? [] : [`${counted(heldBack, "change")} held back by a mute`];
  return [...parts, ...held, ...othersOf(keptBack)].join(" · ");
}

function othersOf(keptBack: Digest["keptBack"]): readonly string[] {
  if (keptBack === undefined) return [];
  const { query, significance, mute } = keptBack;
  const all = query + significance + mute;
  const reasons = [
    ...(query === 0 ? [] : [`${query} not asked for by the query`]),
    ...(significance === 0 ? [] : [`${significance} of too little significance`]),
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
