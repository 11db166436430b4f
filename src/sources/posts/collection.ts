import { cleanLink, linkIdentity } from "../rss/link.ts";
import type { PostsParams } from "./params.ts";

/** The collection's addresses: which are posts, what they are known by, and where they are asked for. */
export interface Collection {
  /** The publisher's own form of an address, without what only tells how a reader came there; null for other hosts. */
  own(address: string, base?: string): string | null;
  /** What a post is known by; null for an address that is none. */
  keyOf(address: string): string | null;
  /** The address to ask: at the mirror where there is one. */
  at(address: string): string;
  /** Whether an address is the collection's front page, or the site's. */
  isFront(address: string): boolean;
}

const notPosts = [
  "/tag/",
  "/tags/",
  "/category/",
  "/categories/",
  "/author/",
  "/authors/",
  "/page/",
  "/feed/",
  "/search/",
  "/archive/",
];

export function collectionOf({ url, baseUrl, include, exclude }: PostsParams): Collection {
  const home = new URL(url);
  const hosts = new Set([home.host, ...(baseUrl === undefined ? [] : [new URL(baseUrl).host])]);
  const front = slashless(home.pathname);
  const prefixes = include ?? [`${front}/`];
  const excluded = [...notPosts, ...exclude];

  function own(address: string, base: string = url): string | null {
    const clean = cleanLink(address, base);
    if (clean === null) return null;
    const target = new URL(clean);
    if (!hosts.has(target.host)) return null;
    // Blogs hang all kinds of marks on links between their posts; what tells posts apart is a number.
    const kept = [...target.searchParams].filter(([name, value]) => /^\d{2,}$/.test(value) && !/^page/i.test(name));
    const query = kept.length === 0 ? "" : `?${new URLSearchParams(kept).toString()}`;
    return `${home.origin}${target.pathname}${query}`;
  }

  return {
    own,
    keyOf(address) {
      const found = own(address);
      if (found === null) return null;
      const path = new URL(found).pathname;
      const isBelow = prefixes.some((prefix) => path.startsWith(prefix)) && slashless(path) !== front;
      const isOther =
        excluded.some((part) => `${path}/`.includes(part)) ||
        /\.(?:xml|rss|atom|json|pdf|jpe?g|png|gif|svg|zip)$/i.test(path);
      return isBelow && !isOther ? linkIdentity(found, url) : null;
    },
    at(address) {
      const target = new URL(address, url);
      if (baseUrl === undefined || target.host !== home.host) return target.href;
      return `${baseUrl}${target.pathname}${target.search}`;
    },
    isFront(address) {
      const found = own(address);
      if (found === null) return false;
      const path = slashless(new URL(found).pathname);
      return path === front || path === "";
    },
  };
}

function slashless(path: string): string {
  return path.replace(/\/+$/, "");
}
