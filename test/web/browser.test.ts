import { existsSync } from "node:fs";
import axe, { type AxeResults } from "axe-core";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWeb } from "./open-web.ts";
import type { OpenWeb } from "./open-web.ts";

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
if (executablePath === undefined) console.warn("No Chromium is installed: the pages are not looked at in a browser.");

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
  "/deadlines",
  "/feeds",
  "/feeds/federal-register/bis-rules",
  "/search",
  "/login",
];

describe.skipIf(executablePath === undefined)("in a browser", () => {
  let web: OpenWeb;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    web = await openWeb();
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
    await web.close();
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

  test.each([
    ["light", 1440],
    ["dark", 360],
  ] as const)("in the %s scheme, %i px wide, nothing keeps anybody from reading (axe)", async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    for (const path of paths) {
      await page.goto(web.url + path);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate<AxeResults>("axe.run({ resultTypes: ['violations'] })");
      const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(
        grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`),
        path,
      ).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: null });
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
