import { sha256 } from "../../lib/hash.ts";
import { RegwatchError } from "../../model/errors.ts";
import type { CapturePart } from "../../model/source.ts";
import type { Door } from "./door.ts";
import type { Memory, Print } from "./memory.ts";

/** For so many days a new print is read again once a day: printers mend prints and keep their name. */
const settlesAfterDays = 30;

/** How the print that is known reads today. `unread`: it is not due, or cannot be had now. */
export type PrintAgain =
  | { readonly kind: "unread" }
  | { readonly kind: "same"; readonly print: Print }
  | { readonly kind: "reissued" };

/** Reads a known print again where that is due: its bytes may be others under the same name. `today` is an ISO date. */
export async function readAgain(
  { door, today }: { readonly door: Door; readonly today: string },
  print: Print | null,
): Promise<PrintAgain> {
  if (print === null || print.readOn === today || age(print, today) > settlesAfterDays) return { kind: "unread" };
  try {
    const response = await door.govinfo(print.address, { expect: "xml" });
    if (response === null) return { kind: "unread" };
    const isSame = sha256(response.body) === print.hash;
    return isSame ? { kind: "same", print: { ...print, readOn: today } } : { kind: "reissued" };
  } catch (error) {
    if (!(error instanceof RegwatchError)) throw error;
    return { kind: "unread" };
  }
}

/** What is remembered of the print among the parts of a capture. */
export function printOf(parts: readonly CapturePart[], before: Memory | null, today: string): Print | null {
  const response = parts.find(({ role }) => role.endsWith("text"))?.response;
  if (response === undefined) return null;
  const hash = sha256(response.body);
  const isKnown = before?.print?.hash === hash;
  return { address: response.url, hash, since: isKnown ? (before.print?.since ?? today) : today, readOn: today };
}

function age({ since }: Print, today: string): number {
  return Temporal.PlainDate.from(since).until(Temporal.PlainDate.from(today), { largestUnit: "days" }).days;
}
