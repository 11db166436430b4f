import { hostAndPort } from "../lib/address.ts";
import { remembered } from "../lib/remembered.ts";
import type { Feed } from "../model/feed.ts";

/** The web addresses that a feed's params name, wherever they stand. */
export function addressesIn(params: unknown): readonly string[] {
  if (typeof params === "string") return /^https?:\/\//.test(params) ? [params] : [];
  if (typeof params !== "object" || params === null) return [];
  return Object.values(params).flatMap(addressesIn);
}

/** The hosts of the addresses that a feed's params name, `host:port`: where whoever wrote its file wants regwatch to go. */
export const hostsNamed = remembered(({ params }: Pick<Feed, "params">): readonly string[] => {
  const urls = addressesIn(params).flatMap((address) => URL.parse(address) ?? []);
  return [...new Set(urls.map(hostAndPort))];
});
