import { domainToASCII } from "node:url";
import { UsageError } from "../../model/errors.ts";
import type { Destination } from "../../model/subscription.ts";

/** Reads one bare address, its domain in ASCII and lower case. Throws `UsageError`; what was written is not repeated. */
export function readAddress(written: string): Destination {
  const [, local = "", domain = ""] = /^([^@]+)@([^@]+)$/.exec(written.trim()) ?? [];
  const host = domainToASCII(domain).toLowerCase();
  const isAddress = dotted.test(local) && local.length <= 64 && domainName.test(host) && host.length <= 253;
  if (isAddress) return { channel: "email", address: `${local}@${host}` };
  throw new UsageError("Mail needs one bare address, such as email:ada@example.org");
}

/** An address without most of the person in it, for logs and lists. */
export function maskedAddress({ address }: Destination): string {
  const [local = "", domain = ""] = address.split("@");
  return `email ${local.slice(0, 1)}…@${domain}`;
}

// What RFC 5321 allows without quotes, in ASCII: everything a mail server can be counted on to take.
const dotted = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainName = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$|^localhost$/;
