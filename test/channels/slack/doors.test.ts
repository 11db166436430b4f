import { afterEach, beforeEach, expect, test } from "vitest";
import { createInstallations } from "../../../src/channels/slack/installations.ts";
import { createOnceClient } from "../../../src/channels/slack/outbox.ts";
import type { Door } from "../../../src/model/channel.ts";
import { StoreAwayError } from "../../../src/model/errors.ts";
import type { Vault } from "../../../src/model/installation.ts";
import { createWorldClock, type WorldClock } from "../../../src/world/clock.ts";
import { demoStart, demoStory } from "../../../src/world/stories/demo.ts";
import { exampleAlert, exampleDelivery } from "../../support/example-change.ts";
import { event, person } from "../../support/slack/people.ts";
import { openSlackHouse, until, type SlackHouse } from "../../support/slack/slack-house.ts";
import { signedHeaders } from "../../support/slack/slack.ts";
import { createChannel, standing } from "../../support/slack/workspace.ts";
import { noSubscriptions } from "../../web/open-web.ts";

const secret = "8f742231b10e8888abcd99yyyzzz85a5";
const publicUrl = "https://regwatch.example.org";
let clock: WorldClock;
let home: SlackHouse;
let doors: Readonly<Record<string, Door>>;

beforeEach(async () => {
  clock = createWorldClock(demoStart);
  home = await openSlackHouse(clock, demoStory, {
    SLACK_BOT_TOKEN: "",
    SLACK_APP_TOKEN: "",
    SLACK_SIGNING_SECRET: secret,
    SLACK_CLIENT_ID: "111.222",
    SLACK_CLIENT_SECRET: "client-secret",
    REGWATCH_SECRET: "a secret of sixteen characters and more",
    REGWATCH_PUBLIC_URL: publicUrl,
  });
  for (const workspace of home.slack.workspaces.values()) workspace.tokens.length = 0;
  doors = home.house.services.channels.get("slack")?.doors?.(home.house.desk) ?? {};
});
afterEach(async () => {
  await home.close();
});

function knock(path: string, request: RequestInit = {}): Promise<Response> {
  const door = doors[path];
  if (!door) throw new Error(`there is no door ${path}`);
  return door(new Request(`${publicUrl}${path}`, request));
}

function post(
  body: string,
  seconds = Math.floor(clock.now().epochMilliseconds / 1000),
  key = secret,
): Promise<Response> {
  const headers = signedHeaders(key, body, seconds, body.startsWith("{"));
  return knock("/slack/events", { method: "POST", headers, body });
}

