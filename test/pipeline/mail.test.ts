import { Command } from "commander";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addDigest } from "../../src/cli/digest.ts";
import type { CommandContext } from "../../src/cli/context.ts";
import { addSubscriptions } from "../../src/cli/subscriptions.ts";
import { toInstant } from "../../src/lib/time.ts";
import { defaultOptions, type SubscriptionOptions } from "../../src/model/subscription.ts";
import { askConsent } from "../../src/pipeline/consent.ts";
import { tellDigests } from "../../src/pipeline/digests.ts";
import { retract } from "../../src/pipeline/retract.ts";
import { createWorldClock, type WorldClock } from "../../src/world/clock.ts";
import { quickStore, type TestStore } from "../support/database.ts";
import { openDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { type MailServerDouble, startMailServer } from "../support/mail-server.ts";

let server: MailServerDouble;
let database: TestStore;
let clock: WorldClock;
let house: TestHouse;
let desk: DeliveryDesk;

beforeAll(async () => {
  server = await startMailServer();
  database = await quickStore();
  clock = createWorldClock(Temporal.Instant.from("2026-01-05T12:00:00Z"));
  house = await openTestHouse(
    clock,
    {},
    {
      settings: {
        SMTP_URL: server.url,
        SMTP_FROM: "regwatch <alerts@example.org>",
        REGWATCH_PUBLIC_URL: "https://regwatch.example.org",
      },
      fittings: { store: database.store },
    },
  );
});
afterAll(async () => {
  await house.close();
  await server.close();
});
beforeEach(async () => {
  await database.reset();
  server.received.length = 0;
  const { services } = house.house;
  desk = await openDeliveryDesk(database.store, clock, [...services.channels.values()]);
  await services.store.syncFeeds([], toInstant(clock.now()));
});

const ada = { channel: "email", address: "ada@example.org" };
const agreed = (changed: Partial<SubscriptionOptions> = {}) => ({
  destination: ada,
  options: { ...defaultOptions, consentedAt: "2026-01-01T00:00:00.000Z", ...changed },
});
const daily = { kind: "daily", time: "08:00", zone: "America/New_York" } as const;

async function tick(): Promise<void> {
  await askConsent(house.house.services);
  await tellDigests(house.house.services);
  await house.deliver();
}

const mails = () => server.received.map(({ mail }) => mail);
const link = (purpose: string, at = -1): string =>
  new RegExp(`https://\\S+/mail/${purpose}/\\S+`).exec(mails().at(at)?.text ?? "")?.[0] ?? "";

async function follow(url: string, method = "GET", body?: string): Promise<{ status: number; page: string }> {
  const purpose = url.includes("/confirm/") ? "confirm" : "unsubscribe";
  const doors = house.house.services.channels.get("email")?.doors?.(house.house.desk) ?? {};
  const door = doors[`/mail/${purpose}/:id/:token`];
  const answer = await door?.(new Request(url, { method, ...(body !== undefined && { body }) }));
  return { status: answer?.status ?? 0, page: (await answer?.text()) ?? "" };
}

async function command(...argv: readonly string[]): Promise<string> {
  let written = "";
  const program = new Command("regwatch").exitOverride();
  const context: CommandContext = {
    io: { stdout: (text) => void (written += text), stderr: () => {}, colour: false },
    config: () => house.house.config,
    open: async () => house.house,
    cwd: ".",
    inService: true,
  };
  addSubscriptions(program, context);
  addDigest(program, context);
  await program.parseAsync([...argv], { from: "user" });
  return written;
}

const state = async (id: string) => (await database.store.subscription(id))?.state;

describe("an address that is named", () => {
  test("is asked once, told nothing before its reader presses the button, and told from then on", async () => {
    const added = await command("subscriptions", "add", "--to", "email:ada@example.org", "--query", "*");
    const [id = ""] = added.split(":");
    expect(added).toContain("waits for its address to confirm");
    await desk.change("early");
    await tick();
    await tick();
    expect(mails().map(({ subject }) => subject)).toEqual(["Please confirm: shall this address be told?"]);
    expect(await follow(link("confirm"))).toMatchObject({ status: 200, page: expect.stringContaining("<button>") });
    expect(await state(id)).toBe("pending");
    expect(await follow(link("confirm"), "POST")).toMatchObject({ status: 200 });
    expect(await database.store.subscription(id)).toMatchObject({
      state: "active",
      options: { consentedAt: toInstant(clock.now()) },
    });
    await desk.change("late");
    await tick();
    expect(mails()).toHaveLength(2);
    const [newest] = (await database.store.actions({ limit: 1 })).rows;
    expect(newest).toMatchObject({ actor: "the address", action: "confirm", subject: id });
  });

  test("is not opened by a command, by another link, by a forged one, or after a week", async () => {
    await desk.subscribe("s1", { destination: ada });
    await desk.subscribe("s2", { destination: { ...ada, address: "bob@example.org" } });
    await tick();
    const [first, second] = [link("confirm", 0), link("confirm", 1)];
    await expect(command("subscriptions", "resume", "s1")).rejects.toThrow(/waits for its address/);
    await database.store.setSubscriptionState("s1", "active", null, "eve", toInstant(clock.now()));
    const swapped = first.replace(/[^/]+$/, second.split("/").at(-1) ?? "");
    const later = first.replace(/\/(\d+)\./, (_all, end: string) => `/${Number(end) + 1}.`);
    const other = first.replace("/confirm/", "/unsubscribe/");
    for (const wrong of [swapped, later, other]) expect((await follow(wrong, "POST")).status).toBe(404);
    await clock.step({ hours: 24 * 7 + 1 });
    expect((await follow(first, "POST")).status).toBe(410);
    expect(await state("s1")).toBe("pending");
    await clock.step({ hours: 24 });
    await tick();
    expect(await state("s1")).toBeUndefined();
  });

  test("is asked three times a day at most, whoever wants it told", async () => {
    for (const id of ["s1", "s2", "s3", "s4"]) await desk.subscribe(id, { destination: ada });
    await tick();
    await tick();
    expect(mails()).toHaveLength(3);
    await clock.step({ hours: 24 });
    await tick();
    expect(mails()).toHaveLength(4);
  });

  test("leaves with one click of its mail program, and twice does no harm", async () => {
    await desk.subscribe("s1", agreed());
    await desk.change("a");
    await tick();
    const url = link("unsubscribe");
    expect((await follow(url)).page).toContain("<button>Unsubscribe</button>");
    expect(await state("s1")).toBe("active");
    expect((await follow(url, "POST", "List-Unsubscribe=One-Click")).status).toBe(200);
    expect(await state("s1")).toBeUndefined();
    expect((await follow(url, "POST")).status).toBe(200);
  });
});

test("what follows in a thread answers its first mail, and so does a retraction", async () => {
  await desk.subscribe("s1", agreed());
  const thread = { change: { threadKey: "rin:0694-AK11" } };
  await desk.change("first", thread);
  await tick();
  const id = await desk.change("second", thread);
  await tick();
  await retract(house.house.services, id, "The page was misread.", "ada");
  await tick();
  const [first, second, correction] = mails();
  expect(second?.inReplyTo).toBe(first?.messageId);
  expect(correction).toMatchObject({ inReplyTo: first?.messageId, subject: expect.stringMatching(/^Retracted: /) });
  expect(correction?.text).toContain("The page was misread.");
});

async function drafted(): Promise<string> {
  await desk.subscribe("boss", {
    ...agreed(),
    destination: { ...ada, address: "boss@example.org" },
    query: "bill:hr1-119",
  });
  const owner = { ...ada, address: "boss@example.org" };
  await desk.subscribe("s1", { ...agreed({ approve: true, form: "client" }), when: daily, owner });
  await tick();
  await clock.step({ hours: 24 });
  await tick();
  await clock.step({ hours: 1 });
  await desk.change("a");
  await desk.change("b");
  await clock.step({ hours: 23 });
  await tick();
  await tick();
  const drafts = await database.store.drafts();
  expect(drafts).toHaveLength(2);
  return drafts[1]?.id ?? "";
}

describe("a digest that is to be approved", () => {
  test("waits, its owner is told, and it goes out once, however often it is approved", async () => {
    const id = await drafted();
    expect(server.received.map(({ to }) => to[0])).toEqual(["boss@example.org", "boss@example.org"]);
    expect(mails().at(-1)?.text).toContain(`https://regwatch.example.org/drafts/${id}`);
    expect(await command("digest", "drafts")).toContain(id);
    const approved = await Promise.allSettled([command("digest", "approve", id), command("digest", "approve", id)]);
    expect(approved.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await tick();
    const theirs = server.received.filter(({ to }) => to[0] === "ada@example.org");
    expect(theirs.map(({ mail }) => mail.subject)).toEqual([expect.stringMatching(/^Regulatory update: /)]);
    await expect(command("digest", "discard", id)).rejects.toThrow(/approved already/);
  });

  test("that is discarded never goes out, and what was taken back meanwhile goes out as taken back", async () => {
    const id = await drafted();
    const [old] = await database.store.drafts();
    await command("digest", "discard", old?.id ?? "");
    const draft = await database.store.draft(id);
    const digest = draft?.planned.alert.kind === "digest" ? draft.planned.alert.digest : null;
    const [wrong] = digest?.threads.flatMap(({ changes }) => changes) ?? [];
    await clock.step({ hours: 1 });
    await retract(house.house.services, wrong?.id ?? "", "The page was misread.", "ada");
    await clock.step({ minutes: 1 });
    await command("digest", "approve", id);
    await tick();
    const theirs = server.received.filter(({ to }) => to[0] === "ada@example.org").map(({ mail }) => mail.text ?? "");
    expect(theirs).toHaveLength(1);
    expect(theirs[0]).toMatch(/Corrections\n-+\n[\s\S]*Corrected: The page was misread\./);
    expect(theirs[0]).toContain("1 change (1 substantive).");
    expect(await command("digest", "drafts")).toBe("No digest waits to be approved.\n");
  });
});

const add = (...more: readonly string[]) => command("subscriptions", "add", "--query", "*", ...more);

test("what is for digests by mail alone is refused elsewhere, and at once", async () => {
  await expect(add("--to", "terminal", "--form", "client", "--when", "daily 08:00 UTC")).rejects.toThrow(/by mail/);
  await expect(add("--to", "email:ada@example.org", "--attach")).rejects.toThrow(/say when \(--when\)/);
  await expect(add("--to", "terminal", "--approve")).rejects.toThrow(/say when \(--when\)/);
  await expect(add("--to", "terminal", "--owner", "email:boss@example.org")).rejects.toThrow(/has to agree first/);
});
