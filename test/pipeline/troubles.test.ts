import { expect, test } from "vitest";
import { findTroubles, type Patient } from "../../src/pipeline/troubles.ts";

const now = Temporal.Instant.from("2026-03-09T12:10:00Z");

function feed(feedId: string, host: string, more: Partial<Patient> = {}): Patient {
  const ok = "2026-03-09T11:00:00.000Z";
  const well = { illSince: null, lastOkAt: ok, lastCheckedAt: ok, reach: null, toldAs: null, visibility: "public" };
  return { feedId, host, ...(well as Omit<Patient, "feedId" | "host">), ...more };
}

const at = (minute: number) => `2026-03-09T12:${String(minute).padStart(2, "0")}:00.000Z`;
const ill = (minute: number, reach: Patient["reach"], more: Partial<Patient> = {}): Partial<Patient> => ({
  illSince: at(minute),
  lastCheckedAt: at(minute),
  reach,
  ...more,
});
const inShort = (patients: readonly Patient[], when = now) => {
  const { troubles, probes } = findTroubles(patients, when);
  return { told: troubles.map(({ kind, scope, feedIds }) => `${kind} ${scope}: ${feedIds.join(" ")}`), probes };
};

test("a feed that is alone on its host is told at once", () => {
  expect(inShort([feed("a", "h", ill(9, "host"))])).toEqual({ told: ["ill feed: a"], probes: [] });
});

test("a document that one feed cannot have is that feed's illness, whatever the others do", () => {
  expect(inShort([feed("a", "h", ill(9, "feed")), feed("b", "h")])).toEqual({ told: ["ill feed: a"], probes: [] });
});

test("before a host's first ill feed is told, others of the host are looked at; a whole host is one illness", () => {
  const feeds = ["b", "c", "d", "e"].map((id) => feed(id, "h"));
  expect(inShort([feed("a", "h", ill(9, "host")), ...feeds])).toEqual({ told: [], probes: ["b", "c", "d", "e"] });
  const tried = feeds.map((each) => ({ ...each, ...ill(9, "host") }));
  const all = [feed("a", "h", ill(9, "host")), ...tried];
  expect(inShort(all)).toEqual({ told: ["ill host: a b c d e"], probes: [] });
  const late = [feed("a", "h", ill(4, "host")), feed("b", "h", ill(4, "host")), feed("c", "h")];
  expect(inShort(late)).toEqual({ told: ["ill host: a b"], probes: [] });
});

test("a feed whose neighbours can be read is told alone, and so is one that was waited for long enough", () => {
  const well = { lastCheckedAt: at(9), lastOkAt: at(9) };
  expect(inShort([feed("a", "h", ill(9, "host")), feed("b", "h", well)]).told).toEqual(["ill feed: a"]);
  expect(inShort([feed("a", "h", ill(4, "host")), feed("b", "h")]).told).toEqual(["ill feed: a"]);
});

test("what falls ill on a host that is told to be ill joins it silently", () => {
  const told = feed("a", "h", ill(1, "host", { toldAs: `host h ${at(1)}` }));
  expect(inShort([told, feed("b", "h", ill(9, "network"))]).told).toEqual(["joined host: b"]);
});

test("when no host can be reached, it is our own network, told once; what fails later joins", () => {
  const others = ["b", "c", "d"].map((id) => feed(id, `h${id}`));
  expect(inShort([feed("a", "ha", ill(9, "network")), ...others])).toEqual({ told: [], probes: ["b", "c", "d"] });
  const failed = others.slice(0, 2).map((each) => ({ ...each, ...ill(9, "network") }));
  const all = [feed("a", "ha", ill(9, "network")), ...failed];
  expect(inShort([...all, feed("d", "hd")]).told).toEqual(["ill network: a b c"]);
  const told = all.map((each) => ({ ...each, toldAs: `network all ${at(9)}` }));
  expect(inShort([...told, feed("d", "hd", ill(9, "network"))]).told).toEqual(["joined host: d"]);
});

test("where another host answers, it is the host that cannot be reached", () => {
  const other = feed("b", "hb", { lastOkAt: at(9), lastCheckedAt: at(9) });
  expect(inShort([feed("a", "ha", ill(8, "network")), other])).toEqual({ told: ["ill feed: a"], probes: [] });
});

test("when a host answers again its other feeds are looked at first; those still ill are no longer the host's", () => {
  const toldAs = `host h ${at(1)}`;
  const back = feed("a", "h", { lastOkAt: at(8), lastCheckedAt: at(8), toldAs });
  const still = feed("b", "h", ill(1, "host", { toldAs }));
  expect(inShort([back, still])).toEqual({ told: [], probes: ["b"] });
  const again = { ...still, lastCheckedAt: at(9) };
  expect(inShort([back, again]).told).toEqual(["recovered host: a", "forgotten host: b"]);
  expect(findTroubles([back], now).troubles[0]).toMatchObject({ since: at(1), before: toldAs, after: null });
});

test("public and private feeds are told apart", () => {
  const hidden = feed("b", "h", ill(9, "host", { visibility: "private" }));
  expect(inShort([feed("a", "h", ill(9, "host")), hidden]).told).toEqual(["ill feed: a", "ill feed: b"]);
});
