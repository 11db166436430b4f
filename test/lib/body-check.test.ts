import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkBody, type Expected } from "../../src/lib/body-check.ts";
import { StatusError, WrongBodyError } from "../../src/model/errors.ts";
import { failure, openDoor, publisher } from "./loopback.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const check = (text: string, expected?: Expected) => checkBody(bytes(text), {}, expected);
const page = (title: string, body: string): string =>
  `<!DOCTYPE html>\n<html lang="en"><head><title>${title}</title></head><body>${body}</body></html>`;
const terms = page("Service Terms", `<main><h1>Terms</h1>${"<p>You may use the Services.</p>".repeat(100)}</main>`);

describe("the real thing passes", () => {
  test.each<[Expected, string]>([
    ["json", '{"count":0,"description":"ends in a \\" quote }"}'],
    ["json", ' \n[{"a":"<html>"}]\n'],
    ["json", "\ufeff{}"],
    ["xml", '<?xml version="1.0"?>\n<RULE><PREAMB/></RULE>\n'],
    ["xml", "\ufeff  <!-- a <html> remark -->\n<rss version='2.0'><channel></channel></rss><!-- cached -->"],
    [
      "xml",
      '<?xml version="1.0"?><!DOCTYPE bill PUBLIC "-//US//DTD Bills//EN" "bill.dtd" [<!ENTITY a "b">]><bill>x</bill>',
    ],
    ["xml", '<feed xmlns="http://www.w3.org/2005/Atom"/>'],
    ["html", terms],
    ["html", "<p>short, but a page</p>"],
    ["html", '<html><head><script src="/app.js"></script></head><body><div id="root"></div></body></html>'],
    ["text", "<html><pre>[Federal Register Volume 90]</pre></html>"],
    ["text", "plain words"],
  ])("%s: %s", (expected, text) => expect(check(text, expected)).toBeNull());

  test("XML in UTF-16", () => {
    const text = `\ufeff<?xml version="1.0" encoding="utf-16"?><rss>${"公告".repeat(40_000)}</rss>`;
    for (const form of [text, text.slice(1)]) {
      const body = Buffer.from(form, "utf16le");
      expect(checkBody(new Uint8Array(body), {}, "xml")).toBeNull();
      expect(checkBody(new Uint8Array(body.swap16()), {}, "xml")).toBeNull();
    }
  });

  test("long pages that only speak of captchas, consent, maintenance or errors", () => {
    const about =
      "<p>Cookies need your consent. Accept all or reject all. Scheduled maintenance and captcha rules. 404.</p>".repeat(
        40,
      );
    expect(check(page("Terms about maintenance, privacy and cookies", about), "html")).toBeNull();
    expect(
      check(`${page("Policy", about)}<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>`, "html"),
    ).toBeNull();
    expect(
      check(page("Policy", `${about}<div class="g-recaptcha"></div><script src="/_Incapsula_Resource?x"></script>`)),
    ).toBeNull();
  });
});

