import { LimitError, WrongBodyError } from "../model/errors.ts";
import { statusClass, unobserved, type Observe } from "../model/observe.ts";
import type { Fetch, FetchOptions, Fetched, Redirect } from "../model/snapshot.ts";
import type { Clock } from "../model/time.ts";
import { allowList, checkUrl, hostAndPort, refuseFromOutside, type Resolve } from "./address.ts";
import { checkBody } from "./body-check.ts";
import { createDispatcher } from "./dispatcher.ts";
import { exchange, type Answer, type ExchangeSettings } from "./exchange.ts";
import { bodyHash } from "./hash.ts";
import { createHostSlots } from "./host-slots.ts";
import { isRedirect, redirectTarget } from "./redirects.ts";
import { blockPageHold, refusalOf } from "./refusal.ts";
import { requestHeaders } from "./request-headers.ts";
import { findBarrierHost, findChallenge, type SoftError } from "./soft-errors.ts";
import { toInstant } from "./time.ts";
import { userAgent } from "./user-agent.ts";

/** Keeps regwatch polite across all its processes. Hosts are `host:port`. */
export interface HostGate {
  /** Waits until the host may be asked, and books that moment and the gap before it, where a longer one than usual is asked for. */
  reserve(host: string, gapMs?: number): Promise<void>;
  /** Nobody asks the host before `until`. */
  hold(host: string, until: Temporal.Instant): Promise<void>;
}

