import { existsSync } from "node:fs";
import axe, { type AxeResults } from "axe-core";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { at, planned, sampleFeed, sampleRecording, sampleSubscription } from "../contract/store-samples.ts";
import { quickStore, type TestStore } from "../support/database.ts";
import { exampleDigest } from "../support/example-change.ts";
import { openWeb } from "./open-web.ts";
import type { OpenWeb } from "./open-web.ts";
import { feeds } from "./sample.ts";

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
if (executablePath === undefined) console.warn("No Chromium is installed: the pages are not looked at in a browser.");

const adminToken = "an-admin-token-of-some-length";

const paths = [
  "/",
  "/?muted=with",
  "/changes/c-rule",
  "/changes/c-rule?view=side",
  "/changes/c-urgent",
  "/changes/c-terms",
  "/changes/c-hostile",
  "/documents",
  "/documents/rule?from=1&to=2",
  "/documents/rule/blame",
  "/deadlines",
  "/deadlines?view=month&month=2026-02",
  "/terms",
  "/feeds",
  "/feeds/federal-register/bis-rules",
  "/search",
  "/login",
];

/** Pages for whoever shows a token. */
const deskPaths = [
  "/subscriptions",
  "/subscriptions/new?query=controls",
  "/subscriptions/s1",
  "/subscriptions/s1/not-told",
  "/feeds/federal-register/bis-rules",
  "/terms/remote-access",
  "/audit",
  "/audit/actions",
  "/tokens",
  "/drafts",
  "/drafts/d1",
];

/** What programs ask for, or what is no page: nothing to look at in a browser. */
const noPages =
  /\.(?:docx|zip)$|^\/(api|assets|healthz|readyz|metrics|robots|favicon|atom|feed\.json|deadlines\.ics|audit\.)|\/evidence\/|^\/drafts\/:id\/page$|^\/?\*?$/;

describe.skipIf(executablePath === undefined)("in a browser", () => {
  let web: OpenWeb;
  let house: TestStore;
  let desk: OpenWeb;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    web = await openWeb();
    house = await quickStore();
    desk = await openDesk(house);
    browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all([web.close(), desk.close()]);
    await house.close();
  });

  test("every page there is, is looked at", () => {
    const looked = [...paths, ...deskPaths].map((path) => path.split("?")[0] ?? "");
    const isLookedAt = (route: string) => looked.some((path) => patternOf(route).test(path));
    expect(web.paths.filter((route) => !noPages.test(route) && !isLookedAt(route))).toEqual([]);
  });

  test.each(paths)(
    "%s fits a phone and a wide screen, asks nobody else for anything, and breaks no rule",
    async (path) => {
      const asked: string[] = [];
      const complaints: string[] = [];
      page.on("request", (request) => asked.push(new URL(request.url()).origin));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      page.on("dialog", (dialog) => {
        complaints.push(dialog.message());
        void dialog.dismiss();
      });
      for (const width of [360, 1440]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(web.url + path);
        expect(
          await page.evaluate("document.documentElement.scrollWidth - innerWidth"),
          `at ${width}`,
        ).toBeLessThanOrEqual(0);
      }
      expect(new Set(asked)).toEqual(new Set([web.url]));
      expect(complaints).toEqual([]);
      page.removeAllListeners();
    },
  );

  test("the filters of dates fit a phone however long the names of feeds are, and each label keeps off its box", async () => {
    const title = "Rules and notices about licences for computing systems in the Federal Register, with corrections";
    const named = feeds.map((feed) => ({ ...feed, title }));
    const wide = await openWeb({ feeds: () => ({ feeds: named, problems: [] }) });
    try {
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(`${wide.url}/deadlines`);
        const gaps = await page.evaluate<readonly number[]>(
          "[...document.querySelectorAll('.filters.line label')].map((label) => " +
            "label.nextElementSibling.getBoundingClientRect().left - label.getBoundingClientRect().right)",
        );
        expect(Math.min(...gaps), `at ${width}`).toBeGreaterThanOrEqual(4);
        expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), `at ${width}`).toBe(0);
      }
    } finally {
      await wide.close();
    }
  });

  test("nothing keeps anybody from reading, light or dark, on a phone or a wide screen (axe)", async () => {
    for (const path of paths) expect(await graveAt(page, web.url + path), path).toEqual([]);
  });

  test("nor anybody who shows a token", async () => {
    await page.setExtraHTTPHeaders({ authorization: `Bearer ${adminToken}` });
    for (const path of deskPaths) expect(await graveAt(page, desk.url + path), path).toEqual([]);
    await page.setExtraHTTPHeaders({});
  });

  test("the keyboard reaches the content first, shows where it is, and opens what is folded", async () => {
    await page.setViewportSize({ width: 1200, height: 800 });
    await page.goto(`${web.url}/changes/c-rule`);
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the content");
    expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("main");
    await page.locator("details.unchanged summary").first().focus();
    await page.keyboard.press("Enter");
    expect(await page.locator("details.unchanged").first().getAttribute("open")).not.toBeNull();
  });

  test("searching, filtering and comparing work without a script", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(web.url);
    await plain.fill("#q", "加速计算");
    await plain.getByRole("button", { name: "Search" }).click();
    await plain.waitForURL((url) => url.searchParams.get("q") === "加速计算");
    expect(await plain.locator(".entry").count()).toBe(1);
    await plain.goto(`${web.url}/documents/rule`);
    await plain.getByRole("button", { name: "Compare these two" }).click();
    await plain.waitForURL((url) => url.searchParams.get("from") === "1");
    expect(await plain.locator(".redline ins").count()).toBeGreaterThan(0);
    await plain.getByRole("link", { name: "Side by side" }).click();
    await plain.waitForURL((url) => url.searchParams.get("view") === "side");
    await plain.locator("table.columns").waitFor();
    await context.close();
  });
});