describe("what came instead is named", () => {
  test.each<[Expected, string, string]>([
    ["json", "", "an empty answer"],
    ["html", " \r\n\t", "an empty answer"],
    ["text", "", "an empty answer"],
    ["json", "<html><head><title>Sign in</title></head></html>", "a login page"],
    ["json", "<html><head><title>Status</title></head></html>", 'an HTML page ("Status")'],
    ["json", '<?xml version="1.0"?><error/>', "XML"],
    ["json", "Internal error", "something that is not JSON"],
    ["json", '{"count":1,"results":[{"title":"Additions to the', "JSON that breaks off before its end"],
    ["json", '{"count":1,"results":[{"title":"x"}', "JSON that breaks off before its end"],
    ["json", '{"a":"}', "JSON that breaks off before its end"],
    ["xml", "<!doctype HTML><html><body>no</body></html>", "an HTML page"],
    [
      "xml",
      '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head/></html>',
      "an HTML page",
    ],
    ["xml", '{"error":"no"}', "something that is not XML"],
    ["xml", "<RULE><PREAMB><AGENCY>Bureau", "XML that breaks off before its end (</RULE> is missing)"],
    ["html", '{"error":"no"}', "data that is not a page"],
    ["html", "upstream error", "text that is not a page"],
    ["html", "<html><head></head><body> </body></html>", "a page with nothing on it"],
  ])("%s: %s", (expected, text, what) => expect(check(text, expected)).toEqual({ what, blocked: false }));

  test.each([
    ["a Cloudflare challenge page", page("Just a moment...", "<script>window._cf_chl_opt={}</script>")],
    ["a Cloudflare challenge page", page("Einen Moment", "<script>window._cf_chl_opt={}</script><p>Checking</p>")],
    ["a Cloudflare block page", page("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1>")],
    [
      'its "Request Access" page for automated readers',
      page("Federal Register :: Request Access", "<p>Due to aggressive automated scraping of FederalRegister.gov</p>"),
    ],
    [
      'its "Request Access" page for automated readers',
      page("eCFR", "<p>Programmatic access to these sites is limited to access to our extensive developer APIs.</p>"),
    ],
    [
      "an Incapsula block page",
      `<html><head><META NAME="robots"></head><iframe src="/_Incapsula_Resource?x=1"></iframe></html>`,
    ],
    ["an Akamai block page", page("Access Denied", "You don't have permission. Reference #18.2f3a")],
    ["an AWS challenge page", page("", "<script>window.gokuProps = {}</script>")],
    ["a captcha page", page("Verify", '<form><div class="g-recaptcha"></div></form>')],
    ["a captcha page", page("Human Verification", "<p>Choose all the curtains</p>")],
    ["a captcha page", page("提示", "<p>请输入验证码后继续访问</p>")],
    ['its "too frequent" page', page("提示", "<p>您的访问过于频繁,请稍后再试</p>")],
    ['its "too frequent" page', page("Error", "<p>频繁访问，请一小时后再来</p>")],
    ["a captcha page", page("example.com", "<p>Enable JavaScript and cookies to continue</p>")],
  ])("turned away by %s", (what, html) => {
    for (const expected of ["json", "xml", "html", "text", undefined] as const) {
      expect(check(html, expected)).toMatchObject({ what, blocked: true });
    }
  });

  test.each([
    ["a maintenance page", page("Scheduled Maintenance", "<p>We will be right back.</p>")],
    ["a maintenance page", page("Example", "<p>The site is down for maintenance.</p>")],
    ["a maintenance page", page("公告", "<p>系统升级维护中</p>")],
    ["an error page", page("Page Not Found | Commerce.gov", "<p>text</p>".repeat(5000))],
    ["an error page", page("502 Bad Gateway", "<center>nginx</center>")],
    ["an error page", page("404", "<p>Oops</p>")],
    [
      "a consent page",
      page(
        "Before you continue",
        "<p>We use cookies and data to deliver services. If you choose to Accept all, we will also use cookies to personalise. Reject all</p><button>Accept all</button> Privacy",
      ),
    ],
  ])("%s stands in for the page", (what, html) => {
    expect(check(html, "html")).toEqual({ what, blocked: false });
  });

  test("a Chinese page in its own encoding is understood", () => {
    // 系统维护 in GBK, repeated.
    const words = new Uint8Array(
      Array.from({ length: 12 }, () => [0xcf, 0xb5, 0xcd, 0xb3, 0xce, 0xac, 0xbb, 0xa4]).flat(),
    );
    const body = Buffer.concat([bytes("<html><title>x</title><p>"), words, bytes("</p></html>")]);
    expect(checkBody(body, {}, "html")).toEqual({ what: "a maintenance page", blocked: false });
  });

  test("headers that mark a challenge are believed", () => {
    expect(checkBody(bytes("x"), { "cf-mitigated": "challenge" }, "text")).toMatchObject({ blocked: true });
    expect(checkBody(bytes(""), { "x-amzn-waf-action": "challenge" }, undefined)).toMatchObject({ blocked: true });
  });
});

test("JSON cut anywhere is never taken for the whole", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())),
      fc.nat(),
      (value, at) => {
        const whole = JSON.stringify(value);
        expect(check(whole, "json")).toBeNull();
        expect(check(whole.slice(0, at % whole.length), "json")).not.toBeNull();
      },
    ),
  );
});

test("hostile markup costs little time", () => {
  const started = performance.now();
  for (const piece of ["<script", "<!--", "<title", "<?", "<style>", "<a "]) {
    check(`<html>${piece.repeat(250_000 / piece.length)}`, "html");
    check(piece.repeat(250_000 / piece.length), "xml");
  }
  expect(performance.now() - started).toBeLessThan(2000);
});

describe("through the door", () => {
  test("a wrong body is one plain sentence, and a block page holds the host", async () => {
    const site = await publisher((request, response) => {
      response.end(request.url === "/block" ? page("Just a moment...", "") : page("Documents", "<p>Hello</p>"));
    });
    const { fetch, held } = openDoor([site.host]);
    const wrong = await failure(fetch(`${site.origin}/page`, { expect: "json" }));
    expect(wrong).toBeInstanceOf(WrongBodyError);
    expect(wrong.message).toBe(`${site.host} sent an HTML page ("Documents") instead of JSON.`);
    expect(held).toEqual([]);
    const blocked = await failure(fetch(`${site.origin}/block`, { expect: "html" }));
    expect(blocked.message).toBe(`${site.host} sent a Cloudflare challenge page instead of the page.`);
    expect(held).toEqual([{ host: site.host, seconds: 900 }]);
  });

  test("a block page behind an error status is named and holds the host", async () => {
    const site = await publisher((_request, response) => response.writeHead(403).end(page("Just a moment...", "")));
    const { fetch, held } = openDoor([site.host]);
    const error = await failure(fetch(site.origin));
    expect(error).toBeInstanceOf(StatusError);
    expect(error.message).toBe(`${site.host} answered 403 Forbidden with a Cloudflare challenge page.`);
    expect(held).toEqual([{ host: site.host, seconds: 900 }]);
  });

  test("an error status whose body never ends is still the status", async () => {
    const site = await publisher((_request, response) => {
      response.writeHead(500);
      response.write(Buffer.alloc(2_000_000));
    });
    expect(await failure(openDoor([site.host]).fetch(site.origin))).toMatchObject({ status: 500 });
  });

  test("an empty 200 is an error as soon as something is expected", async () => {
    const site = await publisher((_request, response) => response.end());
    const { fetch } = openDoor([site.host]);
    expect((await failure(fetch(site.origin, { expect: "xml" }))).message).toBe(
      `${site.host} sent an empty answer instead of XML.`,
    );
    expect((await fetch(site.origin)).body).toHaveLength(0);
  });
});
