import type { Captured } from "../../model/source.ts";
import type { Extraction } from "../../model/version.ts";
import { keyOf, readReviews } from "./review.ts";

export const listRole = "list";

/** Reads one review out of the list it stands in. Throws where it does not. */
export function extractReview({ key, parts }: Captured): Extraction {
  const list = parts.find(({ role }) => role === listRole)?.response;
  const review = list === undefined ? undefined : readReviews(list).find((one) => keyOf(one) === key);
  if (review === undefined) throw new Error(`The list has no ${key}.`);
  const { rin, title, stage, received } = review;
  const when = received === null ? "" : ` on ${received}`;
  return {
    title,
    language: "en",
    sourceUrl: "https://www.reginfo.gov/public/do/eoReviewSearch",
    officialUrl: null,
    citation: `RIN ${rin}`,
    fullCitation: null,
    publishedAt: received,
    form: "review",
    complete: true,
    blocks: [
      { kind: "heading", path: [], text: title },
      {
        kind: "paragraph",
        path: [],
        text: `${stage ?? "Rule"}, RIN ${rin}, received for review by the Office of Information and Regulatory Affairs${when}.`,
      },
    ],
    facts: {
      rins: [rin],
      stage,
      receivedDate: received,
      legalDeadline: review.legalDeadline,
      economicallySignificant: review.significant,
      decision: review.decision,
      concludedDate: review.concluded,
    },
    deadlines: [],
    threadKeys: [`rin:${rin}`],
    links: [],
  };
}
