import { extname, resolve } from "node:path";
import { composeClientDigest } from "../alerts/client-digest.ts";
import { compose } from "../alerts/compose.ts";
import { parseQuery } from "../alerts/query.ts";
import { clientDocx } from "../exports/client-docx.ts";
import { clientPage } from "../exports/client-page.ts";
import { digestDocx } from "../exports/digest-docx.ts";
import { digestMarkdown } from "../exports/digest-markdown.ts";
import { digestPage } from "../exports/digest-page.ts";
import { toInstant } from "../lib/time.ts";
import { toDigestJson } from "../model/digest-json.ts";
import type { Digest } from "../model/digest.ts";
import { UsageError } from "../model/errors.ts";
import type { Instant } from "../model/time.ts";
import { gatherDigest } from "../pipeline/digest.ts";
import { fileStyle } from "../web/style.ts";
import type { House } from "../wire.ts";
import type { CommandContext } from "./context.ts";
import type { DigestOptions } from "./digest.ts";
import { saveFile } from "./save-file.ts";

type Format = NonNullable<DigestOptions["format"]>;

/** Gathers a digest and writes it where and how it was asked for. */
export async function writeDigest(context: CommandContext, options: DigestOptions): Promise<void> {
  const format = formatOf(options);
  if (format === "docx" && options.output === undefined) {
    throw new UsageError("A Word file needs a name; add -o FILE.docx.");
  }
  parseQuery(options.query);
  const house = await context.open();
  const now = house.services.clock.now();
  const digest = await gatherDigest(house.services, {
    query: options.query,
    minimum: "editorial",
    zone: zoneOf(options.zone),
    from: sinceOf(options.since, now),
    to: toInstant(now),
    includePrivate: true,
  });
  const written = await (options.client ? forClients(house, digest, format, options) : inForm(house, digest, format));
  if (options.output === undefined) context.io.stdout(String(written));
  else await saveFile(resolve(context.cwd, options.output), options.output, written);
}

async function forClients(
  { services }: House,
  digest: Digest,
  format: Format,
  { tracked }: DigestOptions,
): Promise<string | Uint8Array> {
  const { publicUrl, clock, letterhead } = services;
  const client = composeClientDigest(digest, { now: clock.now(), publicUrl }, letterhead);
  return format === "docx" ? clientDocx(client, digest.to, tracked === true) : clientPage(client, fileStyle);
}

async function inForm({ services }: House, digest: Digest, format: Format): Promise<string | Uint8Array> {
  const { publicUrl, clock } = services;
  const [now, at] = [clock.now(), digest.to];
  if (format === "json") return `${JSON.stringify(toDigestJson(digest, publicUrl))}\n`;
  const composed = compose({ kind: "digest", id: "", at, digest }, { now, publicUrl });
  if (composed.kind !== "digest") throw new Error("a digest was composed as something else");
  if (format === "docx") return digestDocx(composed.digest, at);
  return format === "html" ? digestPage(composed.digest, fileStyle) : digestMarkdown(composed.digest);
}

function formatOf(options: DigestOptions): Format {
  if (!options.client) return houseFormat(options);
  const format = options.format === undefined && options.output === undefined ? "html" : houseFormat(options);
  if (format === "html" || format === "docx") return format;
  throw new UsageError("A digest for clients is a page or a Word file; add -o FILE.html or -o FILE.docx.");
}

function houseFormat({ format, json, output }: DigestOptions): Format {
  if (json) return "json";
  const told = { ".html": "html", ".htm": "html", ".docx": "docx", ".json": "json", ".md": "md" } as const;
  const ending = extname(output ?? "").toLowerCase();
  return format ?? (ending in told ? told[ending as keyof typeof told] : "md");
}

function sinceOf(since: string, now: Temporal.Instant): Instant {
  const days = /^(\d{1,4})d$/.exec(since)?.[1];
  if (days !== undefined) return toInstant(now.subtract({ hours: 24 * Number(days) }));
  try {
    return toInstant(Temporal.PlainDate.from(since).toZonedDateTime("UTC").toInstant());
  } catch {
    throw new UsageError(`--since ${since} is neither a number of days, such as 7d, nor a date, such as 2026-01-05.`);
  }
}

function zoneOf(name: string): string {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    throw new UsageError(`--zone ${name} is no time zone; it has a name such as America/New_York.`);
  }
}
