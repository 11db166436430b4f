import type { Browser, Page } from "playwright-core";
import { LimitError } from "../model/errors.ts";
import type { Fetched } from "../model/snapshot.ts";
import { answerRequests, type PageNetwork } from "./browser-requests.ts";

interface Loading {
  readonly network: PageNetwork;
  readonly totalMs: number;
  /** A CSS selector that is there once the text is. */
  readonly waitFor?: string;
}

const largestPage = 20_000_000;

/** Shows the browser a page that was served already, lets its scripts run, and gives back what stands there then. */
export async function loadPage(browser: Browser, served: Fetched, loading: Loading): Promise<Fetched> {
  if (!/html/i.test(served.headers["content-type"] ?? "html")) return served;
  const end = performance.now() + loading.totalMs;
  const context = await browser.newContext({
    userAgent: loading.network.userAgent,
    locale: "en-US",
    timezoneId: "UTC",
    acceptDownloads: false,
    serviceWorkers: "block",
    viewport: { width: 1280, height: 2000 },
  });
  const limit = setTimeout(() => void context.close(), loading.totalMs + 5000);
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(loading.totalMs);
    page.on("dialog", (dialog) => void dialog.dismiss().catch(() => undefined));
    await answerRequests(context, served, loading.network);
    await page.goto(served.finalUrl, { waitUntil: "domcontentloaded", timeout: left(end) });
    await settle(page, end, loading.waitFor);
    return { ...served, finalUrl: page.url(), ...asBody(await page.content(), served) };
  } finally {
    clearTimeout(limit);
    await context.close().catch(() => undefined);
  }
}

function asBody(html: string, { url }: Fetched): Pick<Fetched, "body" | "headers"> {
  if (html.length > largestPage) throw new LimitError(`${new URL(url).host} built a page of more than 20 MB.`);
  return { body: new TextEncoder().encode(html), headers: { "content-type": "text/html; charset=utf-8" } };
}

const quietMs = 600;
const longestSettling = 12_000;

// A page is done when what is waited for is there, or else when nothing is loaded any more; and its text stands still. A page that never
// comes to rest is taken as it is, and its source judges it.
async function settle(page: Page, end: number, waitFor: string | undefined): Promise<void> {
  const timeout = Math.min(left(end), longestSettling);
  const ready =
    waitFor === undefined
      ? page.waitForLoadState("networkidle", { timeout })
      : page.waitForSelector(waitFor, { state: "attached", timeout: left(end) });
  await ready.catch(unlessClosed(page));
  let before = -1;
  for (const until = performance.now() + timeout; performance.now() < until;) {
    const length = Number(await page.evaluate("document.body?.innerText.length ?? 0"));
    if (length === before) return;
    before = length;
    await page.waitForTimeout(quietMs);
  }
}

function unlessClosed(page: Page): (error: unknown) => void {
  return (error) => {
    if (page.isClosed()) throw error;
  };
}

function left(end: number): number {
  return Math.max(1, end - performance.now());
}