export interface DoorSettings {
  /** The operator's address or mailbox for the user agent, or null. */
  readonly contact: string | null;
  readonly proxy: string | null;
  readonly noProxy?: string | null;
  /** PEM text; authorities of `NODE_EXTRA_CA_CERTS` are trusted without it. */
  readonly extraCa?: string | null;
  /** `host:port` pairs that may be private addresses. */
  readonly allowHosts: readonly string[];
  readonly gate: HostGate;
  readonly clock: Clock;
  readonly log: { debug(fields: object, message: string): void };
  readonly timeouts?: {
    readonly connectMs?: number;
    readonly headersMs?: number;
    readonly bodyMs?: number;
    /** For one fetch with all its redirects, waiting at the gate not counted. Default 60 s. */
    readonly totalMs?: number;
  };
  /** Who knows the addresses of names; the system if left out. */
  readonly resolve?: Resolve;
  /** Ends every fetch under way with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly observe?: Observe;
}

/** Requests to one host at a time, in this process. */
const atOnce = 2;
const maxRedirects = 5;
const defaultMaxBytes = 50_000_000;
const longestHold = 24 * 60 * 60;

/** Makes the one door to the network for all sources. Failed fetches are not repeated here: that is for who schedules them. */
export function createFetch(settings: DoorSettings): Fetch {
  const door = openDoor(settings);
  return async (url, options = {}) => {
    const redirects: Redirect[] = [];
    let leftMs = door.totalMs;
    let target = checkUrl(url, door.allow, door.proxied);
    target.hash = "";
    if (options.namedHosts !== undefined) refuseFromOutside(options.namedHosts, target, door.allow);
    const { origin } = target;
    for (;;) {
      const { answer, tookMs } = await ask(door, target, options, { leftMs, origin });
      leftMs -= tookMs;
      if (!isRedirect(answer.status) || options.allowStatus?.includes(answer.status)) {
        await judge(door, target, answer, options);
        return fetched(door, url, target, answer, redirects);
      }
      target = await follow(door, target, answer, redirects);
    }
  };
}

interface Door extends ExchangeSettings {
  readonly allow: ReturnType<typeof allowList>;
  readonly proxied: boolean;
  readonly userAgent: string;
  readonly slots: ReturnType<typeof createHostSlots>;
  readonly totalMs: number;
  readonly gate: HostGate;
  readonly clock: Clock;
  readonly log: DoorSettings["log"];
  readonly observe: Observe;
}

function openDoor(settings: DoorSettings): Door {
  const { contact, proxy, noProxy, extraCa, gate, clock, log, timeouts = {}, signal, resolve } = settings;
  const allow = allowList(settings.allowHosts);
  return {
    allow,
    proxied: proxy !== null,
    userAgent: userAgent(contact),
    dispatcher: createDispatcher({ allow, proxy, noProxy, extraCa, connectMs: timeouts.connectMs, resolve }),
    slots: createHostSlots(atOnce),
    headersMs: timeouts.headersMs ?? 50_000,
    bodyMs: timeouts.bodyMs ?? 30_000,
    totalMs: timeouts.totalMs ?? 60_000,
    gate,
    clock,
    log,
    signal,
    observe: settings.observe ?? unobserved,
  };
}

async function ask(
  door: Door,
  url: URL,
  options: FetchOptions,
  { leftMs, origin }: { readonly leftMs: number; readonly origin: string },
): Promise<{ readonly answer: Answer; readonly tookMs: number }> {
  const host = hostAndPort(url);
  return await door.slots(host, async () => {
    door.signal?.throwIfAborted();
    await door.gate.reserve(host, options.gapSeconds === undefined ? undefined : options.gapSeconds * 1000);
    door.signal?.throwIfAborted();
    const start = performance.now();
    const question = {
      url,
      headers: requestHeaders(url, origin, door.userAgent, options),
      maxBytes: options.maxBytes ?? defaultMaxBytes,
      totalMs: leftMs,
      wanted: (status: number) => isSuccess(status) || options.allowStatus?.includes(status) === true,
    };
    const answer = await door.observe("fetch", { host }, async (note) => {
      const got = await exchange(question, door);
      note({ code: got.status, status: statusClass(got.status), bytes: got.body.byteLength });
      return got;
    });
    const tookMs = performance.now() - start;
    door.log.debug({ host, status: answer.status, bytes: answer.body.byteLength, ms: Math.round(tookMs) }, "fetched");
    return { answer, tookMs };
  });
}

async function follow(door: Door, from: URL, answer: Answer, redirects: Redirect[]): Promise<URL> {
  const to = redirectTarget(from, answer.headers["location"], answer.status, door.allow, door.proxied);
  const barrier = findBarrierHost(to.hostname);
  if (barrier !== null) {
    if (barrier.blocked) await hold(door, from, blockPageHold);
    throw new WrongBodyError(`${from.host} sends us to ${barrier.what} instead of answering.`);
  }
  if (redirects.length === maxRedirects) {
    throw new LimitError(`${from.host} redirects more than ${maxRedirects} times.`);
  }
  redirects.push({ status: answer.status, from: from.href, to: to.href });
  return to;
}

async function judge(door: Door, url: URL, answer: Answer, options: FetchOptions): Promise<void> {
  if (options.allowStatus?.includes(answer.status)) return;
  if (answer.status === 304 && options.validators !== undefined) return;
  if (!isSuccess(answer.status)) {
    const { error, holdSeconds } = refusalOf(url, answer, door.clock.now());
    if (holdSeconds !== null) await hold(door, url, holdSeconds);
    throw error;
  }
  const isKnown = options.knownBytes !== undefined && bodyHash(answer.body) === options.knownBytes;
  const problem = isKnown ? findChallenge(answer.headers) : checkBody(answer.body, answer.headers, options.expect);
  if (problem === null) return;
  if (problem.blocked) await hold(door, url, problem.holdSeconds ?? blockPageHold);
  throw new WrongBodyError(`${url.host} sent ${problem.what}${insteadOf(problem, options.expect)}.${restOf(problem)}`);
}

function restOf({ holdSeconds }: SoftError): string {
  return holdSeconds === undefined ? "" : ` It is left alone for ${holdSeconds / 60} minutes.`;
}

function insteadOf(problem: SoftError, expect: FetchOptions["expect"]): string {
  if (expect === "json") return problem.what.startsWith("JSON") ? "" : " instead of JSON";
  if (expect === "xml") return problem.what.startsWith("XML") ? "" : " instead of XML";
  return expect === "text" ? " instead of the text" : " instead of the page";
}

async function hold(door: Door, url: URL, seconds: number): Promise<void> {
  const until = door.clock.now().add({ seconds: Math.min(seconds, longestHold) });
  await door.gate.hold(hostAndPort(url), until);
}

function fetched(door: Door, asked: string, final: URL, answer: Answer, redirects: readonly Redirect[]): Fetched {
  return {
    url: withoutKey(asked),
    finalUrl: withoutKey(final.href),
    status: answer.status,
    headers: answer.headers,
    redirects: redirects.map(({ status, from, to }) => ({ status, from: withoutKey(from), to: withoutKey(to) })),
    body: answer.body,
    fetchedAt: toInstant(door.clock.now()),
  };
}

// What is kept as evidence is public; a key in the address is not.
function withoutKey(url: string): string {
  return url.replace(/([?&](?:api[-_]?key|access[-_]?token)=)[^&#]*/gi, "$1hidden");
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
