import type { RequestListener } from "node:http";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { installedBrowser } from "../../src/lib/browser-path.ts";
import { openBrowser, type SharedBrowser } from "../../src/lib/browser.ts";
import { LimitError, UnreachableError, UsageError } from "../../src/model/errors.ts";
import { policyPage } from "../../src/sources/policy-page.ts";
import { memory, pollOnce } from "../sources/support/poll.ts";
import { asText, failure, openDoor, publisher, type Loopback } from "./loopback.ts";

const isMissing = installedBrowser() === null;
if (isMissing) console.warn("No Chromium is installed: pages built by scripts are not loaded.");

const html = { "content-type": "text/html; charset=utf-8" };
const shell = (script: string) =>
  `<!DOCTYPE html><html lang="en"><head><title>Terms</title><link rel="stylesheet" href="/style.css"><script src="/app.js"></script></head><body><img src="/logo.png"><div id="root"></div><script>${script}</script></body></html>`;
const clause = "You may not give access to Accelerated Instances to any person in a Restricted Territory. ";

test("without a browser, what to install is said", async () => {
  const site = await publisher((_request, response) => response.writeHead(200, html).end(shell("")));
  const error = await failure(open(site, { executable: null }).render(site.origin));
  expect(error).toBeInstanceOf(UsageError);
  expect(error.message).toMatch(/install Chromium \(on Debian: apt-get install chromium\)/);
});

test("a browser that does not start is said so", async () => {
  const site = await publisher((_request, response) => response.writeHead(200, html).end(shell("")));
  expect(await failure(open(site, { executable: "/bin/false" }).render(site.origin))).toBeInstanceOf(UnreachableError);
});

describe.skipIf(isMissing)("a page whose text comes by script", () => {
  test("a change in it is found", async () => {
    let last = "";
    const site = await publisher(app(() => ({ terms: Array.from({ length: 5 }, () => clause).concat(last) })));
    const { render } = open(site);
    const kept = memory();
    const params = { url: `${site.origin}/terms`, render: true };
    const look = async () =>
      (await pollOnce(policyPage, params, kept, { at: "2031-03-03T15:00:00Z", fetch: neverFetched, render })).said;
    expect(await look()).toEqual([`captured ${site.origin}/terms (page)`]);
    expect(await look()).toEqual([`unchanged ${site.origin}/terms (all)`]);
    last = "Nor to any entity owned by one.";
    expect(await look()).toEqual([`captured ${site.origin}/terms (page)`]);
    const asked = new Set(site.seen.map(({ url }) => url));
    expect(asked).toEqual(new Set(["/terms", "/app.js", "/terms.json"]));
    expect(site.seen.every(({ headers }) => headers["user-agent"]?.startsWith("regwatch/"))).toBe(true);
  });

  test("private addresses are refused to the page as to us, by redirect too", async () => {
    const inside = await publisher((_request, response) =>
      response.writeHead(200, { "access-control-allow-origin": "*" }).end("secret"),
    );
    const script = `
      const say = (text) => { const p = document.createElement("p"); p.textContent = text; document.body.append(p); };
      for (const url of ["${inside.origin}/", "/away", "file:///etc/passwd"])
        fetch(url).then((r) => r.text()).then((t) => say("got " + t), () => say("refused"));
      new WebSocket("${inside.origin.replace("http", "ws")}/");
      const image = new Image(); image.src = "${inside.origin}/pixel";
      const frame = document.createElement("iframe"); frame.src = "${inside.origin}/frame"; document.body.append(frame);`;
    const site = await publisher((request, response) => {
      if (request.url === "/away") response.writeHead(302, { location: `${inside.origin}/` }).end();
      else response.writeHead(200, html).end(shell(script));
    });
    const page = asText((await open(site).render(site.origin)).body);
    expect(page.match(/<p>[^<]*<\/p>/g)).toEqual(["<p>refused</p>", "<p>refused</p>", "<p>refused</p>"]);
    expect(inside.seen).toEqual([]);
  });

  test("a page that leads elsewhere by script says where", async () => {
    const site = await publisher((request, response) =>
      response
        .writeHead(200, html)
        .end(request.url === "/terms" ? shell("location.replace('/home')") : "<h1>Home</h1>"),
    );
    const { url, finalUrl, body } = await open(site).render(`${site.origin}/terms`);
    expect([url, finalUrl]).toEqual([`${site.origin}/terms`, `${site.origin}/home`]);
    expect(asText(body)).toContain("<h1>Home</h1>");
  });

  test("what is waited for is waited for", async () => {
    const late = `setTimeout(() => { document.getElementById("root").innerHTML = "<p id=late>Late</p>"; }, 1500)`;
    const site = await publisher((_request, response) => response.writeHead(200, html).end(shell(late)));
    expect(asText((await open(site).render(site.origin, { waitFor: "#late" })).body)).toContain(">Late</p>");
  });

  test("a script that never ends costs the time allowed and no more", async () => {
    const site = await publisher((_request, response) => response.writeHead(200, html).end(shell("for (;;) {}")));
    const error = await failure(open(site, { totalMs: 1500 }).render(site.origin));
    expect([LimitError, UnreachableError].some((kind) => error instanceof kind)).toBe(true);
  });
});

const opened: SharedBrowser[] = [];
afterAll(async () => void (await Promise.all(opened.map((browser) => browser.close()))));

function open(
  site: Pick<Loopback, "host">,
  more: { executable?: string | null; totalMs?: number } = {},
): SharedBrowser {
  const { fetch } = openDoor([site.host]);
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const browser = openBrowser({
    fetch,
    contact: null,
    proxy: null,
    allowHosts: [site.host],
    signal: stop.signal,
    ...more,
  });
  opened.push(browser);
  return browser;
}

function app(data: () => { readonly terms: readonly string[] }): RequestListener {
  const script = `fetch("/terms.json").then((r) => r.json()).then(({ terms }) => {
    document.getElementById("root").innerHTML = "<main>" + terms.map((t) => "<p>" + t + "</p>").join("") + "</main>";
  });`;
  return (request, response) => {
    if (request.url === "/terms.json")
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(data()));
    else if (request.url === "/app.js")
      response.writeHead(200, { "content-type": "text/javascript" }).end("window.app = 1");
    else response.writeHead(200, html).end(shell(script));
  };
}

async function neverFetched(): Promise<never> {
  throw new Error("a rendered page is fetched by the browser alone");
}
