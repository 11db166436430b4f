import { lookup, type LookupAddress, type LookupOptions } from "node:dns";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { ForbiddenAddressError, UsageError } from "../model/errors.ts";

/** `host:port` pairs that may be private addresses, in the form of `hostAndPort`. */
export type AllowList = ReadonlySet<string>;

/** Reads the operator's `host:port` list. Throws `UsageError` for an entry of another form. */
export function allowList(entries: readonly string[]): AllowList {
  return new Set(
    entries.map((entry) => {
      const url = URL.parse(`http://${entry}`);
      if (url === null || !/:\d+$/.test(entry) || url.username !== "" || url.pathname !== "/") {
        throw new UsageError(`"${entry}" in REGWATCH_ALLOW_HOSTS must be host:port, such as 127.0.0.1:8080.`);
      }
      return hostAndPort(url);
    }),
  );
}

/** `host:port` of an http or https address, always with the port: what rates, holds and permissions are counted by. */
export function hostAndPort(url: URL): string {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return `${url.hostname.replace(/\.$/, "")}:${port}`;
}

/**
 * Reads an address that may be fetched, or throws `ForbiddenAddressError`. A host given as a number is judged here, in any
 * notation, because the URL parser has made all of them one; a name is judged when it is resolved (`lookupPublic`). With
 * `resolvedElsewhere` a proxy resolves names and we cannot see to what, so local names are refused as well.
 */
export function checkUrl(text: string, allow: AllowList, resolvedElsewhere = false): URL {
  const url = URL.parse(text);
  if (url === null) throw new ForbiddenAddressError(`"${text.slice(0, 100)}" is not a web address.`);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new ForbiddenAddressError(`${url.protocol} addresses are not fetched; only http: and https: are.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new ForbiddenAddressError(`The address of ${url.host} holds a user name or password; remove it.`);
  }
  if (allow.has(hostAndPort(url))) return url;
  const host = bareHost(url.hostname);
  if (isIP(host) !== 0 ? isPrivateAddress(host) : resolvedElsewhere && isLocalName(host)) {
    throw refused(hostAndPort(url), "is a private address");
  }
  return url;
}

/**
 * Throws `ForbiddenAddressError` where something outside leads to a host that only the operator's permission opens: the permission is for
 * what the operator names, and not for whatever a publisher's page, or a redirect of it, would like to be fetched from there.
 */
export function refuseFromOutside(named: readonly string[], target: URL, allow: AllowList): void {
  if (!allow.has(hostAndPort(target)) || named.some((host) => allow.has(host))) return;
  throw new ForbiddenAddressError(
    `${named[0] ?? "A page"} leads to ${hostAndPort(target)}, a host of REGWATCH_ALLOW_HOSTS, which is not fetched on its word.`,
  );
}

/** True for every address that is not plainly on the public internet. Text that is no IP address counts as private. */
export function isPrivateAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return true;
  const address = ipaddr.parse(text);
  if (address instanceof ipaddr.IPv4) return isPrivateV4(address);
  const bytes = address.toByteArray();
  const range: string = address.range();
  // Global unicast is 2000::/3 alone (RFC 4291); this also refuses the old IPv4-compatible ::a.b.c.d.
  if (range === "unicast") return (bytes[0] ?? 0) >> 5 !== 1;
  if (range === "6to4") return isPrivateV4(new ipaddr.IPv4(bytes.slice(2, 6)));
  // 64:ff9b:1::/48 translates within one network only (RFC 8215).
  if (range === "rfc6052" && bytes[5] === 1) return true;
  const endsInV4 = range === "ipv4Mapped" || range === "rfc6145" || range === "rfc6052";
  return !endsInV4 || isPrivateV4(new ipaddr.IPv4(bytes.slice(12)));
}

/** Asks for all addresses of a name, as `dns.lookup` does. */
export type Resolve = (
  hostname: string,
  options: LookupOptions & { readonly all: true },
  callback: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

/**
 * `dns.lookup` that fails with `ForbiddenAddressError` if any of a name's addresses is private. Whoever connects asks once and connects to
 * what was judged.
 */
export function lookupPublic(
  hostname: string,
  options: LookupOptions,
  callback: (error: Error | null, address: string | LookupAddress[], family?: number) => void,
  resolve: Resolve = lookup,
): void {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    const first = addresses?.[0];
    if (error !== null || first === undefined) {
      callback(error ?? new Error(`${hostname} has no address`), []);
    } else if (addresses.some(({ address }) => isPrivateAddress(address))) {
      callback(refused(hostname, "resolves to a private address"), []);
    } else if (options.all === true) {
      callback(null, [...addresses]);
    } else {
      callback(null, first.address, first.family);
    }
  });
}

function refused(host: string, why: string): ForbiddenAddressError {
  return new ForbiddenAddressError(
    `${host} ${why} and is not fetched. If it is yours, add its host:port to REGWATCH_ALLOW_HOSTS.`,
  );
}

function bareHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}

function isLocalName(host: string): boolean {
  return !host.includes(".") || /\.(localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/.test(host);
}

// Azure answers for the machine itself at this address, which is otherwise public.
const azureWireServer = "168.63.129.16";

function isPrivateV4(address: ipaddr.IPv4): boolean {
  return address.range() !== "unicast" || address.toString() === azureWireServer;
}
