import { load, type CheerioAPI } from "cheerio";
import { ReadingError } from "../model/errors.ts";
import { mainPart } from "./main-part.ts";
import { pageBuilder } from "./page-builder.ts";
import { settledPage, type PageText } from "./page-text.ts";
import type { RangeSelector, ReadingHint, Selector } from "./reading.ts";

/**
 * What selectors pick from a page, in the order of the page, without what is to be removed. Throws `ReadingError` where no selector
 * matches any more: the page was rebuilt, and its text is not gone.
 */
export function readSelection(source: string, hint: ReadingHint): PageText {
  const page = load(source);
  const title = page("title").first().text();
  const language = page("html").attr("lang") ?? null;
  for (const selector of hint.remove ?? []) remove(page, selector);
  const selected = (hint.select ?? []).length > 0;
  const select = selected ? (hint.select ?? []) : ["body"];
  const picked = select.map((selector) => ({ selector, range: rangeOf(page, selector) }));
  const missing = picked.filter((one) => one.range.length === 0).map((one) => describe(one.selector));
  if (missing.length === select.length) throw new ReadingError(nothingMatches(missing));
  const builder = pageBuilder({ selected });
  builder.pause(true);
  walk(page, boundaries(picked.flatMap((one) => one.range)), {
    enter: (name, attributes) => builder.open(name, attributes),
    text: (node) => builder.text(node.data ?? ""),
    leave: (name) => builder.close(name),
    select: (inside) => builder.pause(!inside),
  });
  const pieces = builder.finish();
  return settledPage(selected ? pieces : mainPart(pieces), { title, language, missing });
}

function nothingMatches(selectors: readonly string[]): string {
  const named = selectors.map((selector) => `\`${selector}\``).join(", ");
  const verb = selectors.length === 1 ? "matches" : "match";
  return `${named} ${verb} nothing on the page any more: look at the page and change \`select\``;
}

/** A stretch of the page: whole elements, or everything from one place to another. */
interface Stretch {
  readonly from: unknown;
  readonly to: unknown;
  /** `from` belongs to it. */
  readonly withFrom: boolean;
  /** `to` belongs to it. */
  readonly withTo: boolean;
}

function rangeOf(page: CheerioAPI, selector: Selector): readonly Stretch[] {
  if (typeof selector === "string")
    return find(page, selector).map((element) => ({ from: element, to: element, withFrom: true, withTo: true }));
  const start = selector.startBefore ?? selector.startAfter;
  const end = selector.endBefore ?? selector.endAfter;
  if (start === undefined || end === undefined)
    throw new ReadingError(`${describe(selector)} needs a start and an end`);
  const [from] = find(page, start);
  const [to] = find(page, end);
  if (from === undefined || to === undefined) return [];
  return [{ from, to, withFrom: selector.startBefore !== undefined, withTo: selector.endAfter !== undefined }];
}

function remove(page: CheerioAPI, selector: Selector): void {
  if (typeof selector === "string") {
    for (const element of find(page, selector)) page(element as never).remove();
    return;
  }
  const inside: PageNode[] = [];
  walk(page, boundaries(rangeOf(page, selector)), {
    enter: nothing,
    text: (node, selected) => {
      if (selected) inside.push(node);
    },
    leave: nothing,
    select: nothing,
  });
  for (const node of inside) page(node as never).remove();
}

function nothing(): void {}

function find(page: CheerioAPI, selector: string): readonly unknown[] {
  try {
    return page(selector).toArray();
  } catch {
    throw new ReadingError(`\`${selector}\` is no CSS selector: change it in \`select\` or \`remove\``);
  }
}

function describe(selector: Selector): string {
  return typeof selector === "string" ? selector : rangeWords(selector);
}

function rangeWords(selector: RangeSelector): string {
  return Object.entries(selector)
    .map(([word, value]) => `${word} ${String(value)}`)
    .join(" ");
}

/** How many stretches begin and end before and after each node. */
interface Boundaries {
  readonly before: ReadonlyMap<unknown, number>;
  readonly after: ReadonlyMap<unknown, number>;
}

function boundaries(stretches: readonly Stretch[]): Boundaries {
  const before = new Map<unknown, number>();
  const after = new Map<unknown, number>();
  for (const stretch of stretches) {
    add(stretch.withFrom ? before : after, stretch.from, 1);
    add(stretch.withTo ? after : before, stretch.to, -1);
  }
  return { before, after };
}

function add(map: Map<unknown, number>, node: unknown, by: number): void {
  map.set(node, (map.get(node) ?? 0) + by);
}

interface PageNode {
  readonly type: string;
  readonly data?: string;
  readonly name?: string;
  readonly attribs?: Readonly<Record<string, string>>;
  readonly children?: readonly PageNode[];
}

// Pages nest as deep as they like, so the walk keeps its own stack. A boundary before an element takes effect inside it.
function walk(page: CheerioAPI, { before, after }: Boundaries, visitor: Visitor): void {
  let depth = 0;
  const open: { readonly node: PageNode; readonly leaving: boolean }[] = [];
  for (const node of page.root().toArray() as unknown as PageNode[]) open.push({ node, leaving: false });
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, leaving } = next;
    if (leaving) {
      if (node.name !== undefined) visitor.leave(node.name);
      depth += after.get(node) ?? 0;
      if (after.has(node)) visitor.select(depth > 0);
      continue;
    }
    if (node.type === "text") visitor.text(node, depth > 0);
    else if (node.name !== undefined) visitor.enter(node.name, node.attribs ?? {});
    depth += before.get(node) ?? 0;
    if (before.has(node)) visitor.select(depth > 0);
    open.push({ node, leaving: true });
    for (const child of (node.children ?? []).toReversed()) open.push({ node: child, leaving: false });
  }
}

interface Visitor {
  enter(name: string, attributes: Readonly<Record<string, string>>): void;
  text(node: PageNode, selected: boolean): void;
  leave(name: string): void;
  select(selected: boolean): void;
}
