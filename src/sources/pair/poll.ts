import { hashJson } from "../../lib/hash.ts";
import { sinceOrNow } from "../../lib/time.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { PollContext, PollEnd, Sighting } from "../../model/source.ts";
import { lookAtSide, type SideLook } from "./look.ts";
import { memoryJson, readMemory, type Memory, type SideMemory } from "./memory.ts";
import { keyOf, sides, type PairParams, type Side } from "./params.ts";
import { writeRole } from "./role.ts";

type Context = PollContext<PairParams>;

/**
 * One look at both pages. They are laid side by side when both have changed, when one has and the other has not for `days`, and when a
 * page that was behind no longer is. Until then a translation may take its time.
 */
export async function* pollPair(context: Context): AsyncGenerator<Sighting, PollEnd, void> {
  const key = keyOf(context.params);
  const before = readMemory(context.known.get(key)?.state);
  const looks: SideLook[] = [];
  for (const side of sides) looks.push(await lookAtSide(context, side, before?.sides[side] ?? null));
  const [one, other] = looks;
  const failed = looks.find(({ error }) => error !== null);
  if (one?.memory == null || other?.memory == null) throw failed?.error ?? new Error(`${key} was not read`);
  const pair: readonly [SideMemory, SideMemory] = [upToNow(context, one.memory), upToNow(context, other.memory)];
  const told = before?.told ?? null;
  if (failed !== undefined) {
    if (before !== null)
      yield { kind: "unchanged", key, looked: "facts", state: memoryJson({ sides: [...pair], told }) };
    throw failed.error;
  }
  yield sightingOf(context, key, before, pair, [one.response, other.response]);
  return { cursor: null, warnings: looks.flatMap(({ warnings }) => warnings) };
}

function sightingOf(
  context: Context,
  key: string,
  before: Memory | null,
  pair: readonly [SideMemory, SideMemory],
  [one, other]: readonly (Fetched | null)[],
): Sighting {
  const told = before?.told ?? null;
  const behind = sides.filter((side) => pair[side].since !== null);
  const isInStep = behind.length !== 1;
  const [changed] = behind;
  const saying =
    isInStep || changed === undefined ? null : hashJson([changed, pair[changed].since, pair[changed].fresh]);
  const isReread = before !== null && sides.some((side) => before.sides[side].page.recipe !== pair[side].page.recipe);
  const isNews =
    before === null ||
    isReread ||
    behind.length === 2 ||
    (isInStep ? told !== null : saying !== told && changed !== undefined && isOverdue(context, pair[changed]));
  if (!isNews || one == null || other == null)
    return { kind: "unchanged", key, looked: "all", state: memoryJson({ sides: [...pair], told }) };
  const kept = isInStep
    ? { sides: settled(pair), told: null }
    : { sides: [...pair] as [SideMemory, SideMemory], told: saying };
  const parts = [one, other].map((response, index) => ({ role: roleOf(pair, index as Side, isInStep), response }));
  return { kind: "captured", key, parts, state: memoryJson(kept) };
}

// A clock that was ahead when the page changed makes nobody wait for longer.
function upToNow({ now }: Context, side: SideMemory): SideMemory {
  return side.latest === null ? side : { ...side, latest: sinceOrNow(side.latest, now()) };
}

function isOverdue({ params, now }: Context, { latest }: SideMemory): boolean {
  return latest !== null && Temporal.Instant.from(latest).until(now()).total("hours") >= params.days * 24;
}

function settled([one, other]: readonly [SideMemory, SideMemory]): [SideMemory, SideMemory] {
  const inStep = { base: null, since: null, latest: null, fresh: [] };
  return [
    { ...one, ...inStep },
    { ...other, ...inStep },
  ];
}

function roleOf(pair: readonly [SideMemory, SideMemory], side: Side, isInStep: boolean): string {
  const { since, fresh } = pair[side];
  return writeRole({ side, changed: isInStep || since === null ? null : { since, fresh } });
}
