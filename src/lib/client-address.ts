import ipaddr from "ipaddr.js";
import { UsageError } from "../model/errors.ts";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Networks whose word counts for whom a request comes from. */
export type TrustedProxies = readonly (readonly [Address, number])[];

/** Reads a list of addresses and networks (`127.0.0.1`, `10.0.0.0/8`). Throws `UsageError`. */
export function trustedProxies(entries: readonly string[]): TrustedProxies {
  return entries.map((entry) => {
    try {
      if (entry.includes("/")) return ipaddr.parseCIDR(entry);
      const address = ipaddr.parse(entry);
      return [address, address.kind() === "ipv4" ? 32 : 128];
    } catch {
      throw new UsageError(
        `REGWATCH_TRUST_PROXY has "${entry}"; it lists the addresses of your proxies, such as 127.0.0.1 or 10.0.0.0/8.`,
      );
    }
  });
}

/**
 * Whom a request's attempts are counted by. What a proxy of ours adds to `X-Forwarded-For` is believed, from its end on, and nobody else's
 * word. An IPv6 reader owns a whole /64, so that is what counts as one address.
 */
export function clientAddress(peer: string | undefined, forwarded: string, trusted: TrustedProxies): string {
  let address = parsed(peer ?? "");
  for (const next of forwarded.slice(-1000).split(",").toReversed()) {
    if (address === null || !isTrusted(address, trusted)) break;
    const before = parsed(next.trim());
    if (before === null) break;
    address = before;
  }
  return address === null ? "unknown" : keyOf(address);
}

/** IPv4 in IPv6's clothes is IPv4. */
function parsed(text: string): Address | null {
  return ipaddr.isValid(text) ? ipaddr.process(text) : null;
}

function isTrusted(address: Address, trusted: TrustedProxies): boolean {
  return trusted.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
}

function keyOf(address: Address): string {
  return address instanceof ipaddr.IPv6 ? address.parts.slice(0, 4).join(":") : address.toString();
}
