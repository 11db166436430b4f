import { toInstant } from "../../lib/time.ts";
import type { Json } from "../../model/json.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { KnownDocument, PollContext, PollEnd, Sighting } from "../../model/source.ts";
import { memoryJson, readMemory, type Memory } from "../policy-page/memory.ts";
import { pollPolicyPage } from "../policy-page/poll.ts";
import { readPage } from "../policy-page/read.ts";
import { passageHash } from "./extract.ts";
import type { SideMemory } from "./memory.ts";
import { pageParams, type PairParams, type Side } from "./params.ts";

/** What a look at one of the pages saw. `error`: it is not believed, and what is remembered of it is kept all the same. */
export interface SideLook {
  readonly memory: SideMemory | null;
  readonly response: Fetched | null;
  readonly warnings: readonly string[];
  readonly error: unknown;
}

/** Looks at one of the pages as the source of policy pages does, and says what is new in it since both were in step. */
export async function lookAtSide(
  context: PollContext<PairParams>,
  side: Side,
  before: SideMemory | null,
): Promise<SideLook> {
  const params = pageParams(context.params, side);
  let response: Fetched | null = null;
  const noted = (answer: Fetched) => (response = answer);
  const known = before === null ? [] : [[params.url, knownPage(params.url, before.page, context)] as const];
  const sightings = pollPolicyPage({
    ...context,
    params,
    cursor: null,
    known: new Map(known),
    fetch: async (url, options) => noted(await context.fetch(url, options)),
    render: async (url, options) => noted(await context.render(url, options)),
  });
  let memory = before;
  try {
    for (;;) {
      const step: IteratorResult<Sighting, PollEnd> = await sightings.next();
      if (step.done === true) return { memory, response, warnings: step.value.warnings ?? [], error: null };
      const sighting = step.value;
      if (sighting.kind === "captured")
        memory = await changed(context, side, before, sighting.state, sighting.parts[0]?.response);
      else if (before !== null) memory = { ...before, page: readMemory(sighting.state) ?? before.page };
    }
  } catch (error) {
    return { memory, response, warnings: [], error };
  }
}

// Without validators: both pages must be at hand whenever one of them has changed.
function knownPage(key: string, page: Memory, { now }: PollContext<PairParams>): KnownDocument {
  const state = memoryJson({ ...page, etag: undefined, lastModified: undefined });
  return { key, state, facts: {}, firstSeenAt: toInstant(now()), lastSeenAt: toInstant(now()) };
}

async function changed(
  { params, now }: PollContext<PairParams>,
  side: Side,
  before: SideMemory | null,
  state: Json,
  response: Fetched | undefined,
): Promise<SideMemory | null> {
  const page = readMemory(state);
  if (page === null || response === undefined) return before;
  const { blocks } = await readPage(response, pageParams(params, side));
  const passages = [...new Set(blocks.map(passageHash))];
  const read = { page, passages };
  // Read in another way, a page says nothing about what was changed in it.
  if (before === null || before.page.recipe !== page.recipe)
    return { ...read, base: null, since: null, latest: null, fresh: [] };
  const old = new Set(before.passages);
  const came = passages.filter((one) => !old.has(one));
  const went = before.passages.filter((one) => !passages.includes(one));
  if (came.length === 0 && went.length === 0) return { ...before, ...read };
  const base = before.base ?? before.page.text;
  if (page.text === base) return { ...read, base: null, since: null, latest: null, fresh: [] };
  const at = toInstant(now());
  const all = [...new Set([...before.fresh, ...came])].filter((one) => passages.includes(one));
  return { ...read, base, since: before.since ?? at.slice(0, 10), latest: at, fresh: all };
}