const looks = [
  { colorScheme: "light", width: 360 },
  { colorScheme: "light", width: 1440 },
  { colorScheme: "dark", width: 1440 },
  { colorScheme: "dark", width: 360 },
] as const;

/** Rules that the scheme or the width decide. The others hold for all looks alike, and are asked once. */
const rulesOfLook = ["color-contrast", "link-in-text-block", "scrollable-region-focusable"];

/** What axe finds serious or critical on a page with all that is folded open, and where a page is wider than its screen. */
async function graveAt(page: Page, url: string): Promise<readonly string[]> {
  await page.goto(url);
  await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
  await page.evaluate(axe.source);
  const found: string[] = [];
  for (const [index, { colorScheme, width }] of looks.entries()) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    const runOnly = index === 0 ? null : { type: "rule", values: rulesOfLook };
    const options = JSON.stringify({ resultTypes: ["violations"], ...(runOnly && { runOnly }) });
    const { violations } = await page.evaluate<AxeResults>(`axe.run(${options})`);
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    const where = `${colorScheme} ${width}`;
    found.push(...grave.map(({ id, nodes }) => `${where} ${id}: ${nodes.map(({ html }) => html).join(" ")}`));
    const tooWide = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
    if (tooWide > 0) found.push(`${where}: ${tooWide} px too wide`);
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}

/** A path of the router as a pattern: `/changes/:id` fits `/changes/c-rule`. */
function patternOf(route: string): RegExp {
  return new RegExp(`^${route.replace(/:\w+(\{[^}]*\})?/g, (_, any) => (any === "{.+}" ? ".+" : "[^/]+"))}$`);
}

const terms = [
  { id: "remote-access", title: "Remote access", why: "What a cloud gives.", en: ["remote access"], zh: ["远程访问"] },
];

/** The web over a store that holds what pages for people with a token show. */
async function openDesk(house: TestStore): Promise<OpenWeb> {
  const { store } = house;
  await store.syncFeeds([{ feed: sampleFeed("f"), host: "h" }], at(0));
  await store.addSubscription(sampleSubscription("s1"));
  await store.addSubscription(sampleSubscription("s2", { state: "paused", pausedBecause: "On leave" }));
  await store.record(sampleRecording("f", "a", "One.", { to: [planned("s1", "e1")] }));
  await store.addToken({ id: "0123456789ab", name: "Ada", role: "auditor" }, "a hash", "admin", at(1));
  const draft = JSON.stringify({ alert: exampleDigest(), deliveries: [] }).replaceAll("'", "''");
  await house.sql(
    `insert into digest_drafts (id, subscription_id, planned, created_at) values ('d1', 's1', '${draft}', now())`,
  );
  return openWeb({ store, adminToken, read: "public", publicUrl: "http://127.0.0.1", terms: () => terms });
}
