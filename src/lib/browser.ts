import type { Browser } from "playwright-core";
import { LimitError, RegwatchError, UnreachableError, UsageError } from "../model/errors.ts";
import type { Fetch, Fetched, Render } from "../model/snapshot.ts";
import { allowList } from "./address.ts";
import { installedBrowser } from "./browser-path.ts";
import { loadPage } from "./browser-page.ts";
import type { PageNetwork } from "./browser-requests.ts";
import { createDispatcher } from "./dispatcher.ts";
import { createHostSlots } from "./host-slots.ts";
import { userAgent } from "./user-agent.ts";

export interface BrowserSettings {
  /** The page itself comes through the door, with its manners; what the page then asks for follows the same address rules. */
  readonly fetch: Fetch;
  readonly contact: string | null;
  readonly proxy: string | null;
  readonly noProxy?: string | null;
  readonly extraCa?: string | null;
  /** `host:port` pairs that may be private addresses. */
  readonly allowHosts: readonly string[];
  readonly signal: AbortSignal;
  /** The program, null for none; the one that is installed if left out. */
  readonly executable?: string | null;
  /** For one page, from its first request to its text. Default 45 s. */
  readonly totalMs?: number;
}

export interface SharedBrowser {
  readonly render: Render;
  close(): Promise<void>;
}

const pagesAtOnce = 2;
const idleMs = 60_000;

/** A browser that loads pages whose text comes by script. It starts with the first page and ends when it has been idle for a minute. */
export function openBrowser(settings: BrowserSettings): SharedBrowser {
  const network = networkOf(settings);
  const slots = createHostSlots(pagesAtOnce);
  let running: Promise<Browser> | null = null;
  let idle: NodeJS.Timeout | undefined;

  async function render(url: string, options: { readonly waitFor?: string } = {}): Promise<Fetched> {
    return slots("", async () => {
      settings.signal.throwIfAborted();
      const served = await settings.fetch(url, { accept: "text/html, application/xhtml+xml, */*;q=0.1" });
      clearTimeout(idle);
      try {
        running ??= launch(settings.executable === undefined ? installedBrowser() : settings.executable, url);
        const browser = await running;
        return await loadPage(browser, served, { ...options, network, totalMs: settings.totalMs ?? 45_000 });
      } catch (error) {
        settings.signal.throwIfAborted();
        if (!(await isAlive(running))) running = null;
        throw browserError(error, new URL(url).host);
      } finally {
        clearTimeout(idle);
        idle = setTimeout(() => void close(), idleMs).unref();
      }
    });
  }

  async function close(): Promise<void> {
    clearTimeout(idle);
    const ending = running;
    running = null;
    await ending?.then((browser) => browser.close()).catch(() => undefined);
  }

  settings.signal.addEventListener("abort", () => void close(), { once: true });
  return { render, close };
}

function networkOf(settings: BrowserSettings): PageNetwork {
  const { contact, proxy, noProxy, extraCa, allowHosts, signal } = settings;
  const allow = allowList(allowHosts);
  return {
    allow,
    proxied: proxy !== null,
    dispatcher: createDispatcher({ allow, proxy, noProxy, extraCa }),
    userAgent: userAgent(contact),
    signal,
  };
}

async function launch(executablePath: string | null, url: string): Promise<Browser> {
  if (executablePath === null)
    throw new UsageError(
      `${new URL(url).host} is to be loaded in a browser, and none is installed: install Chromium (on Debian: apt-get install chromium) or Google Chrome, or take \`render\` out of the feed file.`,
    );
  const { chromium } = await import("playwright-core");
  return chromium.launch({
    executablePath,
    // Chromium refuses its sandbox to root, as which containers run.
    chromiumSandbox: process.getuid?.() !== 0,
    // Every request is answered by us. What gets around that (sockets, pre-connections) finds a proxy that is not there.
    proxy: { server: "http://127.0.0.1:9", bypass: "<-loopback>" },
    args: [
      "--host-resolver-rules=MAP * ~NOTFOUND",
      "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

async function isAlive(running: Promise<Browser> | null): Promise<boolean> {
  return (await running?.catch(() => null))?.isConnected() ?? false;
}

function browserError(error: unknown, host: string): RegwatchError {
  if (error instanceof RegwatchError) return error;
  const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  if (error instanceof Error && error.name === "TimeoutError")
    return new LimitError(`${host} was not loaded in the browser within the time allowed.`);
  return new UnreachableError(`${host} could not be loaded in the browser: ${line.slice(0, 200)}`);
}
