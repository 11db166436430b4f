import type { Pulse, Reach } from "../model/pulse.ts";
import type { FeedState } from "../model/store.ts";
import type { Instant } from "../model/time.ts";

/** A feed as far as its health goes. */
export type Patient = Pick<FeedState, "feedId" | "host" | "illSince" | "lastOkAt" | "lastCheckedAt"> &
  Pick<Pulse, "reach" | "toldAs"> & { readonly visibility: "public" | "private" };

/** What is to be told of some feeds together: that they fell ill, or are well again. `null` scope: to be told to nobody. */
export interface Trouble {
  readonly kind: "ill" | "recovered" | "joined" | "forgotten";
  readonly scope: Reach;
  readonly feedIds: readonly string[];
  readonly since: Instant;
  readonly before: string | null;
  readonly after: string | null;
}

/** What is to be told now, and which feeds to look at at once because that would tell how far an illness reaches. */
export interface Findings {
  readonly troubles: readonly Trouble[];
  readonly probes: readonly string[];
}

/** So long is waited at most for looks at other feeds before an illness is told as what it seems. */
const mostMinutes = 5;

/** Other hosts that are asked whether anything can be reached, and feeds of one host that are asked how far its illness reaches. */
const hostsProbed = 3;
const feedsTried = 10;

/**
 * One illness for each cause: a host's feeds together, and all of them together where our own network is the cause. Public and private
 * feeds are told apart, so that a public notice names no private feed.
 */
export function findTroubles(patients: readonly Patient[], now: Temporal.Instant): Findings {
  const findings = (["public", "private"] as const).flatMap((visibility) => {
    const group = patients.filter((patient) => patient.visibility === visibility);
    const told = Map.groupBy(group, ({ toldAs }) => toldAs);
    const open = [...told].flatMap(([toldAs, rows]) => (toldAs === null ? [] : [recovery(toldAs, rows)]));
    return [...open, ...illnesses(told.get(null) ?? [], group, patients, now)];
  });
  return {
    troubles: findings.flatMap(({ troubles }) => troubles),
    probes: [...new Set(findings.flatMap(({ probes }) => probes))],
  };
}

const nothing: Findings = { troubles: [], probes: [] };

// A host is well when one of its feeds can be read; the others are then looked at before anything is said of them.
function recovery(toldAs: string, rows: readonly Patient[]): Findings {
  const [word = "", place = "", at = ""] = toldAs.split(" ");
  const scope: Reach = word === "host" || word === "network" ? word : "feed";
  const well = rows.filter(({ illSince }) => illSince === null);
  const ill = rows.filter(({ illSince }) => illSince !== null);
  if (well.length === 0) return nothing;
  const wellSince = well.flatMap(({ lastOkAt }) => lastOkAt ?? []).toSorted()[0] ?? "";
  const untried = ill.filter(({ lastCheckedAt }) => (lastCheckedAt ?? "") <= wellSince);
  if (untried.length > 0) return { troubles: [], probes: idsOf(untried) };
  const trouble = { scope, since: scope === "feed" ? place : at, before: toldAs, after: null };
  return {
    troubles: [
      { ...trouble, kind: "recovered", feedIds: idsOf(well) },
      ...(ill.length > 0 ? [{ ...trouble, kind: "forgotten" as const, feedIds: idsOf(ill) }] : []),
    ],
    probes: [],
  };
}

function illnesses(
  untold: readonly Patient[],
  group: readonly Patient[],
  all: readonly Patient[],
  now: Temporal.Instant,
): readonly Findings[] {
  const ill = untold.filter(({ illSince }) => illSince !== null);
  const alone = ill.filter(({ reach }) => reach === "feed" || reach === null).map((patient) => only("feed", [patient]));
  const apart = ill.filter(({ reach }) => reach === "network");
  const network = apart.length === 0 ? nothing : ofNetwork(apart, group, all, now);
  const asNetwork = new Set([
    ...network.troubles.flatMap(({ feedIds }) => feedIds),
    ...(network.probes.length > 0 ? idsOf(apart) : []),
  ]);
  const rest = ill.filter(({ feedId, reach }) => (reach === "host" || reach === "network") && !asNetwork.has(feedId));
  const hosts = [...Map.groupBy(rest, ({ host }) => host)].map(([host, rows]) => ofHost(host, rows, group, now));
  return [...alone, network, ...hosts];
}

// Our own network is the cause where no other host can be reached either.
function ofNetwork(
  apart: readonly Patient[],
  group: readonly Patient[],
  all: readonly Patient[],
  now: Temporal.Instant,
): Findings {
  const open = group.find(({ toldAs, illSince }) => illSince !== null && toldAs?.startsWith("network ") === true);
  if (open !== undefined) return joined(open, apart);
  const since = sinceOf(apart);
  const own = new Set(apart.map(({ host }) => host));
  const others = all.filter(({ host }) => !own.has(host));
  const isReached = all.some(({ lastOkAt }) => (lastOkAt ?? "") > since);
  if (isReached || (own.size === 1 && others.length === 0)) return nothing;
  const untried = others.filter(({ lastCheckedAt }) => (lastCheckedAt ?? "") < since);
  if (own.size >= hostsProbed || untried.length === 0) return own.size >= 2 ? only("network", apart) : nothing;
  if (isOverdue(since, now)) return nothing;
  const byHost = [...Map.groupBy(untried, ({ host }) => host).values()].flatMap(([first]) => first ?? []);
  return { troubles: [], probes: idsOf(byHost.slice(0, hostsProbed)) };
}

function ofHost(host: string, rows: readonly Patient[], group: readonly Patient[], now: Temporal.Instant): Findings {
  const own = group.filter((patient) => patient.host === host);
  const open = own.find(({ toldAs, illSince }) => illSince !== null && toldAs?.startsWith("host ") === true);
  if (open !== undefined) return joined(open, rows);
  const since = sinceOf(rows);
  const tried = own.filter(({ lastCheckedAt }) => (lastCheckedAt ?? "") >= since);
  const untried = own.filter(({ feedId }) => !tried.some((patient) => patient.feedId === feedId));
  const isKnown = untried.length === 0 || tried.length >= feedsTried || isOverdue(since, now);
  if (!isKnown) return { troubles: [], probes: idsOf(untried.slice(0, feedsTried - tried.length)) };
  return rows.length === 1 ? only("feed", rows) : only("host", rows);
}

function only(scope: Reach, rows: readonly Patient[]): Findings {
  const since = sinceOf(rows);
  const place = scope === "host" ? ` ${rows[0]?.host ?? ""}` : "";
  const after = scope === "network" ? `network all ${since}` : `${scope}${place} ${since}`;
  return { troubles: [{ kind: "ill", scope, feedIds: idsOf(rows), since, before: null, after }], probes: [] };
}

function joined({ toldAs }: Patient, rows: readonly Patient[]): Findings {
  const since = sinceOf(rows);
  const trouble = { kind: "joined", scope: "host", feedIds: idsOf(rows), since, before: null, after: toldAs } as const;
  return { troubles: [trouble], probes: [] };
}

function sinceOf(rows: readonly Patient[]): Instant {
  return rows.flatMap(({ illSince }) => illSince ?? []).toSorted()[0] ?? "";
}

function isOverdue(since: Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.from(since).until(now).total("minutes") >= mostMinutes;
}

function idsOf(rows: readonly Patient[]): readonly string[] {
  return rows.map(({ feedId }) => feedId).toSorted();
}
