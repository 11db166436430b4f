import { sha256 } from "../../lib/hash.ts";
import { sinceOrNow } from "../../lib/time.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { Sighting } from "../../model/source.ts";
import { isOurs, needsText } from "./desk.ts";
import { fetchText, readText, type TextAddress, type TextAnswer } from "./full-text.ts";
import { memoryJson, type Memory } from "./memory.ts";
import type { FiledRecord } from "./record.ts";
import type { Remembered, Round } from "./round.ts";

/** A document as this poll found it, beside what is remembered of it. */
export interface Seen {
  readonly known: Remembered | null;
  readonly key: string;
  /** The answer that states its facts. */
  readonly response: Fetched;
  readonly facts: string;
  readonly publicationDate: string | null;
  readonly address: TextAddress | null;
}

/** Issues are processed again within days of their publication: until then the text is read once a day. */
const textSettlesAfterDays = 10;

/** How long a known text stands while its successor is announced but cannot be had. */
const longestHoldHours = 24;

export async function lookAtPublished(round: Round, seen: Seen): Promise<Sighting | null> {
  const memory = seen.known?.memory ?? null;
  const same = memory !== null && !memory.vanished && memory.form === "published" && memory.facts === seen.facts;
  if (!same)
    return capture(round, seen, { form: "published", vanished: false }, await fetchText(round.door, seen.address));
  if (memory.text !== null && !isTextDue(round, seen, memory)) return unchanged(seen.key, "facts", memory);
  const answer = await fetchText(round.door, seen.address);
  if (answer.kind !== "text") {
    if (answer.kind === "failed") round.warn(`${seen.key}: ${answer.why}`);
    // An absent text is asked for once a day if one is known, at every poll if none is.
    const textReadOn = answer.kind === "absent" && memory.text !== null ? round.today : memory.textReadOn;
    return unchanged(seen.key, "facts", { ...memory, textReadOn });
  }
  if (sha256(answer.response.body) === memory.text)
    return unchanged(seen.key, "all", { ...memory, textReadOn: round.today });
  return capture(round, seen, { form: "published", vanished: false }, answer);
}

export async function lookAtFiling(round: Round, seen: Seen, record: FiledRecord): Promise<Sighting | null> {
  const memory = seen.known?.memory ?? null;
  const withdrawn = /\bwithdr(?:aw|ew)/i.test(record.editorial_note ?? "");
  if (memory !== null && withdrawn) {
    if (memory.vanished) return null;
    const reason = `Withdrawn from public inspection before publication. Note on the desk: ${record.editorial_note?.trim()}`;
    return {
      kind: "vanished",
      key: seen.key,
      reason,
      state: memoryJson({ ...memory, facts: seen.facts, vanished: true }),
      sure: true,
    };
  }
  if (memory !== null && !memory.vanished && memory.facts === seen.facts && memory.text !== null) {
    return unchanged(seen.key, "facts", { ...memory, gone: 0 });
  }
  if (memory === null && round.notOursBefore.has(seen.key)) {
    round.notOurs.add(seen.key);
    return null;
  }
  const answer = await fetchText(round.door, seen.address);
  if (memory === null && needsText(round.params)) {
    // Without its text it cannot be told whether the filing is the feed's; the next poll asks again.
    if (answer.kind !== "text") return null;
    if (!isOurs(record, readText(answer.response), round.params)) {
      round.notOurs.add(seen.key);
      return null;
    }
  }
  const same = memory !== null && !memory.vanished && memory.facts === seen.facts;
  if (same && answer.kind !== "text") return unchanged(seen.key, "facts", { ...memory, gone: 0 });
  return capture(round, seen, { form: "inspection", vanished: withdrawn }, answer);
}

/**
 * A filing that is neither on the desk nor published. Only when its publication day is half over, and it is missed a second time, is
 * it gone for good: caches serve old desks, and issues appear in the morning.
 */
export function lookAtMissing(round: Round, { key, memory }: Remembered): Sighting | null {
  const noon =
    memory.publicationDate === null
      ? null
      : Temporal.PlainDate.from(memory.publicationDate).toZonedDateTime({
          timeZone: "America/New_York",
          plainTime: "12:00",
        });
  if (noon !== null && Temporal.Instant.compare(round.now, noon.toInstant()) < 0) return null;
  if (memory.gone === 0) return unchanged(key, "facts", { ...memory, gone: 1 });
  const state = memoryJson({ ...memory, gone: memory.gone + 1, vanished: true });
  return { kind: "vanished", key, reason: "Withdrawn from public inspection before publication.", state };
}

interface Capture {
  readonly form: Memory["form"];
  readonly vanished: boolean;
}

function capture(round: Round, seen: Seen, how: Capture, answer: TextAnswer): Sighting | null {
  if (answer.kind === "failed")
    round.warn(`${seen.key}: ${answer.why} Its facts count meanwhile; the text is tried again.`);
  if (answer.kind !== "text" && isHeld(round, seen)) return null;
  const text = answer.kind === "text" ? answer.response : null;
  const state: Memory = {
    form: how.form,
    facts: seen.facts,
    text: text === null ? null : sha256(text.body),
    publicationDate: seen.publicationDate,
    textReadOn: text === null ? null : round.today,
    gone: 0,
    vanished: how.vanished,
  };
  const parts = [{ role: "metadata", response: seen.response }];
  return {
    kind: "captured",
    key: seen.key,
    parts: text === null ? parts : [...parts, { role: "text", response: text }],
    state: memoryJson(state),
  };
}

// A filed text states facts of its own. It stands until the text that follows it is there, so that nothing seems to be taken back.
function isHeld(round: Round, seen: Seen): boolean {
  const memory = seen.known?.memory;
  if (memory === undefined || memory.form !== "inspection" || memory.text === null) return false;
  const since = sinceOrNow(round.heldBefore[seen.key], round.now);
  const hours = Temporal.Instant.from(since).until(round.now).total("hours");
  if (hours >= longestHoldHours) return false;
  round.held.set(seen.key, since);
  return true;
}

function isTextDue(round: Round, seen: Seen, memory: Memory): boolean {
  if (seen.publicationDate === null || memory.textReadOn === round.today) return false;
  const age = Temporal.PlainDate.from(seen.publicationDate).until(Temporal.PlainDate.from(round.today)).total("days");
  return age >= 0 && age <= textSettlesAfterDays;
}

function unchanged(key: string, looked: "facts" | "all", state: Memory): Sighting {
  return { kind: "unchanged", key, looked, state: memoryJson(state) };
}
