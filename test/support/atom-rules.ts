import { load } from "cheerio";
import type { Cheerio, CheerioAPI } from "cheerio";

type Element = ReturnType<ReturnType<CheerioAPI["root"]>["children"]> extends Cheerio<infer Node> ? Node : never;

/** What RFC 4287 says a feed must be and this one is not, one line each. Measured on the feed validator's cases by `npm run conformance`. */
export function atomFaults(text: string): readonly string[] {
  const $ = load(text, { xml: true });
  const [feed, ...others] = $.root().children().toArray();
  if (feed === undefined || others.length > 0 || feed.tagName !== "feed") return ["it is no feed"];
  if ($(feed).attr("xmlns") !== "http://www.w3.org/2005/Atom") return ["its namespace is not Atom’s"];
  const entries = $(feed).children("entry").toArray();
  const author = (element: Element) => $(element).find("> author, > source > author").length > 0;
  const told = entries.map((entry) => `${$(entry).children("id").text()} ${$(entry).children("updated").text()}`);
  return [
    ...counts($, feed, ["id", "title", "updated"], ["generator", "icon", "logo", "rights", "subtitle"]),
    ...(author(feed) || entries.every(author) ? [] : ["an entry has no author"]),
    ...(new Set(told).size === told.length ? [] : ["an entry stands twice"]),
    ...[feed, ...entries].flatMap((element) => [
      ...dates($, element),
      ...ids($, element),
      ...links($, element),
      ...texts($, element),
    ]),
    ...entries.flatMap((entry) => [
      ...counts($, entry, ["id", "title", "updated"], ["content", "published", "rights", "source", "summary"]),
      ...($(entry).find("> content, > link[rel=alternate], > link:not([rel])").length > 0
        ? []
        : ["an entry has neither content nor a page"]),
    ]),
  ];
}

function counts(
  $: CheerioAPI,
  element: Element,
  once: readonly string[],
  atMost: readonly string[],
): readonly string[] {
  const many = (name: string) => $(element).children(name).length;
  return [
    ...once.filter((name) => many(name) === 0).map((name) => `${element.tagName} without ${name}`),
    ...[...once, ...atMost]
      .filter((name) => many(name) > 1)
      .map((name) => `${element.tagName} with more than one ${name}`),
  ];
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

function dates($: CheerioAPI, element: Element): readonly string[] {
  const given = textsOf($, element, "updated, published");
  return given.filter((date) => !isInstant(date)).map((date) => `${date} is no date`);
}

function isInstant(date: string): boolean {
  try {
    return instant.test(date) && Temporal.Instant.from(date) !== undefined;
  } catch {
    return false;
  }
}

function ids($: CheerioAPI, element: Element): readonly string[] {
  return textsOf($, element, "id")
    .filter((id) => !/^[a-z][a-z\d+.-]*:\S+$/.test(id) || !URL.canParse(id))
    .map((id) => `${id} is no absolute address`);
}

function links($: CheerioAPI, element: Element): readonly string[] {
  const all = $(element).children("link").toArray();
  const pages = all
    .filter((link) => ["alternate", undefined].includes($(link).attr("rel")))
    .map((link) => `${$(link).attr("type") ?? ""} ${$(link).attr("hreflang") ?? ""}`);
  return [
    ...all.filter((link) => $(link).attr("href") === undefined).map(() => "a link without href"),
    ...(new Set(pages).size === pages.length ? [] : ["two pages of the same type and language"]),
    ...$(element)
      .children("category")
      .toArray()
      .filter((category) => $(category).attr("term") === undefined)
      .map(() => "a category without term"),
  ];
}

function texts($: CheerioAPI, element: Element): readonly string[] {
  return $(element)
    .children("title, subtitle, summary, rights")
    .toArray()
    .flatMap((text) => {
      const type = $(text).attr("type") ?? "text";
      if (!["text", "html", "xhtml"].includes(type)) return [`${text.tagName} of type ${type}`];
      return type !== "xhtml" && $(text).children().length > 0 ? [`${text.tagName} with elements in it`] : [];
    });
}

function textsOf($: CheerioAPI, element: Element, selector: string): readonly string[] {
  return $(element)
    .children(selector)
    .toArray()
    .map((child) => $(child).text());
}
