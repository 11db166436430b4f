import { describe, expect, test } from "vitest";
import { ReadingError } from "../../src/model/errors.ts";
import { lines, read } from "./reading-lines.ts";

function page(body: string, head = ""): string {
  return `<!doctype html><html lang="en"><head><title>Terms | Acme</title>${head}</head><body>${body}</body></html>`;
}

describe("the main part of a page", () => {
  const terms = "<h1>Terms</h1><h2>1. Use</h2><p>You may use the service in the listed countries only.</p>";

  test("is main, without the frame around it", () => {
    const { blocks, title, language } = read(
      page(
        `<header><a href="/">Acme</a></header><nav><ul><li>Products</li></ul></nav><main>${terms}</main><aside>Related reading</aside><footer>© 2026 Acme</footer>`,
      ),
    );
    expect(lines(blocks)).toEqual([
      " | Terms",
      "1. Use | 1. Use",
      "1. Use | You may use the service in the listed countries only.",
    ]);
    expect({ title, language }).toEqual({ title: "Terms", language: "en" });
  });

  test("is the body where main is missing or nearly empty", () => {
    const long = `<p>${"These terms govern your use of the service. ".repeat(20)}</p>`;
    expect(read(page(terms + long)).blocks).toHaveLength(4);
    expect(read(page(`<main><p>Loading</p></main><div>${terms}${long}</div>`)).blocks).toHaveLength(4);
  });

  test("keeps the header of an article, which is not the page's", () => {
    const { blocks } = read(page(`<article><header><h1>Policy</h1><p>Scope of it</p></header>${terms}</article>`));
    expect(lines(blocks)[1]).toContain("Scope of it");
  });

  test("is everything where the page keeps its text in its frame", () => {
    const { blocks } = read(
      page(`<header><p>${"No service is offered in embargoed countries. ".repeat(20)}</p></header>`),
    );
    expect(blocks).toHaveLength(1);
  });

  test("leaves out consent boxes, dialogs and questions about cookies", () => {
    const { blocks } = read(
      page(
        `<div id="onetrust-banner-sdk"><p>We value your privacy</p></div><div role="dialog"><p>Sign up</p></div>${terms}<p>We use cookies. Accept all or reject all.</p>`,
      ),
    );
    expect(blocks).toHaveLength(3);
  });

  test("is said to be missing rather than empty", () => {
    expect(() => read(page('<div id="root"></div><script>start()</script>'), { name: "terms.html" })).toThrow(
      new ReadingError("terms.html has no text: it may be built by scripts, or be an error page"),
    );
  });
});

describe("passages", () => {
  test("are not parted by inline elements or line ends in the source", () => {
    const { blocks } = read(page("<p>You <b>may\n   not</b> re<i>export</i> the\nitems.</p><p>Next</p>"));
    expect(blocks.map((block) => block.text)).toEqual(["You may not reexport the items.", "Next"]);
  });

  test("are parted at a line break where a sentence ends or a numbered line begins, not in an address", () => {
    const { blocks } = read(
      page("<p>Acme Inc.,<br>1 Main Street</p><p>First sentence.<br>1.2 Second<br><br>Third</p>"),
    );
    expect(blocks.map((block) => block.text)).toEqual([
      "Acme Inc., 1 Main Street",
      "First sentence.",
      "1.2 Second",
      "Third",
    ]);
  });

  test("lose nothing of the letters of the page", () => {
    const body =
      "<div>Alpha <span>beta</span><div>gamma<p>delta</p>epsilon</div><ul><li>zeta<ul><li>eta</li></ul>theta</li></ul>iota<dl><dt>kappa</dt><dd>lambda</dd></dl><details><summary>mu</summary>nu</details></div>";
    const letters = read(page(body))
      .blocks.map((block) => block.text)
      .join("")
      .replaceAll(/\s/g, "");
    expect(letters).toBe("Alphabetagammadeltaepsilonzetaetathetaiotakappalambdamunu");
  });

  test("of accordions stand under their buttons, and other buttons are no text", () => {
    const { blocks } = read(
      page(
        '<h1>FAQ</h1><h3><button aria-expanded="false">Who may use it?</button></h3><div hidden><p>Everyone.</p></div><button>Print</button>',
      ),
    );
    expect(lines(blocks)).toEqual([" | FAQ", "Who may use it? | Who may use it?", "Who may use it? | Everyone."]);
  });

  test("set as spans by documentation sites are paragraphs", () => {
    expect(read(page('<span data-as="p">One.</span><span data-as="p">Two.</span>')).blocks).toHaveLength(2);
  });
});

