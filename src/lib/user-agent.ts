import { UsageError } from "../model/errors.ts";
import { version } from "./version.ts";

/** How regwatch presents itself: with the operator's contact, or neutrally when none is set. */
export function userAgent(contact: string | null): string {
  if (contact === null || contact.trim() === "") return `regwatch/${version}`;
  if (!/^[\u0020-\u007e]+$/.test(contact)) {
    throw new UsageError("REGWATCH_CONTACT may hold plain ASCII characters only, such as an address or a mailbox.");
  }
  return `regwatch/${version} (+${contact.trim()})`;
}
