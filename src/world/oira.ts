import { page, type Answer, type Ask, type Publisher } from "./publisher.ts";

/** A rule's review as the story tells it. Instants; without `concluded` it stays under review. */
export interface StoryReview {
  readonly rin: string;
  readonly title: string;
  readonly stage: string;
  readonly received: string;
  readonly concluded?: string;
  readonly decision?: string;
  /** It leaves the list then without a word. */
  readonly lost?: string;
}

export interface OiraStory {
  readonly reviews: readonly StoryReview[];
}

/** What a test or the demo can still do to the reviews while the world runs. */
export interface Oira {
  readonly change: (rin: string, review: Partial<StoryReview>) => void;
}

/** Plays the lists of https://www.reginfo.gov: rules under review, and those concluded this year. */
export function createOira(story: OiraStory): Oira & { readonly publisher: Publisher } {
  let reviews = story.reviews;

  function answer({ url }: Ask, now: Temporal.Instant): Answer {
    const past = (at: string | undefined): boolean =>
      at !== undefined && Temporal.Instant.compare(Temporal.Instant.from(at), now) <= 0;
    const known = reviews.filter(({ received, lost }) => past(received) && !past(lost));
    const file = url.searchParams.get("f");
    const open = known.filter(({ concluded }) => !past(concluded)).map(unfinished);
    if (file === "EO_RULES_UNDER_REVIEW.xml") return list([...open, other]);
    if (file === "EO_RULE_COMPLETED_YTD.xml") return list(known.filter(({ concluded }) => past(concluded)));
    return missing;
  }

  return {
    publisher: {
      name: "oira",
      answer,
      unwell: {
        blockPage: page("<html><head><title>Access Denied</title></head><body>Access Denied</body></html>\n", 403),
        notFound: missing,
        empty: () => list([]),
      },
    },
    change(rin, review) {
      reviews = reviews.map((one) => (one.rin === rin ? { ...one, ...review } : one));
    },
  };
}

const missing = page("<html><head><title>Not found</title></head><body>Not found</body></html>\n", 404);

// Some hundred rules are under review at all times.
const other: StoryReview = {
  rin: "2060-ZZ01",
  title: "Standards for Harbour Ferries",
  stage: "Proposed Rule",
  received: "2026-01-05T15:00:00Z",
};

function unfinished({ rin, title, stage, received }: StoryReview): StoryReview {
  return { rin, title, stage, received };
}

function list(reviews: readonly StoryReview[]): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<OIRA_DATA>\n${reviews.map(entry).join("")}</OIRA_DATA>\n`;
  return { status: 200, headers: { "content-type": "text/xml" }, body };
}

function entry({ rin, title, stage, received, concluded, decision }: StoryReview): string {
  const end =
    decision === undefined
      ? ""
      : `<DATE_COMPLETED>${day(concluded ?? "")}</DATE_COMPLETED><DECISION>${escaped(decision)}</DECISION>`;
  return `<REGACT><AGENCY_CODE>${rin.slice(0, 4)}</AGENCY_CODE><RIN>${rin}</RIN><TITLE>${escaped(title)}</TITLE><STAGE>${escaped(stage)}</STAGE><ECONOMICALLY_SIGNIFICANT>No</ECONOMICALLY_SIGNIFICANT><DATE_RECEIVED>${day(received)}</DATE_RECEIVED><LEGAL_DEADLINE>None</LEGAL_DEADLINE>${end}</REGACT>\n`;
}

function day(instant: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO("America/New_York").toPlainDate().toString();
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
