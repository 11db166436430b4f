import { z } from "zod";
import { patternFault } from "../lib/pattern.ts";
import { RegwatchError } from "../model/errors.ts";
import { feedFile, type Feed, type FeedFile, type FeedProblem } from "../model/feed.ts";
import type { Source } from "../model/source.ts";
import { complaints, didYouMean, type Complaint } from "./complaint.ts";
import { readCron } from "./cron.ts";
import { readYaml } from "./yaml-fields.ts";

/** One feed file read: the feed, or what is wrong. */
export interface FeedReading {
  readonly feed: Feed | null;
  readonly problems: readonly FeedProblem[];
}

/** Reads a feed file's text. Every problem names the line, the field and what to do. */
export function readFeedFile(
  text: string,
  place: { readonly file: string; readonly id: string },
  sources: readonly Source[],
): FeedReading {
  const yaml = readYaml(text, "`source: …` and `title: …`");
  if (!yaml.ok)
    return { feed: null, problems: [{ file: place.file, line: yaml.line, field: null, message: yaml.message }] };

  const { feed, found } = readValue(yaml.fields, place.id, sources);
  return {
    feed: found.length === 0 ? feed : null,
    problems: found
      .map(({ path, message }) => ({ file: place.file, line: yaml.lineOf(path), field: fieldName(path), message }))
      .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  };
}

/** Everything that can be said about the value at once, so that nobody mends a file one message at a time. */
function readValue(
  value: Readonly<Record<string, unknown>>,
  id: string,
  sources: readonly Source[],
): { readonly feed: Feed | null; readonly found: readonly Complaint[] } {
  const file = feedFile.safeParse(value, { reportInput: true });
  const source = sources.find((candidate) => candidate.id === value["source"]);
  // What is no set of fields is complained of once, by the file's own schema.
  const params = source && value["params"] !== null && readParams(source, value["params"] ?? {});
  const found = [
    ...(file.success ? [...scheduleFaults(file.data), ...muteFaults(file.data)] : complaints(file.error, feedFile)),
    ...(typeof value["source"] === "string" && !source ? [unknownSource(value["source"], sources)] : []),
    ...(params ? params.found : []),
  ];
  if (!file.success || !source || !params) return { feed: null, found };
  const { schedule, ...rest } = file.data;
  const feed = {
    ...rest,
    id,
    schedule: schedule === undefined ? source.schedule : [schedule].flat(),
    timezone: schedule === undefined && value["timezone"] === undefined ? source.timezone : rest.timezone,
    params: params.value,
    rhythm: {
      calendar: file.data.calendar ?? source.rhythm?.calendar ?? "every-day",
      publisherDays: source.rhythm?.publisherDays ?? null,
      feedDays: file.data.quietAfterDays ?? null,
    } as const,
  };
  return { feed, found };
}

/** Unknown params are refused as unknown fields are: a misspelt one would silently watch something else. */
function readParams(source: Source, value: unknown): { readonly value: unknown; readonly found: readonly Complaint[] } {
  const schema = source.params instanceof z.ZodObject ? source.params.strict() : source.params;
  const read = schema.safeParse(value, { reportInput: true });
  if (!read.success) {
    const found = complaints(read.error, source.params);
    return { value: null, found: found.map(({ path, message }) => ({ path: ["params", ...path], message })) };
  }
  try {
    source.host(read.data);
    return { value: read.data, found: [] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { value: null, found: [{ path: ["params"], message: `do not say what host to ask: ${message}` }] };
  }
}

function unknownSource(name: string, sources: readonly Source[]): Complaint {
  const ids = sources.map(({ id }) => id);
  const message = `"${name}" is no source.${didYouMean(name, ids)} There are: ${ids.join(", ")}.`;
  return { path: ["source"], message };
}

function scheduleFaults(file: FeedFile): readonly Complaint[] {
  const { schedule, timezone } = file;
  const lines = typeof schedule === "string" ? [{ line: schedule, path: ["schedule"] }] : listed(schedule ?? []);
  return [
    ...lines.flatMap(({ line, path }) => {
      const message = cronFault(line);
      return message === null ? [] : [{ path, message }];
    }),
    ...(isZone(timezone) ? [] : [{ path: ["timezone"], message: unknownZone(timezone) }]),
  ];
}

function listed(lines: readonly string[]): { readonly line: string; readonly path: readonly PropertyKey[] }[] {
  return lines.map((line, index) => ({ line, path: ["schedule", index] }));
}

function cronFault(line: string): string | null {
  try {
    readCron(line);
    return null;
  } catch (error) {
    if (error instanceof RegwatchError) return error.message;
    throw error;
  }
}

function isZone(name: string): boolean {
  try {
    void new Temporal.ZonedDateTime(0n, name);
    return /^[a-z]/i.test(name);
  } catch {
    return false;
  }
}

function unknownZone(name: string): string {
  const near = didYouMean(name, Intl.supportedValuesOf("timeZone"));
  return `"${name}" is no time zone.${near === "" ? " Give an IANA name, such as America/New_York." : near}`;
}

function muteFaults(file: FeedFile): readonly Complaint[] {
  return file.mute.flatMap((mute, index) =>
    (["title", "action"] as const).flatMap((field) => {
      const message = mute[field] === undefined ? null : patternFault(mute[field]);
      return message === null ? [] : [{ path: ["mute", index, field], message }];
    }),
  );
}

/** As people write it: `schedule[1]`, `mute[0].title`. */
function fieldName(path: readonly PropertyKey[]): string | null {
  const name = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("");
  return name.replace(/^\./, "") || null;
}
