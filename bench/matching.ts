import { holds } from "../src/alerts/evaluate.ts";
import { createSubscriptionIndex } from "../src/alerts/match.ts";
import { parseQuery } from "../src/alerts/query.ts";
import { subjectOfChange } from "../src/alerts/subject.ts";
import type { Change } from "../src/model/change.ts";
import { chanceFrom, type Chance } from "../test/faults/chance.ts";
import { exampleAlert, exampleChange, exampleSubscription } from "../test/support/example-change.ts";
import { median, type Figure } from "./table.ts";

/** One change against many subscriptions: by the index, and by asking every query. */
export function measureMatching(): readonly Figure[] {
  return [1000, 10_000, 100_000].flatMap((count) => against(count));
}

function against(count: number): readonly Figure[] {
  const chance = chanceFrom(7);
  const words = vocabulary(chance, 4000);
  const queries = Array.from({ length: count }, () => anyQuery(chance, words));
  const changes = Array.from({ length: 30 }, () => anyChange(chance, words));
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const began = performance.now();
  const index = createSubscriptionIndex();
  queries.forEach((query, at) => index.put(exampleSubscription({ id: `s${at}`, query, minimum: "editorial" })));
  const building = performance.now() - began;
  const megabytes = (process.memoryUsage().heapUsed - before) / 1e6;
  const read = queries.map(parseQuery);
  const told: number[] = [];
  const byIndex = changes.map((change) => {
    const alert = exampleAlert(change);
    return timed(() => told.push(index.match(alert).length));
  });
  const byAll = changes.map((change) =>
    timed(() => {
      const subject = subjectOfChange(change);
      return read.filter((query) => holds(query, subject)).length;
    }),
  );
  const ratio = median(byAll) / median(byIndex);
  const thousands = count.toLocaleString("en");
  return [
    {
      what: `one change against ${thousands} subscriptions`,
      value: `${median(byIndex).toFixed(2)} ms`,
      note: `${median(told)} are told (median); ${ratio.toFixed(0)} times as fast as asking every query (${median(byAll).toFixed(1)} ms, read beforehand); ${new Set(queries).size} queries taken in in ${(building / 1000).toFixed(1)} s, ${megabytes.toFixed(0)} MB${count === 100_000 ? "; to stay under: 20 ms" : ""}`,
    },
  ];
}

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

// Words as often as in a language: the second half as often as the first.
function vocabulary(chance: Chance, size: number): () => string {
  const words = Array.from({ length: size }, (_, at) =>
    at % 9 === 0
      ? anyLetters(chance, "芯片出口管制云计算力服务条款数据中心人工智能", 2, 4)
      : anyLetters(chance, "etaoinshrdlucmfwypvbgk", 4, 9),
  );
  return () => words[Math.floor(size * chance.between(0, 1) ** 3)] ?? "";
}

function anyLetters(chance: Chance, letters: string, least: number, most: number): string {
  return Array.from({ length: chance.whole(least, most + 1) }, () => letters[chance.whole(0, letters.length)]).join("");
}

const topics = [
  "ai-chips",
  "cloud-access",
  "export-controls",
  "outbound-investment",
  "sanctions",
  "model-weights",
  "tenders",
  "privacy",
];
const agencies = ["bis", "ofac", "nist", "ntia", "cfius", "sec", "doe", "dod"];
const levels = ["editorial", "substantive", "urgent"] as const;

// What people ask for: one bill or docket, a few words, a topic with a word, a part of the CFR, now and then nearly everything.
function anyQuery(chance: Chance, word: () => string): string {
  const kinds: readonly (readonly [number, () => string])[] = [
    [0.2, () => `bill:hr${chance.whole(1, 9000)}-119`],
    [0.1, () => `rin:0694-A${chance.whole(10, 99)}${chance.whole(10, 99)}`],
    [0.15, () => `"${word()} ${word()}"`],
    [0.1, () => `${word()} ${word()}`],
    [0.05, () => `${word()}*`],
    [0.1, () => `topic:${chance.pick(topics)} ${word()}`],
    [0.05, () => `topic:${chance.pick(topics)} significance:>=urgent NOT ${word()}`],
    [0.1, () => `cfr:"15 CFR ${chance.whole(730, 774)}.${chance.whole(1, 30)}" ${word()}`],
    [0.1, () => `agency:${chance.pick(agencies)} (${word()} OR ${word()} OR "${word()} ${word()}")`],
    [0.04, () => `feed:congress/f${chance.whole(1, 60)} NOT ${word()}`],
    [0.01, () => "significance:>=urgent"],
  ];
  let at = chance.between(0, 1);
  return (kinds.find(([share]) => (at -= share) < 0) ?? kinds[0])?.[1]() ?? "*";
}

function anyChange(chance: Chance, word: () => string): Change {
  const text = (length: number): string => Array.from({ length }, word).join(" ");
  const example = exampleChange({
    title: text(12),
    feedId: `congress/f${chance.whole(1, 60)}`,
    topics: [chance.pick(topics)],
    significance: chance.pick(levels),
    facts: [],
    redline: {
      spans: [
        { op: "delete", section: "1", text: text(60) },
        { op: "insert", section: "1", text: text(180) },
      ],
      stats: { inserted: 1000, deleted: 400, moved: 0, sections: 1 },
    },
  });
  return {
    ...example,
    identifiers: {
      ...example.identifiers,
      agencies: ["Bureau of Industry and Security"],
      cfrReferences: [`15 CFR ${chance.whole(730, 774)}.${chance.whole(1, 30)}`],
      bills: [`hr${chance.whole(1, 9000)}-119`],
    },
  };
}
