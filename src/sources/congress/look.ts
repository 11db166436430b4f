import { hashJson } from "../../lib/hash.ts";
import { RegwatchError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { CapturePart, Sighting } from "../../model/source.ts";
import { stampOf } from "./api.ts";
import type { Door } from "./door.ts";
import { billEvents } from "./events.ts";
import { pastTextRole, textRole } from "./extract.ts";
import { billFacts } from "./facts.ts";
import { memoryJson, type Memory } from "./memory.ts";
import type { CongressParams } from "./params.ts";
import type { FoundBill } from "./publisher.ts";
import { printOf, readAgain } from "./reissue.ts";
import { textVersions, type TextVersion } from "./text-versions.ts";

/** What every look at a bill needs. */
export interface Round {
  readonly door: Door;
  readonly params: CongressParams;
  readonly baseline: boolean;
  /** UTC date. */
  readonly today: string;
  readonly warn: (warning: string) => void;
  /** Asks for the bill to be looked at again at the next poll. */
  readonly again: (id: string) => void;
}

/**
 * A bill beside what is remembered of it. New prints are captured one by one along the bill's way, so that each is compared with the one
 * before; of a bill found in the middle of its way, only the first poll of a feed captures the prints of the past.
 */
export async function* lookAtBill(
  round: Round,
  id: string,
  found: FoundBill,
  memory: Memory | null,
): AsyncGenerator<Sighting, void, void> {
  const seen = seenNow(round, found);
  const fresh = freshVersions(seen.available, memory, round.baseline);
  if (memory !== null && fresh.length === 0 && memory.facts === seen.facts) {
    const again = await readAgain(round, memory.print);
    if (again.kind !== "reissued") {
      const print = again.kind === "same" ? again.print : memory.print;
      yield unchanged(id, { ...remembered(seen, found, memory.versions), print }, again.kind === "same");
      return;
    }
  }
  const steps = fresh.length > 0 ? fresh : currentVersion(seen.available, memory);
  let known = memory?.versions ?? [];
  for (const [index, version] of steps.entries()) {
    const text = await fetchPrint(round, version);
    if (text === null) {
      // The prints after it wait, so that none is compared with the wrong one.
      round.again(id);
      round.warn(`${id}: the text “${version.name}” cannot be had yet; it is tried again at the next poll.`);
      if (memory !== null) yield await withoutPrint(round, id, found, memory);
      else if (known.length === 0) yield captured(round, id, found.parts, remembered(seen, found, [], true));
      return;
    }
    known = [...known.filter((code) => code !== version.code), version.code];
    const isPast = memory === null && index < steps.length - 1;
    const parts = withText(found.parts, { role: isPast ? pastTextRole : textRole, response: text });
    yield captured(round, id, parts, remembered(seen, found, known, isPast || seen.awaited), memory);
  }
  if (steps.length === 0) yield captured(round, id, found.parts, remembered(seen, found, known), memory);
}

// What happened to a bill is told whether its new print is there or not: beside the print that is known, or alone.
async function withoutPrint(round: Round, id: string, found: FoundBill, memory: Memory): Promise<Sighting> {
  const seen = seenNow(round, found);
  if (memory.facts === seen.facts) return unchanged(id, { ...memory, awaited: true });
  const [current] = currentVersion(seen.available, memory);
  const text = current === undefined ? null : await fetchPrint(round, current);
  const parts = text === null ? found.parts : withText(found.parts, { role: textRole, response: text });
  return captured(round, id, parts, remembered(seen, found, memory.versions, true), memory);
}

interface Seen {
  readonly facts: string;
  readonly available: readonly TextVersion[];
  readonly awaited: boolean;
}

function seenNow({ params }: Round, { record }: FoundBill): Seen {
  const versions = textVersions(record);
  const available = versions.filter((version) => version.addresses.length > 0);
  const facts = billFacts(
    record,
    billEvents(record.actions),
    { version: null, substitute: false },
    params.cosponsorThresholds,
  );
  return { facts: hashJson(facts), available, awaited: available.length < versions.length };
}

// A print that appears late, when a later one is known, would only turn the text back.
function freshVersions(
  available: readonly TextVersion[],
  memory: Memory | null,
  baseline: boolean,
): readonly TextVersion[] {
  if (memory === null) return baseline ? available : available.slice(-1);
  const current = memory.versions.at(-1);
  const at = available.findIndex(({ code }) => code === current);
  return at < 0 && current !== undefined
    ? []
    : available.slice(at + 1).filter(({ code }) => !memory.versions.includes(code));
}

function currentVersion(available: readonly TextVersion[], memory: Memory | null): readonly TextVersion[] {
  const current = available.find(({ code }) => code === memory?.versions.at(-1));
  return current === undefined ? [] : [current];
}

async function fetchPrint({ door, warn }: Round, version: TextVersion): Promise<Fetched | null> {
  for (const address of version.addresses) {
    try {
      const response = await door.govinfo(address, { expect: "xml" });
      // Extraction tells the print by its address, which a mirror has changed.
      if (response !== null) return { ...response, url: address };
    } catch (error) {
      if (!(error instanceof RegwatchError)) throw error;
      warn(error.message);
    }
  }
  return null;
}

// After the record, before its lists: what proves a change of text comes before what proves one of facts.
function withText([metadata, ...lists]: readonly CapturePart[], text: CapturePart): readonly CapturePart[] {
  return metadata === undefined ? [text] : [metadata, text, ...lists];
}

function remembered(
  { facts, awaited }: Seen,
  { record, parts }: FoundBill,
  versions: readonly string[],
  isAwaited = awaited,
): Memory {
  const headers = parts[0]?.response.headers ?? {};
  return {
    stamp: stampOf(record),
    facts,
    versions,
    awaited: isAwaited,
    etag: headers["etag"] ?? null,
    lastModified: headers["last-modified"] ?? null,
    print: null,
  };
}

function captured(
  { today }: Round,
  key: string,
  parts: readonly CapturePart[],
  memory: Memory,
  before: Memory | null = null,
): Sighting {
  return { kind: "captured", key, parts, state: memoryJson({ ...memory, print: printOf(parts, before, today) }) };
}

function unchanged(key: string, memory: Memory, isTextSeen = false): Sighting {
  return { kind: "unchanged", key, looked: isTextSeen ? "all" : "facts", state: memoryJson(memory) };
}
