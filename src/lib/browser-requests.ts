import type { BrowserContext, Request, Route } from "playwright-core";
import { request as ask, type Dispatcher } from "undici";
import { LimitError } from "../model/errors.ts";
import type { Fetched } from "../model/snapshot.ts";
import { checkUrl, hostAndPort, refuseFromOutside, type AllowList } from "./address.ts";
import { isRedirect, redirectTarget } from "./redirects.ts";
import { acceptedEncodings, readBody } from "./response-body.ts";

/** How a page in the browser reaches the network: not by itself, but through us. */
export interface PageNetwork {
  readonly allow: AllowList;
  readonly proxied: boolean;
  readonly dispatcher: Dispatcher;
  readonly userAgent: string;
  readonly signal: AbortSignal;
}

const maxRequests = 300;
const maxBytes = 50_000_000;
const maxRedirects = 5;
const requestMs = 20_000;

/** What a page needs for its text. Pictures, fonts, films and sockets are refused; style sheets are answered with nothing. */
const needed = new Set(["document", "script", "xhr", "fetch", "other"]);

/** Answers everything the browser asks for: the page as it was served, and the rest under the address rules of all fetches. */
export async function answerRequests(context: BrowserContext, served: Fetched, network: PageNetwork): Promise<void> {
  const budget = { requests: maxRequests, bytes: maxBytes };
  let isShown = false;
  await context.routeWebSocket(/.*/, (socket) => void socket.close());
  await context.route("**/*", async (route) => {
    const request = route.request();
    try {
      if (!isShown && request.isNavigationRequest() && sameAddress(request.url(), served.finalUrl)) {
        isShown = true;
        await route.fulfill({ status: 200, headers: plainHeaders(served.headers), body: Buffer.from(served.body) });
      } else if (request.resourceType() === "stylesheet") await route.fulfill({ contentType: "text/css", body: "" });
      else if (!needed.has(request.resourceType())) await route.abort("blockedbyclient");
      else await fulfilled(route, await answerOf(request, served, network, budget));
    } catch {
      // A part that cannot be had is missing, as for any reader; a page without its text is judged by its source.
      await route.abort("failed").catch(() => undefined);
    }
  });
}

interface Budget {
  requests: number;
  bytes: number;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

async function answerOf(request: Request, served: Fetched, network: PageNetwork, budget: Budget): Promise<Answer> {
  let url = checkUrl(request.url(), network.allow, network.proxied);
  refuseFromOutside([hostAndPort(new URL(served.finalUrl))], url, network.allow);
  for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
    budget.requests -= 1;
    if (budget.requests < 0 || budget.bytes <= 0) throw new LimitError(`${url.host} asks for too much.`);
    const answer = await askOnce(url, request, network, budget);
    if (!isRedirect(answer.status)) return answer;
    url = redirectTarget(url, answer.headers["location"], answer.status, network.allow, network.proxied);
  }
  throw new LimitError(`${url.host} redirects more than ${maxRedirects} times.`);
}

async function askOnce(url: URL, request: Request, network: PageNetwork, budget: Budget): Promise<Answer> {
  const response = await ask(url, {
    method: request.method(),
    headers: {
      ...plainHeaders(request.headers()),
      "user-agent": network.userAgent,
      "accept-encoding": acceptedEncodings,
    },
    body: request.postDataBuffer(),
    dispatcher: network.dispatcher,
    signal: AbortSignal.any([network.signal, AbortSignal.timeout(requestMs)]),
  });
  const headers: Record<string, string> = Object.fromEntries(
    Object.entries(response.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), [value].flat().join(", ")]],
    ),
  );
  const body = await readBody(response.body, headers, { host: url.host, maxBytes: budget.bytes });
  budget.bytes -= body.byteLength;
  return { status: response.statusCode, headers, body };
}

async function fulfilled(route: Route, { status, headers, body }: Answer): Promise<void> {
  await route.fulfill({ status, headers: plainHeaders(headers), body: Buffer.from(body) });
}

// The bytes are unpacked already, and connections, cookies and rules against our own reading of the page are not the page's affair.
const dropped =
  /^(?:content-encoding|content-length|transfer-encoding|connection|keep-alive|host|cookie|set-cookie|content-security-policy|x-frame-options|upgrade|te|expect)$/i;

function plainHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.test(name) && !name.startsWith(":")));
}

function sameAddress(left: string, right: string): boolean {
  return new URL(left).href.split("#")[0] === new URL(right).href.split("#")[0];
}
