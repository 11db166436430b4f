import { createBlog, type Blog } from "./blog.ts";
import type { BlogStory } from "./blog/story.ts";
import type { WorldClock } from "./clock.ts";
import { createCongress } from "./congress.ts";
import type { Congress } from "./congress.ts";
import type { CongressStory } from "./congress/bill.ts";
import { courseOf } from "./faults.ts";
import type { Fault, FaultKind } from "./faults.ts";
import { createDockets, type DocketStory, type Dockets } from "./dockets.ts";
import { createEcfr, type Ecfr, type EcfrStory } from "./ecfr.ts";
import { createFederalRegister } from "./federal-register.ts";
import type { FederalRegister } from "./federal-register.ts";
import type { FederalRegisterStory } from "./federal-register/document.ts";
import { createProvider } from "./provider.ts";
import type { Provider } from "./provider.ts";
import type { ProviderStory } from "./provider/page.ts";
import { createNews, type News, type NewsStory } from "./news.ts";
import { createOira, type Oira, type OiraStory } from "./oira.ts";
import type { Publisher } from "./publisher.ts";
import { createTenders, type Tenders, type TenderStory } from "./tenders.ts";
import { openDoor } from "./serve.ts";
import type { Door, Respond } from "./serve.ts";

export interface WorldOptions {
  readonly clock: WorldClock;
  /** What happens. Publishers without a story have nothing to tell, but answer. */
  readonly story?: Story;
  /** Of the first publisher; the next ones follow. Any free ports if left out. */
  readonly port?: number;
  /**
   * Whose host stands in the links of answers: the real publisher's (`real`, as recorded answers have it, so that clients must go to
   * their own base address) or the loopback one (`own`, so that a person can click).
   */
  readonly links?: "real" | "own";
}

/** A story by publisher, and what goes wrong meanwhile. */
export interface Story {
  readonly federalRegister?: FederalRegisterStory;
  readonly provider?: ProviderStory;
  readonly blogs?: readonly BlogStory[];
  readonly news?: readonly NewsStory[];
  readonly tenders?: readonly TenderStory[];
  readonly congress?: CongressStory;
  readonly ecfr?: EcfrStory;
  readonly dockets?: DocketStory;
  readonly oira?: OiraStory;
  readonly faults?: readonly Fault[];
}

