import { describe, expect, it } from "vitest";
import { ReadingError, StatusError, UsageError, WrongBodyError } from "../../src/model/errors.ts";
import type { Fetch, FetchOptions, Fetched, Render } from "../../src/model/snapshot.ts";
import { policyPage } from "../../src/sources/policy-page.ts";
import { memory, pollOnce, type Memory, type Said } from "./support/poll.ts";
import { served } from "./support/served.ts";

const url = "https://harbour.example/service-terms/";
const monday = "2031-03-03T15:00:00Z";
const captured = `captured ${url} (page)`;
const seen = `unchanged ${url} (all)`;

const clause = "You may not give access to Accelerated Instances to any person in a Restricted Territory.";
const terms = (...more: readonly string[]) =>
  `<h1>Service Terms</h1><p>Last updated: March 1, 2031</p>${[...Array.from({ length: 8 }, (_, at) => `${at + 1}. ${clause}`), ...more].map((line) => `<p>${line}</p>`).join("")}`;
const chinese = `<h1>服务条款</h1>${"<p>您不得将加速计算实例提供给受限制国家或地区的用户使用，也不得转租给任何第三方。</p>".repeat(12)}`;

let visits = 0;

/** A page as providers serve it: other bytes every time. */
function page(main: string, { title = "Service Terms", language = "en", around = "" } = {}): string {
  visits += 1;
  return `<!DOCTYPE html><html lang="${language}"><head><title>${title}</title><script nonce="n${visits}">let visit = ${visits}</script></head><body>${around}<main>${main}</main></body></html>`;
}

describe("policy-page: a look at the page", () => {
  it("captures a page it does not know, and again when its text has changed", async () => {
    const look = looker();
    expect((await look(page(terms()))).said).toEqual([captured]);
    expect((await look(page(terms()))).said).toEqual([seen]);
    expect((await look(page(terms("9. One more.")))).said).toEqual([captured]);
    expect((await look(page(terms("9. One more.")))).said).toEqual([seen]);
  });

  it.each([
    ["the same bytes", "<!DOCTYPE html><html><body><main>$</main></body></html>"],
    [
      "another nonce, comment and asset address",
      '<!DOCTYPE html><!-- # --><html><head><script nonce="#">#</script></head><body data-id="#"><main>$</main></body></html>',
    ],
    ["a visit counter", "<!DOCTYPE html><html><body><main>$<p>Number of views: 10#</p></main></body></html>"],
    [
      "another menu and footer",
      "<!DOCTYPE html><html><body><nav>Offer #</nav><main>$</main><footer>Office #</footer></body></html>",
    ],
    ["a relative date", "<!DOCTYPE html><html><body><main>$<p>Updated: # days ago</p></main></body></html>"],
  ])("stays silent at %s", async (_what, around) => {
    const look = looker();
    await look(around.replaceAll("#", "7").replace("$", terms()));
    for (const number of ["8", "9"]) {
      expect((await look(around.replaceAll("#", number).replace("$", terms()))).said).toEqual([seen]);
    }
  });

  it("remembers nothing anew where the answer is the one it knows, but for a doubt that has passed", async () => {
    const look = looker();
    const [whole, ended] = [page(terms()), page("<p>There is nothing here any more.</p>")];
    const statesOf = async (html: string) => (await look(html)).sightings.map(({ state }) => state);
    await look(whole);
    expect(await statesOf(whole)).toEqual([undefined]);
    await failure(look(ended));
    expect(await statesOf(whole)).toEqual([expect.objectContaining({ held: null })]);
    expect(await statesOf(whole)).toEqual([undefined]);
    expect(await statesOf(page(terms()))).toEqual([expect.objectContaining({ held: null })]);
  });

  it("asks with the validators of the last answer, also when only the noise in it had changed, and believes a 304", async () => {
    const look = looker();
    const asked: FetchOptions[] = [];
    const answer = (etag: string) => (options: FetchOptions) => {
      asked.push(options);
      return {
        headers: { "content-type": "text/html", etag, "last-modified": "Mon, 03 Mar 2031 10:00:00 GMT" },
        body: page(terms()),
      };
    };
    await look(answer('"1"'));
    await look(answer('"2"'));
    const said = await look((options) => {
      asked.push(options);
      return { status: 304, body: "" };
    });
    expect(said.said).toEqual([seen]);
    expect(asked.map(({ validators }) => validators)).toEqual([
      undefined,
      { etag: '"1"', lastModified: "Mon, 03 Mar 2031 10:00:00 GMT" },
      { etag: '"2"', lastModified: "Mon, 03 Mar 2031 10:00:00 GMT" },
    ]);
  });

  it("captures the page anew when the feed file says otherwise how to read it, with the validators left out", async () => {
    const kept = memory();
    const first = page(terms());
    await looker(kept)(first);
    const asked: FetchOptions[] = [];
    const answer = (options: FetchOptions) => {
      asked.push(options);
      return { body: first };
    };
    expect((await looker(kept, { remove: "h1" })(answer)).said).toEqual([captured]);
    expect(asked[0]?.validators).toBeUndefined();
  });

  it("asks a mirror for the same path, and names the page itself as the source", async () => {
    const addresses: string[] = [];
    const fetch: Fetch = async (address) => {
      addresses.push(address);
      return { ...served(page(terms()), "text/html"), url: address, finalUrl: address };
    };
    const params = { url: `${url}?lang=en`, baseUrl: "http://mirror.test:8080/" };
    const { sightings } = await pollOnce(policyPage, params, memory(), { at: monday, fetch });
    expect(addresses).toEqual(["http://mirror.test:8080/service-terms/?lang=en"]);
    expect(policyPage.host(policyPage.params.parse(params))).toBe("mirror.test:8080");
    const [sighting] = sightings;
    if (sighting?.kind !== "captured") throw new Error("nothing was captured");
    const extraction = await policyPage.extract(sighting, policyPage.params.parse(params));
    expect(extraction.sourceUrl).toBe(`${url}?lang=en`);
  });

  it("wants a change confirmed ten minutes later, or as long as the feed says", () => {
    const [usual, slow] = [{ url }, { url, confirmMinutes: 60 }].map((params) => policyPage.params.parse(params));
    expect([usual, slow].map((params) => params && policyPage.confirmMinutes(params))).toEqual([10, 60]);
  });

  it("loads the page in a browser where the feed says so", async () => {
    const asked: unknown[] = [];
    const render: Render = async (address, options) => {
      asked.push([address, options]);
      return { ...served(page(terms()), "text/html; charset=utf-8"), url: address, finalUrl: address };
    };
    const params = { url, render: true, waitFor: "main p" };
    expect((await pollOnce(policyPage, params, memory(), { at: monday, fetch: unfetched, render })).said).toEqual([
      captured,
    ]);
    expect(asked).toEqual([[url, { waitFor: "main p" }]]);
    await expect(pollOnce(policyPage, params, memory(), { at: monday, fetch: unfetched })).rejects.toThrow(UsageError);
  });
});