describe("paths", () => {
  test("follow headings, numbered clauses and their letters", () => {
    const { blocks } = read(
      page(
        "<h1>Service Terms</h1><h2>9. Appliances</h2><p>9.9. You will comply:</p><p>(a) with law;</p><p>(i) export law; and</p><p>(ii) import law;</p><p>(b) with us.</p><p>Always.</p><p>9.10 You will return them.</p>",
      ),
    );
    expect(lines(blocks).slice(1)).toEqual([
      "9. Appliances | 9. Appliances",
      "9. Appliances > 9.9 | 9.9. You will comply:",
      "9. Appliances > 9.9 > (a) | (a) with law;",
      "9. Appliances > 9.9 > (a) > (i) | (i) export law; and",
      "9. Appliances > 9.9 > (a) > (ii) | (ii) import law;",
      "9. Appliances > 9.9 > (b) | (b) with us.",
      "9. Appliances > 9.9 | Always.",
      "9. Appliances > 9.10 | 9.10 You will return them.",
    ]);
  });

  test("take the i after h for a letter", () => {
    const { blocks } = read(page("<p>2.1 Items:</p><p>(g) g</p><p>(h) h</p><p>(i) i</p><p>(j) j</p>"));
    expect(lines(blocks).slice(-2)).toEqual(["2.1 > (i) | (i) i", "2.1 > (j) | (j) j"]);
  });

  test("follow Chinese articles and clauses", () => {
    const { blocks } = read(
      page(
        "<p><b>第一章 总则</b></p><p>第三条 用户不得出口下列物项：</p><p>（一）芯片；</p><p>（二）软件。</p><p>第四条　附则</p>",
      ),
    );
    expect(lines(blocks)).toEqual([
      "第一章 总则 | 第一章 总则",
      "第一章 总则 > 第三条 | 第三条 用户不得出口下列物项：",
      "第一章 总则 > 第三条 > （一） | （一）芯片；",
      "第一章 总则 > 第三条 > （二） | （二）软件。",
      "第一章 总则 > 第四条 | 第四条 附则",
    ]);
  });

  test("take a paragraph in bold for a heading, and not a bold sentence or date", () => {
    const { blocks } = read(
      page(
        "<h1>Terms</h1><h2>Use</h2><p><b>Last updated: May 9, 2025</b></p><p><b>1. Scope</b></p><p>All.</p><p><strong>Read this with care.</strong></p><p>Please.</p>",
      ),
    );
    expect(blocks.filter((block) => block.kind === "heading").map((block) => block.text)).toEqual([
      "Terms",
      "Use",
      "1. Scope",
    ]);
  });

  test("hold the markers of ordered lists, which are not in the text", () => {
    const { blocks } = read(
      page(
        '<h1>T</h1><h2>Rules</h2><ol start="3"><li>Third<ol type="a"><li>Sub</li></ol></li><li>Fourth</li></ol><ul><li>Free</li></ul>',
      ),
    );
    expect(lines(blocks).slice(2)).toEqual([
      "Rules > 3. | Third",
      "Rules > 3. > a. | Sub",
      "Rules > 4. | Fourth",
      "Rules | Free",
    ]);
  });

  test("name the rows of a table by header and first cell, inherited where it is blank", () => {
    const { blocks } = read(
      page(
        "<table><tr><th>Region</th><th>Party</th></tr><tr><td>China</td><td>None</td></tr><tr><td></td><td>Any</td></tr></table>",
      ),
    );
    expect(lines(blocks)).toEqual([" | Region | Party", "Region: China | China | None", "Region: China | | Any"]);
  });

  test("do not see tables that only lay out the page", () => {
    const { blocks } = read(page("<table><tr><td><h2>Use</h2><p>Yes.</p></td><td><p>No.</p></td></tr></table>"));
    expect(blocks.map((block) => block.kind)).toEqual(["heading", "paragraph", "paragraph"]);
  });
});

