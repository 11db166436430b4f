import { z } from "zod";
import { hashJson, sha256 } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import type { Change } from "../model/change.ts";
import { LimitError, ReadingError, UsageError } from "../model/errors.ts";
import type { Feed } from "../model/feed.ts";
import type { Fetched } from "../model/snapshot.ts";
import type { Captured } from "../model/source.ts";
import type { CalendarDate, Instant } from "../model/time.ts";
import type { Extraction } from "../model/version.ts";
import { readingOf } from "../snapshots/blocks-of.ts";
import { datedName } from "./dated-name.ts";
import { fileExtraction } from "./file-extraction.ts";
import type { Intake } from "./intake.ts";
import { documentIdOf } from "./document-id.ts";
import { recordCapture } from "./record.ts";
import { importSource, reextractOutdated } from "./reextract.ts";
import type { Services } from "./services.ts";

/** A recorded state of a document. `bytes` throws a `ReadingError` or a `LimitError` where the file cannot be used. */
export interface DatedFile {
  readonly name: string;
  readonly date: CalendarDate;
  bytes(): Promise<Uint8Array>;
}

/** What became of a file: its change, nothing new, already there from an earlier import, or why it was left out. */
export type Imported =
  | { readonly kind: "change"; readonly file: DatedFile; readonly change: Change }
  | { readonly kind: "same"; readonly file: DatedFile }
  | { readonly kind: "known"; readonly file: DatedFile }
  | { readonly kind: "left-out"; readonly file: DatedFile; readonly why: string };

/** Raised whenever the reading of files changes. */
const recipe = { source: importSource, revision: 1, paramsHash: hashJson({}) } as const;

/**
 * Records the history of a feed's document from files, oldest first, as the baseline does: versions and changes with the files' dates,
 * told to nobody. What an earlier import recorded is passed over; history is written forward only. Yields what became of each file.
 */
export async function* importHistory(
  services: Services,
  feed: Feed,
  files: readonly DatedFile[],
  signal: AbortSignal,
): AsyncGenerator<Imported, void, void> {
  const key = documentKey(feed);
  let change: Change | null = null;
  const progress: Services["progress"] = (event) => {
    if (event.kind === "change") ({ change } = event);
    services.progress(event);
  };
  const intake: Intake = {
    services: { ...services, progress },
    feed,
    recipe,
    baseline: true,
    confirmMinutes: 0,
    confirmsNow: false,
    gathers: false,
    secondHand: false,
    extract: extractor(feed),
  };
  let done = await alreadyImported(intake, key);
  for (const file of inOrder(files)) {
    signal.throwIfAborted();
    change = null;
    try {
      const body = await file.bytes();
      const mark = { date: file.date, hash: sha256(`${file.name}\n${sha256(body)}`).slice(0, 16) };
      if (done.some(({ hash }) => hash === mark.hash)) {
        yield { kind: "known", file };
        continue;
      }
      refuseOlder(file, done.at(-1)?.date);
      const state = { imported: [...done, mark] };
      const parts = [{ role: "file", response: asServed(file, body, toInstant(services.clock.now())) }];
      await recordCapture(intake, { kind: "captured", key, parts, state }, emptyTally());
      done = state.imported;
      yield change === null ? { kind: "same", file } : { kind: "change", file, change };
    } catch (error) {
      if (!(error instanceof ReadingError || error instanceof LimitError)) throw error;
      yield { kind: "left-out", file, why: error.message };
    }
  }
}

/** The id of the document whose history an import of this feed writes. */
export function importedDocumentId(feed: Feed): string {
  return documentIdOf(feed.id, documentKey(feed));
}

// A feed watches many documents or one; what is imported under it is one more, which no poll takes for its own.
function documentKey(feed: Feed): string {
  return feed.id;
}

const memory = z.object({ imported: z.array(z.object({ date: z.string(), hash: z.string() })) });
type Marks = z.infer<typeof memory>["imported"];

async function alreadyImported(intake: Intake, key: string): Promise<Marks> {
  const { services, feed } = intake;
  const head = await services.store.documentHead(feed.id, key);
  if (head === null) return [];
  if (head.latest.recipe.source !== importSource) {
    throw new UsageError(`${feed.id} has recorded ${key} itself; what came before cannot be put under it any more.`);
  }
  const known = await services.store.knownDocuments([feed.id]);
  await reextractOutdated(intake, known.get(feed.id) ?? new Map(), emptyTally());
  return memory.safeParse(head.state).data?.imported ?? [];
}

function emptyTally() {
  return { looked: 0, changes: 0, deliveries: 0, warnings: [], held: 0, againAt: null };
}

const byName = new Intl.Collator("en", { numeric: true });

function inOrder(files: readonly DatedFile[]): readonly DatedFile[] {
  return files.toSorted((a, b) => (a.date === b.date ? byName.compare(a.name, b.name) : a.date < b.date ? -1 : 1));
}

function refuseOlder({ date }: DatedFile, last: CalendarDate | undefined): void {
  if (last !== undefined && date < last) {
    throw new ReadingError(`is older than what is recorded (${last}); a history is only continued`);
  }
}

function asServed(file: DatedFile, body: Uint8Array, fetchedAt: Instant): Fetched {
  const url = `file:${file.name}`;
  return { url, finalUrl: url, status: 200, headers: {}, redirects: [], body, fetchedAt };
}

function extractor(feed: Feed): (captured: Captured) => Promise<Extraction> {
  return async ({ parts }) => {
    const served = parts[0]?.response;
    if (served === undefined) throw new ReadingError("holds no file");
    const name = served.url.replace(/^file:/, "");
    const dated = datedName(name);
    return fileExtraction(await readingOf(served.body, { name: name.replace(/\.gz$/i, "") }), {
      title: feed.title,
      sourceUrl: pageOf(feed),
      publishedAt: dated !== null && "date" in dated ? dated.date : null,
    });
  };
}

const address = z.url({ protocol: /^https?$/ });
const watchedPage = z.object({
  url: address.optional().catch(undefined),
  baseUrl: address.optional().catch(undefined),
});

/** The page the feed watches, or else the publisher's site. */
function pageOf(feed: Feed): string {
  const { url, baseUrl } = watchedPage.safeParse(feed.params).data ?? {};
  return url ?? baseUrl ?? "";
}