async function install(team: string): Promise<Response> {
  const start = await knock("/slack/install");
  const state = new URL(start.headers.get("location") ?? "").searchParams.get("state") ?? "";
  const cookie = (start.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const path = "/slack/oauth_redirect";
  return doors[path]?.(
    new Request(`${publicUrl}${path}?code=${home.slack.app.code(team)}&state=${state}`, { headers: { cookie } }),
  ) as Promise<Response>;
}

const challenge = (text: string) => JSON.stringify({ type: "url_verification", challenge: text });

test("a signed request is answered once; a repeated, an old, a future and a forged one are refused", async () => {
  const now = Math.floor(clock.now().epochMilliseconds / 1000);
  expect(await (await post(challenge("a"))).json()).toEqual({ challenge: "a" });
  expect((await post(challenge("a"))).status).toBe(401);
  expect((await post(challenge("b"), now - 301)).status).toBe(401);
  expect((await post(challenge("b"), now + 301)).status).toBe(401);
  expect((await post(challenge("b"), now, "another secret")).status).toBe(401);
  expect((await knock("/slack/events", { method: "POST", body: challenge("b") })).status).toBe(401);
  expect((await knock("/slack/events")).status).toBe(405);
  expect((await post("x".repeat(1_000_001))).status).toBe(413);
});

test("a workspace installs by a state that is good once, in the browser that began, and its token is stored encrypted", async () => {
  const start = await knock("/slack/install");
  const address = new URL(start.headers.get("location") ?? "");
  expect(start.status).toBe(302);
  expect(address.searchParams.get("redirect_uri")).toBe(`${publicUrl}/slack/oauth_redirect`);
  const state = address.searchParams.get("state") ?? "";
  const cookie = (start.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const back = (withCookie: string, withState = state): Promise<Response> => {
    const url = `${publicUrl}/slack/oauth_redirect?code=${home.slack.app.code("T0ACME")}&state=${withState}`;
    return doors["/slack/oauth_redirect"]?.(new Request(url, { headers: { cookie: withCookie } })) as Promise<Response>;
  };
  expect((await back("")).status).toBe(400);
  expect((await back(cookie, `${state}x`)).status).toBe(400);
  expect((await back(cookie)).status).toBe(200);
  expect((await back(cookie)).status).toBe(400);
  const kept = await home.house.services.store.installation("slack:T0ACME");
  expect(kept?.sealed).not.toContain("xoxb");
  expect(home.workspace.tokens).toHaveLength(1);
});

test("two workspaces are served side by side, and neither sees the other's", async () => {
  const other = home.slack.addWorkspace("T0OTHER", "other", null);
  const theirs = createChannel("C0THEIRS", "trade");
  other.channels.set(theirs.id, theirs);
  const eve = person(home.slack, other, "U0EVE", { name: "eve" });
  expect((await install("T0ACME")).status).toBe(200);
  expect((await install("T0OTHER")).status).toBe(200);
  await serveOverHttp();
  await home.ada.clickReply(await home.ada.command("watch topic:ai-chips", home.channel), home.channel, "confirm");
  await eve.clickReply(await eve.command("watch topic:cloud-access", theirs), theirs, "confirm");
  expect((await eve.command("list", theirs)).text).toContain("1 subscription");
  expect(JSON.stringify(await eve.command("list", theirs))).not.toContain("ai-chips");
  const all = await home.house.services.store.subscriptions();
  expect(all.map(({ tenant }) => tenant).toSorted()).toEqual(["slack:T0ACME", "slack:T0OTHER"]);
});

test("a token that is about to expire is renewed once, however many messages wait for it", async () => {
  home.slack.app.rotation = 12 * 3600;
  await install("T0ACME");
  await clock.step({ hours: 11 });
  const channel = home.house.services.channels.get("slack");
  const sent = await Promise.all(
    Array.from({ length: 8 }, async (_, at) => {
      const destination = { channel: "slack", address: "T0ACME/C0EXPORT" };
      const delivery = { ...exampleDelivery(exampleAlert(), { destination }), id: `delivery-${at}`, destination };
      const rendered = channel?.render(delivery.alert, delivery, { now: clock.now(), publicUrl });
      return channel?.send(rendered, delivery, new AbortController().signal);
    }),
  );
  expect(sent.every((outcome) => outcome?.kind === "sent")).toBe(true);
  expect(home.slack.app.refreshes.map(({ good }) => good)).toEqual([true]);
  expect(standing(home.channel)).toHaveLength(8);
});

test("a token kept by a clock that was a year ahead and was set back is renewed, since nobody knows when it ends", async () => {
  home.slack.app.rotation = 12 * 3600;
  const { services } = home.house;
  let hours = 24 * 365;
  const installations = createInstallations({
    client: createOnceClient(home.slack.apiUrl),
    oauth: { clientId: home.slack.app.clientId, clientSecret: home.slack.app.clientSecret },
    secret: "a secret of sixteen characters and more",
    vault: services.store,
    clock: { now: () => clock.now().add({ hours }) },
    sleep: async () => {},
  });
  await installations.install(home.slack.app.code("T0ACME"), `${publicUrl}/slack/oauth_redirect`);
  const first = await installations.token("T0ACME");
  hours = 0;
  const renewed = await installations.token("T0ACME");
  expect(renewed).not.toBe(first);
  expect(await installations.token("T0ACME")).toBe(renewed);
  await clock.step({ hours: 11 });
  expect(await installations.token("T0ACME")).not.toBe(renewed);
  expect(home.slack.app.refreshes.map(({ good }) => good)).toEqual([true, true]);
});

test.each([11, 13])(
  "a token renewed while the database is away is kept when that is back, %i hours after the last one",
  async (hours) => {
    home.slack.app.rotation = 12 * 3600;
    await install("T0ACME");
    const { store } = home.house.services;
    let isAway = true;
    const vault: Vault = {
      ...store,
      async saveInstallation(...args) {
        if (isAway) throw new StoreAwayError("The database cannot be used just now.");
        await store.saveInstallation(...args);
      },
    };
    const open = () =>
      createInstallations({
        client: createOnceClient(home.slack.apiUrl),
        oauth: { clientId: home.slack.app.clientId, clientSecret: home.slack.app.clientSecret },
        secret: "a secret of sixteen characters and more",
        vault,
        clock,
        sleep: async () => {},
      });
    const installations = open();
    await clock.step({ hours });
    for (let at = 0; at < 3; at++) {
      await installations.token("T0ACME").catch(() => {});
      await clock.step({ minutes: 3 });
    }
    isAway = false;
    const token = await installations.token("T0ACME");
    expect(token).toBe(home.workspace.tokens.at(-1)?.token);
    expect(home.slack.app.refreshes.map(({ good }) => good)).toEqual([true]);
    expect(await open().token("T0ACME")).toBe(token);
  },
);

test("a workspace that removes the app is forgotten, and its subscriptions pause with the reason", async () => {
  await install("T0ACME");
  await serveOverHttp();
  await home.ada.clickReply(await home.ada.command("watch topic:ai-chips", home.channel), home.channel, "confirm");
  const { store } = home.house.services;
  await home.slack.deliver("events_api", event(home.workspace, { type: "app_uninstalled" }));
  await until(async () => (await store.installation("slack:T0ACME")) === null, "the removal");
  const [subscription] = await store.subscriptions();
  expect(subscription).toMatchObject({ state: "paused", pausedBecause: expect.stringContaining("removed") as string });
});

/** Has Slack post to the doors, as it posts to a web address. */
async function serveOverHttp(): Promise<void> {
  const { createWeb } = await import("../../../src/web/server.ts");
  const { services } = home.house;
  const web = createWeb({
    store: services.store,
    feeds: () => ({ feeds: [], problems: [] }),
    clock,
    publicUrl,
    read: "token",
    adminToken: "a token of sixteen characters",
    ready: () => true,
    version: "test",
    redline: () => ({ spans: [], stats: { inserted: 0, deleted: 0, moved: 0, sections: 0 } }),
    doors,
    subscriptions: noSubscriptions,
    logError: (error) => home.slack.desk.problems.push(String(error)),
  });
  const { url } = await web.listen("127.0.0.1", 0);
  home.slack.target = { url: `${url}/slack/events`, signingSecret: secret };
}