describe("noise", () => {
  test("such as counters, relative dates, print marks and the year is no text", () => {
    const { blocks } = read(
      page(
        "<p>发布时间：2024-07-01 浏览次数：123</p><p>Number of views (4099)</p><p>Updated: 15 days ago</p><p>© 2026 Acme. All rights reserved.</p><p>Page 3 of 12</p><p>Back to top</p><p>Copyright infringement is prohibited.</p><p>The terms apply.</p>",
      ),
    );
    expect(blocks.map((block) => block.text)).toEqual([
      "发布时间：2024-07-01",
      "Copyright infringement is prohibited.",
      "The terms apply.",
    ]);
  });

  test("of screen readers and new windows does not stick to words", () => {
    const { blocks } = read(
      page('<p>See the <a href="/p">Privacy Policy<span class="sr-only">opens in a new tab</span></a> first.</p>'),
    );
    expect(blocks[0]?.text).toBe("See the Privacy Policy first.");
  });
});

describe("links that stand alone", () => {
  test("are a channel of their own, and tables of contents are dropped", () => {
    const { blocks, links } = read(
      page(
        '<ul><li><a href="#use">Use</a></li><li><a href="#law">Law</a></li></ul><p>The terms apply to all.</p><p><a href="/old">Previous version</a></p><ul><li><a href="/a">Usage Policy</a></li><li><a href="/b">Service Terms</a></li></ul>',
      ),
    );
    expect(blocks).toHaveLength(1);
    expect(links).toEqual([
      { text: "Previous version", target: "/old" },
      { text: "Usage Policy", target: "/a" },
      { text: "Service Terms", target: "/b" },
    ]);
  });

  test("are text in a list that has other items too, and where a page has nothing else", () => {
    const { blocks } = read(
      page('<p>Incorporated:</p><ul><li><a href="/a">Usage Policy</a></li><li>your order form</li></ul>'),
    );
    expect(blocks).toHaveLength(3);
    expect(read(page('<ul><li><a href="/a">Usage Policy</a></li></ul>')).blocks).toHaveLength(1);
  });
});

describe("selectors", () => {
  const source = page(
    '<div class="top">Top</div><div class="part">One <span class="print">print</span></div><div class="side">Side</div><div class="part">Two</div><p>Foot</p>',
  );

  test("pick all that match, in the order of the page, without what is removed", () => {
    const { blocks } = read(source, { select: [".part", ".top"], remove: [".print"] });
    expect(blocks.map((block) => block.text)).toEqual(["Top", "One", "Two"]);
  });

  test("pick from one element to another", () => {
    const { blocks } = read(source, { select: [{ startAfter: ".top", endBefore: "p" }] });
    expect(blocks.map((block) => block.text)).toEqual(["One print", "Side", "Two"]);
    const rest = read(source, { remove: [{ startBefore: ".side", endAfter: "p" }] });
    expect(rest.blocks.map((block) => block.text)).toEqual(["Top", "One print"]);
  });

  test("that match nothing any more are an error, or are named where others match", () => {
    expect(() => read(source, { select: ["#terms"] })).toThrow(
      new ReadingError("`#terms` matches nothing on the page any more: look at the page and change `select`"),
    );
    expect(read(source, { select: ["#terms", ".top"] }).missing).toEqual(["#terms"]);
  });

  test("that cannot be read say so", () => {
    expect(() => read(source, { select: ["div[["] })).toThrow("`div[[` is no CSS selector");
  });

  test("may pick what is otherwise the frame of the page", () => {
    const { blocks } = read(page("<footer><p>Terms of the footer</p></footer><main><p>Main</p></main>"), {
      select: ["footer"],
    });
    expect(blocks.map((block) => block.text)).toEqual(["Terms of the footer"]);
  });
});

test("the line that states the date is kept as a block of its own and read as a fact", () => {
  const { blocks, statedDate } = read(
    page('<h1>Terms</h1><p>Effective October 8, 2025<a href="/old">Previous Version</a></p><p>Text of it.</p>'),
  );
  expect(blocks.map((block) => block.text)).toContain("Effective October 8, 2025");
  expect(statedDate).toBe("2025-10-08");
});

test("a page whose script is Chinese is Chinese, whatever its template says", () => {
  const { language } = read(page("<p>用户应当遵守适用的出口管制法律法规，不得向受限制地区提供服务。</p>"));
  expect(language).toBe("zh");
});

test("a page that is one preformatted text is read as that text", () => {
  const paragraph =
    "The terms of this notice apply to all items that are\nsubject to these regulations wherever they are located and\nwhoever holds them.\n\n".repeat(
      20,
    );
  const { format, blocks } = read(
    `<html><head><title>Notice</title></head><body><pre>${paragraph}</pre></body></html>`,
  );
  expect(format).toBe("plain-text");
  expect(blocks).toHaveLength(20);
});
