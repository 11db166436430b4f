import { load, type CheerioAPI } from "cheerio";
import { sha256 } from "../../lib/hash.ts";
import { ReadingError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { CalendarDate } from "../../model/time.ts";
import { decodeText } from "../../snapshots/charset.ts";
import { refuseTooLarge } from "../../snapshots/too-large.ts";
import { visibleText } from "../../snapshots/visible-text.ts";
import { cleanLink, linkIdentity } from "../rss/link.ts";
import { addressDate, listedDate, withoutDate } from "./listed-date.ts";
import type { ListingParams } from "./params.ts";

/** One item as its list shows it. */
export interface ListedItem {
  /** Its address, without what only tells where a reader came from; of its words where it has none. */
  readonly key: string;
  /** Its page, absolute; null where the item leads nowhere that can be opened. */
  readonly address: string | null;
  readonly title: string;
  readonly date: CalendarDate | null;
  /** What else the item says, on one line. */
  readonly rest: string;
}

type ListParams = Pick<ListingParams, "url" | "baseUrl" | "item" | "link" | "title" | "date" | "remove" | "empty">;

/**
 * The items of a served list, in its order, each once. Throws `ReadingError` where the selector matches nothing any more, or where no
 * item has a title: the page was rebuilt, and its items are not gone.
 */
export function readList(response: Fetched, params: ListParams): readonly ListedItem[] {
  const known = latest.get(response);
  if (known?.params === params) return known.items;
  const items = itemsOf(response, params);
  latest.set(response, { params, items });
  return items;
}

// Every new item of a page is extracted from the same answer.
const latest = new WeakMap<Fetched, { readonly params: ListParams; readonly items: readonly ListedItem[] }>();

function itemsOf(response: Fetched, params: ListParams): readonly ListedItem[] {
  const { text } = decodeText(response.body, response.headers["content-type"]);
  refuseTooLarge(text);
  const page = load(text);
  const elements = found(page, params.item);
  if (elements.length === 0) {
    if (params.empty !== undefined && visibleText(text).includes(params.empty)) return [];
    throw new ReadingError(`\`${params.item}\` matches nothing on the page: look at it, and change \`item\`.`);
  }
  for (const selector of params.remove ?? []) elements.find(selector).remove();
  const items = elements.toArray().flatMap((element) => itemIn(page, page(element), ownBase(response, params), params));
  if (items.length === 0)
    throw new ReadingError(
      `None of what \`${params.item}\` matches has a title: change \`item\`, \`link\` or \`title\`.`,
    );
  const keys = items.map(({ key }) => key);
  return items.filter(({ key }, index) => keys.indexOf(key) === index);
}

type Elements = ReturnType<typeof found>;

function found(page: CheerioAPI, selector: string) {
  try {
    return page(selector);
  } catch {
    throw new ReadingError(`\`${selector}\` is no CSS selector: change it in the feed file.`);
  }
}

// Relative links of a mirror are the publisher's.
function ownBase({ finalUrl }: Fetched, { url, baseUrl }: ListParams): string {
  if (baseUrl === undefined) return finalUrl;
  const { pathname, search } = new URL(finalUrl);
  return new URL(pathname + search, url).href;
}

function itemIn(page: CheerioAPI, item: Elements, base: string, params: ListParams): readonly ListedItem[] {
  const link = item.is(params.link) ? item : item.find(params.link).first();
  const named = params.title === undefined ? link : item.find(params.title).first();
  const title = fullest(words(page, named), link.attr("title"));
  if (title === "") return [];
  const all = words(page, item);
  const dated = params.date === undefined ? all.replace(title, " ") : words(page, item.find(params.date).first());
  const address = cleanLink(link.attr("href"), base);
  const date = listedDate(dated) ?? (address === null ? null : addressDate(address));
  const own = address === null ? null : linkIdentity(address, base);
  const key = own ?? `${params.url}#${sha256(`${title}\n${date ?? ""}`).slice(0, 16)}`;
  const rest = withoutDate(all.replace(words(page, named), " "))
    .replaceAll(/\s+/g, " ")
    .trim();
  return [{ key, address, title, date, rest }];
}

function words(page: CheerioAPI, element: Elements): string {
  return visibleText(page.html(element));
}

// Lists cut long titles and give them whole in an attribute.
function fullest(shown: string, attribute: string | undefined): string {
  const whole = visibleText(attribute ?? "");
  const head = shown.replace(/(?:\.{2,}|…+)$/u, "").trimEnd();
  return head !== shown && whole.startsWith(head) ? whole : shown === "" ? whole : shown;
}