describe("policy-page: what is no change but an error of the page", () => {
  it.each([
    ["a block page", page("<p>Verify you are human</p>", { title: "Just a moment..." }), /Cloudflare challenge page/],
    ["an error page", page("<p>We could not find that page.</p>", { title: "404" }), /an error page/],
    ["maintenance", page("<p>We are down for scheduled maintenance.</p>", { title: "Maintenance" }), /maintenance/],
    [
      "a consent wall",
      page(
        "<p>Before you continue: we use cookies. Accept all cookies or reject all, and see our privacy preferences.</p><button>Accept all</button>",
      ),
      /a consent page/,
    ],
    ["a login wall", page('<form>User <input type="password"></form>', { title: "Sign in" }), /a login page/],
    [
      "another country's page",
      page("<p>Sorry, this service is not available in your country.</p>"),
      /not available in our country/,
    ],
    [
      "another country's page in Chinese",
      page("<p>很抱歉，您所在的地区暂未开放此服务。</p>"),
      /not available in our country/,
    ],
    ["nothing", "", /an empty answer/],
    ["data", '{"terms": "none"}', /data that is not a page/],
    ["half a page", page(terms()).replace(/<\/main>.*$/, ""), /breaks off before its end/],
    ["a shell for scripts", page('<div id="root"></div><noscript>Enable scripts</noscript>', {}), /set `render: true`/],
    ["a rest of the page", page(terms().slice(0, 200)), /shrank from 7\d\d to 1\d\d characters/],
    ["another language", page(chinese, { language: "zh-CN" }), /was in Latin script and is in Chinese script now/],
    [
      "a page that lost its selector",
      page(terms("9. More.")).replaceAll("main", "section"),
      /`main` matches nothing on the page any more/,
    ],
  ])("%s", async (_what, body, words) => {
    const look = looker(memory(), { select: "main" });
    await look(page(terms()));
    const error = await failure(look(body));
    expect(error).toSatisfy((found) => found instanceof WrongBodyError || found instanceof ReadingError);
    expect(error.message).toMatch(words);
    expect(error.message).not.toContain("\n");
    expect((await look(page(terms()))).said).toEqual([seen]);
  });

  it.each([
    ["its home page", "https://harbour.example/"],
    ["its home page", "https://www.harbour.example/en-us/"],
    ["a login page", "https://accounts.harbour.example/signin?return=terms"],
  ])("a redirect to %s, from the first look on", async (what, finalUrl) => {
    const error = await failure(looker()(() => ({ finalUrl, body: page(terms()) })));
    expect(error).toBeInstanceOf(WrongBodyError);
    expect(error.message).toContain(
      `harbour.example sends us from /service-terms/ to ${finalUrl.split("?")[0]}, ${what}`,
    );
  });

  it("a redirect elsewhere once the page is known, and not a redirect that was always there", async () => {
    const look = looker();
    expect((await look(at("https://www.harbour.example/legal/service-terms"))).said).toEqual([captured]);
    expect((await look(at("https://harbour.example/legal/service-terms/?ref=x"))).said).toEqual([seen]);
    expect((await failure(look(at("https://harbour.example/legal/terms-of-2030")))).message).toMatch(
      /to https:\/\/harbour\.example\/legal\/terms-of-2030: the page has moved\. Look at it, and change `url`/,
    );
  });

  it("a page too short to be terms, unless the feed says that it is all", async () => {
    const short = page("<p>Closed to persons in Restricted Territories.</p>").replaceAll("script", "template");
    expect((await failure(looker()(short))).message).toMatch(/the page has 44 characters of text.*`minimumLength`/);
    expect((await looker(memory(), { minimumLength: 20 })(short)).said).toEqual([captured]);
  });

  it("an error status, whose words are the door's", async () => {
    const look = looker();
    await look(page(terms()));
    const gone = new StatusError("harbour.example answered 404 Not Found for /service-terms/.", 404);
    expect(await failure(look(gone))).toBe(gone);
    expect((await look(page(terms()))).said).toEqual([seen]);
  });

  it("until a shrunken text has stood for a day and three looks: then it is captured", async () => {
    const look = looker();
    await look(page(terms()));
    const ended = page("<p>Harbour Cloud ended its Accelerated Computing service. There are no terms any more.</p>");
    const held = /It counts as a change once it has stood for a day/;
    expect((await failure(look(ended, "2031-03-03T16:00:00Z"))).message).toMatch(held);
    expect((await failure(look(ended, "2031-03-04T02:00:00Z"))).message).toMatch(held);
    expect((await failure(look(ended, "2031-03-04T15:00:00Z"))).message).toMatch(held);
    expect((await look(ended, "2031-03-04T16:00:00Z")).said).toEqual([captured]);
  });

  it("no longer than that though the clock was a year ahead when it was first seen", async () => {
    const look = looker();
    await look(page(terms()));
    const ended = page("<p>There is nothing here any more.</p>");
    await failure(look(ended, "2032-03-03T16:00:00Z"));
    await failure(look(ended, "2031-03-03T16:00:00Z"));
    await failure(look(ended, "2031-03-04T15:00:00Z"));
    expect((await look(ended, "2031-03-04T16:00:00Z")).said).toEqual([captured]);
  });

  it("from the start where the whole text was there in between", async () => {
    const look = looker();
    await look(page(terms()));
    const ended = page("<p>There is nothing here any more.</p>");
    await failure(look(ended, "2031-03-03T16:00:00Z"));
    await failure(look(ended, "2031-03-03T17:00:00Z"));
    await look(page(terms()), "2031-03-03T18:00:00Z");
    expect((await failure(look(ended, "2031-03-05T17:00:00Z"))).message).toMatch(/shrank/);
  });

  it("not a page whose stated language alone flips", async () => {
    const look = looker();
    await look(page(terms()));
    expect((await look(page(terms(), { language: "de" }))).said).toEqual([seen]);
    expect((await look(page(terms("9. More."), { language: "de" }))).said).toEqual([captured]);
  });

  it("another edition than the one whose words the feed names", async () => {
    const look = looker(memory(), { contains: ["Restricted Territory", "laws of Oslo"] });
    await look(page(terms("These terms are under the laws  of Oslo.")));
    expect((await failure(look(page(terms("These terms are under the laws of Bergen."))))).message).toMatch(
      /"laws of Oslo" stands nowhere on the page: it is another edition/,
    );
  });

  it("a selector of several that matches nothing is a warning", async () => {
    const { said, warnings } = await looker(memory(), { select: ["main", "#annex"] })(page(terms()));
    expect([said, warnings]).toEqual([
      [captured],
      ["`#annex` matches nothing on the page any more; the other selectors do."],
    ]);
  });
});

const at = (finalUrl: string) => () => ({ finalUrl, body: page(terms()) });

const unfetched: Fetch = async () => {
  throw new Error("a rendered page is not fetched");
};

type Answer = Partial<Omit<Fetched, "body">> & { readonly body: string };
type Asked = string | Error | ((options: FetchOptions) => Answer);

/** Looks at the page again and again, as a feed does. */
function looker(kept: Memory = memory(), params: object = {}): (answer: Asked, at?: string) => Promise<Said> {
  return (answer, at = monday) => {
    const fetch: Fetch = async (address, options = {}) => {
      if (answer instanceof Error) throw answer;
      const { body, ...over } = typeof answer === "string" ? { body: answer } : answer(options);
      return served(body, "text/html", { url: address, finalUrl: address, ...over });
    };
    return pollOnce(policyPage, { url, ...params }, kept, { at, fetch });
  };
}

async function failure(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("It was expected to fail, and did not.");
}
