import { remembered } from "../../lib/remembered.ts";
import { WrongBodyError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import { decodeText } from "../../snapshots/charset.ts";
import { elementsNamed, parseXml, type XmlElement } from "../../snapshots/xml-tree.ts";

/** One review as the lists have it. Dates are calendar dates; what is not stated is null. */
export interface Review {
  readonly rin: string;
  readonly title: string;
  /** `Proposed Rule Stage`, `Final Rule`. */
  readonly stage: string | null;
  readonly received: string | null;
  readonly legalDeadline: string | null;
  readonly significant: string | null;
  readonly concluded: string | null;
  /** `Consistent with Change`, `Withdrawn`. */
  readonly decision: string | null;
  readonly published: string | null;
}

/** The reviews of a list. Throws `WrongBodyError` where it is none. */
export const readReviews = remembered((response: Fetched): readonly Review[] => {
  const { text } = decodeText(response.body, response.headers["content-type"]);
  if (!/<OIRA_DATA\b|<REGACT\b/.test(text))
    throw new WrongBodyError(`${new URL(response.url).host} sent no list of rules under review.`);
  return elementsNamed(parseXml(text), "REGACT").flatMap((element) => reviewOf(element) ?? []);
});

/** A rule may be reviewed as a proposal and again as a final rule. */
export function keyOf({ rin, received }: Review): string {
  return received === null ? rin : `${rin} ${received}`;
}

function reviewOf(element: XmlElement): Review | null {
  const said = (name: string): string | null => {
    const text =
      elementsNamed(element, name)[0]
        ?.children.filter((child) => typeof child === "string")
        .join("") ?? "";
    const tidy = text.replaceAll(/\s+/g, " ").trim();
    return tidy === "" || /^none$/i.test(tidy) ? null : tidy;
  };
  const rin = said("RIN");
  if (rin === null) return null;
  return {
    rin,
    title: said("TITLE") ?? rin,
    stage: said("STAGE"),
    received: dayOf(said("DATE_RECEIVED")),
    legalDeadline: said("LEGAL_DEADLINE"),
    significant: said("ECONOMICALLY_SIGNIFICANT"),
    concluded: dayOf(said("DATE_COMPLETED")),
    decision: said("DECISION"),
    published: dayOf(said("DATE_PUBLISHED")),
  };
}

// "2026-02-03", in older lists "02/03/2026".
function dayOf(text: string | null): string | null {
  if (text === null) return null;
  const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text) ?? [];
  if (month !== undefined && day !== undefined) return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? null;
}
