import { json, page, type Answer, type Ask, type Publisher } from "./publisher.ts";
import { divisionXml, partXml } from "./ecfr/xml.ts";

/** A part of the CFR as the story tells it. */
export interface StoryPart {
  readonly title: number;
  readonly part: string;
  readonly heading: string;
  readonly divisions: readonly StoryDivision[];
}

/** A section or an appendix with its versions, oldest first. */
export interface StoryDivision {
  readonly type: "section" | "appendix";
  /** `744.99`, `Supplement No. 4 to Part 744`. */
  readonly identifier: string;
  readonly heading: string;
  readonly versions: readonly StoryVersion[];
}

/** `at` is when the eCFR shows it; `amended` the day the amendment took effect. A version without text is a removal. */
export interface StoryVersion {
  readonly at: string;
  readonly amended: string;
  readonly text?: StoryText;
  /** False where only the printing was put right. */
  readonly substantive?: boolean;
  /** The Federal Register citation of the amendment. */
  readonly citation?: string;
}

export interface StoryText {
  readonly paragraphs: readonly string[];
  /** The first row holds the headings. Rows under one country follow each other; it is printed once. */
  readonly table?: readonly (readonly string[])[];
}

export interface EcfrStory {
  readonly parts: readonly StoryPart[];
  /** Times during which an issue is being taken in. */
  readonly imports?: readonly { readonly from: string; readonly until: string }[];
}

/** What a test or the demo can still do to the eCFR while the world runs. */
export interface Ecfr {
  readonly amend: (identifier: string, version: StoryVersion) => void;
}

/** Plays the versioner of https://www.ecfr.gov. */
export function createEcfr(story: EcfrStory): Ecfr & { readonly publisher: Publisher } {
  let parts = story.parts;

  function answer({ url }: Ask, now: Temporal.Instant): Answer {
    const path = url.pathname.replace(/^\/api\/versioner\/v1\//, "");
    if (path === "titles.json") return titlesAnswer(parts, story.imports ?? [], now);
    const versions = /^versions\/title-(\d+)\.json$/.exec(path);
    if (versions !== null) return versionsAnswer(parts, Number(versions[1]), url.searchParams, now);
    const full = /^full\/(\d{4}-\d{2}-\d{2})\/title-(\d+)\.xml$/.exec(path);
    return full === null ? missing : fullAnswer(parts, full[1] ?? "", Number(full[2]), url.searchParams, now);
  }

  return {
    publisher: {
      name: "ecfr",
      answer,
      unwell: {
        blockPage: page(
          "<html><head><title>Request Access</title></head><body>Please complete the captcha.</body></html>\n",
          403,
        ),
        notFound: missing,
        empty: () => json({ titles: [], meta: {} }),
      },
    },
    amend(identifier, version) {
      parts = parts.map((part) => ({
        ...part,
        divisions: part.divisions.map((one) =>
          one.identifier === identifier ? { ...one, versions: [...one.versions, version] } : one,
        ),
      }));
    },
  };
}

const missing = json({ error: "Not found" }, 404);

// The eCFR is a day behind.
function upToDate(now: Temporal.Instant): string {
  return dayOf(now);
}

function dayOf(instant: Temporal.Instant): string {
  return instant.toZonedDateTimeISO("America/New_York").toPlainDate().toString();
}

interface Shown extends StoryVersion {
  /** The day from which it stands there. */
  readonly date: string;
}

function shown(division: StoryDivision, now: Temporal.Instant): readonly Shown[] {
  return division.versions
    .filter(({ at }) => Temporal.Instant.compare(Temporal.Instant.from(at), now) <= 0)
    .map((version) => ({ ...version, date: dayOf(Temporal.Instant.from(version.at)) }));
}

function titlesAnswer(
  parts: readonly StoryPart[],
  imports: readonly { readonly from: string; readonly until: string }[],
  now: Temporal.Instant,
): Answer {
  const numbers = [...new Set(parts.map(({ title }) => title))];
  const importing = imports.some(
    ({ from, until }) =>
      Temporal.Instant.compare(Temporal.Instant.from(from), now) <= 0 &&
      Temporal.Instant.compare(now, Temporal.Instant.from(until)) < 0,
  );
  return json({
    titles: numbers.map((number) => {
      const dates = parts
        .filter(({ title }) => title === number)
        .flatMap(({ divisions }) => divisions.flatMap((division) => shown(division, now).map(({ date }) => date)));
      const latest = dates.toSorted().at(-1) ?? null;
      return {
        number,
        name: `Title ${number}`,
        latest_amended_on: latest,
        latest_issue_date: latest,
        up_to_date_as_of: upToDate(now),
        reserved: false,
      };
    }),
    meta: { date: dayOf(now), import_in_progress: importing },
  });
}

function versionsAnswer(
  parts: readonly StoryPart[],
  title: number,
  query: URLSearchParams,
  now: Temporal.Instant,
): Answer {
  const since = query.get("issue_date[gte]") ?? "";
  const rows = parts
    .filter((part) => part.title === title && (query.get("part") ?? part.part) === part.part)
    .flatMap((part) =>
      part.divisions.flatMap((division) =>
        shown(division, now).map((version) => ({
          date: version.date,
          amendment_date: version.amended,
          issue_date: version.date,
          identifier: division.identifier,
          name: division.heading,
          part: part.part,
          substantive: version.substantive ?? true,
          removed: version.text === undefined,
          subpart: null,
          title: String(title),
          type: division.type,
        })),
      ),
    )
    .filter(({ issue_date: issued }) => issued >= since);
  const start = (Number(query.get("page") ?? 1) - 1) * perPage;
  return json({
    content_versions: rows.slice(start, start + perPage),
    meta: { title: String(title), result_count: String(rows.length) },
  });
}

const perPage = 1000;

function fullAnswer(
  parts: readonly StoryPart[],
  date: string,
  title: number,
  query: URLSearchParams,
  now: Temporal.Instant,
): Answer {
  const part = parts.find((one) => one.title === title && one.part === query.get("part"));
  if (part === undefined || date > upToDate(now)) return missing;
  const asked = query.get("section") ?? query.get("appendix");
  const stand = part.divisions.flatMap((division) => {
    const version = shown(division, now).findLast((one) => one.date <= date);
    return version?.text === undefined ? [] : [{ division, xml: divisionXml(part, division, version) }];
  });
  if (asked === null)
    return xml(
      partXml(
        part,
        stand.map((one) => one.xml),
      ),
    );
  const found = stand.find(({ division }) => division.identifier === asked);
  return found === undefined ? missing : xml(found.xml);
}

function xml(body: string): Answer {
  return { status: 200, headers: { "content-type": "application/xml" }, body: `<?xml version="1.0"?>\n${body}\n` };
}