export interface World {
  readonly federalRegister: FederalRegister & { readonly origin: string };
  readonly provider: Provider & { readonly origin: string };
  /** By name. */
  readonly blogs: ReadonlyMap<string, Blog & { readonly origin: string }>;
  readonly news: ReadonlyMap<string, News & { readonly origin: string }>;
  readonly tenders: ReadonlyMap<string, Tenders & { readonly origin: string }>;
  /** Where everything that is played answers. */
  readonly origins: readonly string[];
  /** The loopback origins by the address of what is played: a blog's front page, a feed. */
  readonly played: ReadonlyMap<string, string>;
  readonly congress: Congress & { readonly origin: string };
  readonly ecfr: Ecfr & { readonly origin: string };
  readonly dockets: Dockets & { readonly origin: string };
  readonly oira: Oira & { readonly origin: string };
  /** Every request in the order of arrival. */
  readonly requests: readonly WorldRequest[];
  /** Scripts a fault; the answer takes it back. Of several that fit, the one scripted last strikes. */
  fault(fault: Fault): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export interface WorldRequest {
  readonly publisher: string;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** World time, and real milliseconds on a steady clock. */
  readonly at: Temporal.Instant;
  readonly arrivedMs: number;
  /** Answers under way when it arrived, itself included. */
  readonly concurrent: number;
  readonly status: number;
  readonly fault: FaultKind["kind"] | null;
}

export async function startWorld(options: WorldOptions): Promise<World> {
  const { clock } = options;
  const requests: WorldRequest[] = [];
  let faults: readonly { readonly fault: Fault; readonly does: FaultKind; left: number }[] = [];
  const doors = new Map<string, Door>();
  const cancels: (() => void)[] = [];

  function respondAs(publisher: Publisher): Respond {
    let underWay = 0;
    return (ask) => {
      const now = clock.now();
      const path = ask.url.pathname + ask.url.search;
      const struck = faults.findLast(({ fault, left }) => left > 0 && strikes(fault, publisher.name, path, now));
      if (struck !== undefined) struck.left -= 1;
      const healthy = () => publisher.answer(ask, now);
      const course =
        struck === undefined
          ? { answer: healthy(), wire: "whole" as const }
          : courseOf(struck.does, ask, publisher, healthy);
      underWay += 1;
      requests.push({
        publisher: publisher.name,
        method: ask.method,
        path,
        headers: ask.headers,
        at: now,
        arrivedMs: performance.now(),
        concurrent: underWay,
        status: course.answer.status,
        fault: struck?.does.kind ?? null,
      });
      return { course, done: () => (underWay -= 1) };
    };
  }

  const nextPort = () => (options.port === undefined ? 0 : options.port + doors.size);

  async function open(publisher: Publisher, port: number): Promise<string> {
    const door = await openDoor(respondAs(publisher), port);
    doors.set(publisher.name, door);
    return door.origin;
  }

  async function fault(fault: Fault): Promise<() => Promise<void>> {
    if (fault.does.kind === "refused") return refuse(fault);
    const scripted = { fault, does: fault.does, left: fault.times ?? Infinity };
    faults = [...faults, scripted];
    return async () => {
      faults = faults.filter((other) => other !== scripted);
    };
  }

  async function refuse({ publisher, from, until }: Fault): Promise<() => Promise<void>> {
    const shut = [...doors].filter(([name]) => publisher === undefined || name === publisher).map(([, door]) => door);
    const shutAll = async () => void (await Promise.all(shut.map((door) => door.shut())));
    const openAll = async () => void (await Promise.all(shut.map((door) => door.open())));
    const begun = from === undefined || Temporal.Instant.compare(from, clock.now()) <= 0;
    const over = until !== undefined && Temporal.Instant.compare(until, clock.now()) <= 0;
    if (over) return openAll;
    const pending = until === undefined ? [] : [clock.at(until, openAll)];
    if (begun) await shutAll();
    else pending.push(clock.at(from, shutAll));
    cancels.push(...pending);
    return async () => {
      for (const cancel of pending) cancel();
      await openAll();
    };
  }

  const links = options.links ?? "real";
  const register = createFederalRegister(options.story?.federalRegister ?? { documents: [] }, links);
  const federalRegister = {
    add: register.add,
    revise: register.revise,
    origin: await open(register.publisher, nextPort()),
  };
  const site = createProvider(options.story?.provider ?? { pages: [] });
  const provider = {
    publish: site.publish,
    origin: await open(site.publisher, nextPort()),
  };
  const blogs = new Map<string, Blog & { readonly origin: string }>();
  const news = new Map<string, News & { readonly origin: string }>();
  const played = new Map<string, string>();
  for (const story of options.story?.blogs ?? []) {
    const { publisher, ...blog } = createBlog(story, links);
    const origin = await open(publisher, nextPort());
    blogs.set(story.name, { ...blog, origin });
    played.set(story.origin + story.path, origin);
  }
  for (const story of options.story?.news ?? []) {
    const { publisher, ...feed } = createNews(story, links);
    const origin = await open(publisher, nextPort());
    news.set(story.name, { ...feed, origin });
    played.set(story.origin + story.path, origin);
  }
  const tenders = new Map<string, Tenders & { readonly origin: string }>();
  for (const story of options.story?.tenders ?? []) {
    const { publisher, ...portal } = createTenders(story);
    const origin = await open(publisher, nextPort());
    tenders.set(story.name, { ...portal, origin });
    played.set(story.origin + story.path, origin);
  }
  const capitol = createCongress(options.story?.congress ?? { bills: [] });
  const congress = {
    add: capitol.add,
    happen: capitol.happen,
    origin: await open(capitol.publisher, nextPort()),
  };
  const { publisher: versioner, ...law } = createEcfr(options.story?.ecfr ?? { parts: [] });
  const ecfr = { ...law, origin: await open(versioner, nextPort()) };
  const { publisher: portal, ...listed } = createDockets(options.story?.dockets ?? { documents: [] });
  const dockets = { ...listed, origin: await open(portal, nextPort()) };
  const { publisher: reviewer, ...reviews } = createOira(options.story?.oira ?? { reviews: [] });
  const oira = { ...reviews, origin: await open(reviewer, nextPort()) };
  for (const scripted of options.story?.faults ?? []) await fault(scripted);

  return {
    federalRegister,
    provider,
    blogs,
    news,
    tenders,
    played,
    origins: [...doors.values()].map(({ origin }) => origin),
    congress,
    ecfr,
    dockets,
    oira,
    requests,
    fault,
    async close() {
      for (const cancel of cancels) cancel();
      await Promise.all([...doors.values()].map((door) => door.shut()));
    },
  };
}

function strikes(fault: Fault, publisher: string, path: string, now: Temporal.Instant): boolean {
  if (fault.publisher !== undefined && fault.publisher !== publisher) return false;
  if (fault.path !== undefined && !fault.path.test(path)) return false;
  if (fault.from !== undefined && Temporal.Instant.compare(now, fault.from) < 0) return false;
  return fault.until === undefined || Temporal.Instant.compare(now, fault.until) < 0;
}
