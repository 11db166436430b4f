import { hostAndPort } from "../lib/address.ts";

/** The web addresses that a feed's params name, wherever they stand. */
export function addressesIn(params: unknown): readonly string[] {
  if (typeof params === "string") return /^https?:\/\//.test(params) ? [params] : [];
  if (typeof params !== "object" || params === null) return [];
  return Object.values(params).flatMap(addressesIn);
}

/** Their hosts, `host:port`: where whoever wrote the feed file wants regwatch to go. */
export function hostsNamed(params: unknown): readonly string[] {
  const urls = addressesIn(params).flatMap((address) => URL.parse(address) ?? []);
  return [...new Set(urls.map(hostAndPort))];
}
