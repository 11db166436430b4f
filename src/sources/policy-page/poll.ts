import { bodyHash, hashJson, sha256 } from "../../lib/hash.ts";
import { remembered } from "../../lib/remembered.ts";
import { visibleText } from "../../lib/visible-text.ts";
import { ReadingError, WrongBodyError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { PollContext, PollEnd, Sighting } from "../../model/source.ts";
import { doubtAbout } from "./doubt.ts";
import { heldOnce, isBelieved } from "./hold.ts";
import { memoryJson, readMemory, type Memory } from "./memory.ts";
import { readingParams, type PolicyPageParams } from "./params.ts";
import { askedAddress, placeOf, refuseMoved } from "./place.ts";
import { revision } from "./read.ts";
import { isClosed, refuseWrongBody } from "./served.ts";
import { readServed, type Text } from "./text.ts";

type Context = PollContext<PolicyPageParams>;

const recipeHash = remembered((params: PolicyPageParams) =>
  hashJson([revision, readingParams(params), params.contains ?? null]),
);

/** One look at the page: equal bytes first, then what is visible, and only then the text. What cannot be the page is thrown. */
export async function* pollPolicyPage(context: Context): AsyncGenerator<Sighting, PollEnd, void> {
  const { params } = context;
  const known = readMemory(context.known.get(params.url)?.state);
  const recipe = recipeHash(params);
  // What the feed says otherwise about the page must be tried on it, whatever the bytes.
  const before = known?.recipe === recipe ? known : null;
  const response = await served(context, before);
  if (response.status === 304 && before !== null) {
    yield unchanged(params.url, before, before);
    return { cursor: null };
  }
  refuseMoved(params, response, known);
  const marks = marksOf(response);
  // The same bytes were judged when they came first.
  if (marks.bytes !== before?.bytes) refuseWrongBody(response, known);
  if (before !== null && (marks.bytes === before.bytes || marks.visible() === before.visible)) {
    yield unchanged(params.url, before, { ...before, ...validators(response), bytes: marks.bytes });
    return { cursor: null };
  }
  const text = await readServed(response, params);
  const after: Memory = {
    recipe,
    bytes: marks.bytes,
    visible: marks.visible(),
    ...text.facts,
    place: placeOf(response.finalUrl),
    closed: isClosed(response.body),
    ...validators(response),
    held: null,
  };
  yield* judged(context, before, { after, response, shell: text.shell });
  return { cursor: null, warnings: warningsOf(text) };
}

interface Look {
  readonly after: Memory;
  readonly response: Fetched;
  readonly shell: string | null;
}

function* judged({ params, now }: Context, before: Memory | null, look: Look): Generator<Sighting> {
  const { after, response } = look;
  if (before !== null && after.text === before.text) {
    yield unchanged(params.url, before, after);
    return;
  }
  const host = new URL(response.url).host;
  if (before === null) refuseShort(host, params, look);
  const doubt = before === null ? null : doubtAbout(before, after, params.minimumLength);
  if (before !== null && doubt !== null) {
    const held = heldOnce(before.held, after.text, now());
    if (!isBelieved(held, now())) {
      yield { kind: "unchanged", key: params.url, looked: "facts", state: memoryJson({ ...before, held }) };
      throw new WrongBodyError(`${host}: ${look.shell ?? doubt} It counts as a change once it has stood for a day.`);
    }
  }
  yield { kind: "captured", key: params.url, parts: [{ role: "page", response }], state: memoryJson(after) };
}

function refuseShort(host: string, { minimumLength }: PolicyPageParams, { after, shell }: Look): void {
  if (after.characters >= minimumLength) return;
  const short = `the page has ${after.characters} characters of text. If that is all, set \`minimumLength\`.`;
  throw new ReadingError(`${host}: ${shell ?? short}`);
}

const accept = "text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.8, */*;q=0.1";

async function served({ params, fetch, render, signal }: Context, before: Memory | null): Promise<Fetched> {
  signal.throwIfAborted();
  const url = askedAddress(params);
  if (params.render) return render(url, params.waitFor === undefined ? {} : { waitFor: params.waitFor });
  const { etag, lastModified } = before ?? {};
  return fetch(url, {
    accept,
    ...(params.language !== undefined && { headers: { "accept-language": params.language } }),
    ...(before !== null && {
      validators: { ...(etag && { etag }), ...(lastModified && { lastModified }) },
      knownBytes: before.bytes,
    }),
  });
}

function validators({ headers }: Fetched): Pick<Memory, "etag" | "lastModified"> {
  return { etag: headers["etag"], lastModified: headers["last-modified"] };
}

// Markup is ASCII in every character set pages come in, so that what is visible need not be decoded to be compared.
function marksOf({ body }: Fetched): { readonly bytes: string; visible(): string } {
  let visible: string | undefined;
  return {
    bytes: bodyHash(body),
    visible: () => (visible ??= sha256(visibleText(Buffer.from(body).toString("latin1")))),
  };
}

// What is remembered already is not written again.
function unchanged(key: string, before: Memory, seen: Memory): Sighting {
  const isKnown = before.held === null && answered.every((part) => seen[part] === before[part]);
  return { kind: "unchanged", key, looked: "all", ...(!isKnown && { state: memoryJson({ ...seen, held: null }) }) };
}

/** What two answers with the same text may differ in. */
const answered = ["bytes", "etag", "lastModified"] as const;

function warningsOf({ missing }: Text): readonly string[] {
  return missing.map((selector) => `\`${selector}\` matches nothing on the page any more; the other selectors do.`);
}
