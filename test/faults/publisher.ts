import { createWorldClock, type WorldClock } from "../../src/world/clock.ts";
import type { RegisterDocument } from "../../src/world/federal-register/document.ts";
import { generateDocuments } from "../../src/world/federal-register/generate.ts";
import { startWorld, type World } from "../../src/world/world.ts";
import type { Chance } from "./chance.ts";

/** A Federal Register whose documents arrive while the service lives and dies, and what it ought to have told by now. */
export interface Publisher {
  readonly world: World;
  readonly clock: WorldClock;
  /** Every event so far as `NUMBER kind`, in the order in which they happened. */
  readonly events: readonly string[];
  /** Numbers of the documents that are rules or proposed rules. */
  readonly rules: ReadonlySet<string>;
  /** Publishes the next document or moves the comment deadline of an old one. */
  happen(): void;
  close(): Promise<void>;
}

interface PublisherSettings {
  readonly seed: number;
  readonly chance: Chance;
  readonly start: Temporal.Instant;
  readonly speed: number;
  /** Documents that are there before the first poll. */
  readonly before: number;
  /** The most that can be published after it. */
  readonly most: number;
}

export async function startPublisher(settings: PublisherSettings): Promise<Publisher> {
  const { seed, chance, start, speed, before, most } = settings;
  const clock = createWorldClock(start, speed);
  const documents = manyRules(seed, start).slice(0, before + most);
  const old = documents.slice(0, before);
  const coming = documents.slice(before);
  const movable = old.filter(({ commentsCloseOn }) => commentsCloseOn !== undefined);
  const world = await startWorld({ clock, story: { federalRegister: { documents: old } } });
  const events: string[] = [];
  return {
    world,
    clock,
    events,
    rules: new Set(documents.filter(isRule).map(({ number }) => number)),
    happen() {
      const moved = chance.between(0, 1) < 0.2 ? movable.shift() : undefined;
      const next = moved ?? coming.shift();
      if (next === undefined) return;
      if (moved === undefined) world.federalRegister.add(next);
      else world.federalRegister.revise(next.number, { at: clock.now().toString(), change: later(next) });
      events.push(`${next.number} ${moved === undefined ? "first-seen" : "amended"}`);
    },
    async close() {
      clock.stop();
      await world.close();
    },
  };
}

// Two in five are rules, which both feeds see.
function manyRules(seed: number, start: Temporal.Instant): readonly RegisterDocument[] {
  const count = 800;
  const { documents } = generateDocuments({ seed, count, from: start.toString().slice(0, 10), perDay: count });
  return documents.filter((document, index) => isRule(document) || index % 4 === 0);
}

function isRule({ type }: RegisterDocument): boolean {
  return type === "Rule" || type === "Proposed Rule";
}

function later({ commentsCloseOn = "" }: RegisterDocument): Partial<RegisterDocument> {
  return { commentsCloseOn: Temporal.PlainDate.from(commentsCloseOn).add({ days: 30 }).toString() };
}
