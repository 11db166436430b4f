import { compose } from "../../src/alerts/compose.ts";
import { alertMessage as discordMessage } from "../../src/channels/discord/message.ts";
import { alertMessage as slackMessage } from "../../src/channels/slack/message.ts";
import { digestMarkdown } from "../../src/exports/digest-markdown.ts";
import { toInstant } from "../../src/lib/time.ts";
import type { Change } from "../../src/model/change.ts";
import { gatherDigest } from "../../src/pipeline/digest.ts";
import { createTakeAway } from "../../src/pipeline/take-away.ts";
import { redline } from "../../src/redline/redline.ts";
import { createWeb } from "../../src/web/server.ts";
import { fileStyle } from "../../src/web/style.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import { discordPage } from "../../src/world/discord-page.ts";
import { easternTime } from "../../src/world/federal-register/document.ts";
import { messagePage } from "../../src/world/message-page.ts";
import { demoEnd, demoStart, demoStory } from "../../src/world/stories/demo.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { noSubscriptions } from "../web/open-web.ts";

/** What the examples are: files as they are kept, and pages of which pictures are kept. */
export interface Examples {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** By the name of the picture. */
  readonly pages: ReadonlyMap<string, string>;
}

const publicUrl = "https://regwatch.example";

const bis = (origin: string) => `source: federal-register
title: BIS rules and notices
topics: [export-controls, ai-chips]
timezone: America/New_York
params: { baseUrl: "${origin}", agencies: [industry-and-security-bureau] }
mute:
  - { title: denying export privileges, why: denial orders name persons }
`;
const bills = (origin: string) => `source: congress
title: Remote compute bills
topics: [cloud-access]
timezone: America/New_York
params: { baseUrl: "${origin}", bills: [hr99041, s99012] }
`;
const terms = (origin: string) => `source: policy-page
title: Harbour Cloud Service Terms
topics: [cloud-access, ai-chips]
params: { url: "https://harbour-cloud.example/service-terms/", baseUrl: "${origin}" }
`;

const looks = [
  ["2026-03-09", "17:00"],
  ["2026-03-10", "09:00"],
  ["2026-03-10", "20:20"],
  ["2026-03-10", "21:00"],
  ["2026-03-11", "09:00"],
  ["2026-03-12", "09:00"],
  ["2026-03-12", "17:00"],
  ["2026-03-13", "11:00"],
] as const;

/** Plays the demo's week on a clock that is stepped, and makes of it what people would have got: the same bytes at every run. */
export async function makeExamples(): Promise<Examples> {
  const home = await openTestHouse(createWorldClock(demoStart), demoStory, {
    feeds: (origin, { congress, provider }) => ({
      "federal-register/bis-rules": bis(origin),
      "congress/remote-access": bills(congress.origin),
      "policies/harbour-cloud/service-terms": terms(provider.origin),
    }),
    settings: { REGWATCH_PUBLIC_URL: publicUrl, CONGRESS_API_KEY: "example" },
  });
  try {
    await playTheWeek(home);
    return { files: await filesOf(home), pages: pagesOf(home) };
  } finally {
    await home.close();
  }
}

async function playTheWeek(home: TestHouse): Promise<void> {
  const feeds = [...home.house.services.feeds().keys()].toSorted();
  for (const feed of feeds) await home.check(feed);
  for (const [date, time] of looks) {
    await home.clock.set(Temporal.Instant.from(easternTime(date, time)));
    for (const feed of feeds) await home.check(feed);
  }
  await home.clock.set(demoEnd);
}

async function filesOf(home: TestHouse): Promise<ReadonlyMap<string, Uint8Array>> {
  const { services } = home.house;
  const shelf = createTakeAway({ ...services, style: fileStyle });
  const moved = news(home).find(({ source }) => source === "policy-page");
  const redlineFile = await shelf.redline(moved?.id ?? "");
  const to = services.clock.now();
  const wish = {
    query: "*",
    minimum: "editorial",
    zone: "America/New_York",
    to: toInstant(to),
    includePrivate: true,
  } as const;
  const digest = await gatherDigest(services, { ...wish, from: toInstant(to.subtract({ hours: 7 * 24 })) });
  const composed = compose({ kind: "digest", id: "", at: digest.to, digest }, { now: to, publicUrl });
  if (composed.kind !== "digest" || redlineFile === null) throw new Error("the week has no redline");
  const [word, page] = await shelf.digest(digest);
  return new Map([
    ["redline.html", redlineFile.bytes],
    ["digest.docx", word?.bytes ?? new Uint8Array()],
    ["digest.html", page?.bytes ?? new Uint8Array()],
    ["digest.md", bytesOf(digestMarkdown(composed.digest))],
    ["deadlines.ics", bytesOf(await calendarOf(home))],
  ]);
}

async function calendarOf({ house: { services } }: TestHouse): Promise<string> {
  const web = createWeb({
    ...services,
    feeds: () => ({ feeds: [...services.feeds().values()], problems: [] }),
    terms: () => [],
    read: "public",
    adminToken: null,
    ready: () => true,
    version: "",
    redline,
    subscriptions: noSubscriptions,
    logError: (error) => {
      throw error;
    },
  });
  return (await web.app.request(`${publicUrl}/deadlines.ics`)).text();
}

function pagesOf(home: TestHouse): ReadonlyMap<string, string> {
  const context = { now: home.house.services.clock.now(), publicUrl };
  const told = telling(news(home)).map((change) => ({
    change,
    alert: { kind: "alert", id: change.id, at: change.detectedAt, changes: [change] } as const,
  }));
  const slack = told.map(({ change, alert }) => {
    const { blocks } = slackMessage(alert, change.id, context, compose);
    return { at: change.detectedAt, blocks, page: change.permalink };
  });
  const discord = told.map(({ change, alert }) => {
    const { content, embeds, components } = discordMessage(alert, change.id, context, compose);
    return { at: change.detectedAt, content, embeds, components, page: change.permalink };
  });
  return new Map([
    ["alerts-in-slack.png", messagePage(slack)],
    ["alerts-in-discord.png", discordPage(discord)],
  ]);
}

function news({ changes }: TestHouse): readonly Change[] {
  return changes.filter(({ baseline, muted }) => !baseline && muted === null);
}

/** One of each kind of event, newest first: a rule, a proposal's dates, a bill, a provider's page. */
function telling(changes: readonly Change[]): readonly Change[] {
  const wanted = [
    (change: Change) => change.source === "federal-register" && change.significance === "urgent",
    (change: Change) => change.facts.some(({ name, before }) => name === "commentDeadline" && before !== null),
    (change: Change) =>
      change.source === "congress" && change.kind === "amended" && change.significance !== "editorial",
    (change: Change) => change.source === "policy-page",
  ];
  const chosen = wanted.flatMap((fits) => changes.find(fits) ?? []);
  return [...new Set(chosen)].toSorted((a, b) => b.detectedAt.localeCompare(a.detectedAt));
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
