import { json, page, type Answer, type Ask, type Publisher } from "./publisher.ts";

/** A document of a docket as the story tells it, with what became of it, oldest first. */
export interface StoryDocument {
  readonly id: string;
  readonly docket: string;
  readonly agency: string;
  readonly type: string;
  readonly title: string;
  readonly frDocNum?: string;
  readonly states: readonly DocumentState[];
}

/** From `at` on. The comment period is in days of Washington; its last day counts until midnight. */
export interface DocumentState {
  readonly at: string;
  readonly commentsFrom?: string;
  readonly commentsUntil?: string;
  readonly comments?: number;
  readonly withdrawn?: boolean;
  /** The docket does not list it any more. */
  readonly gone?: boolean;
}

export interface DocketStory {
  readonly documents: readonly StoryDocument[];
}

/** What a test or the demo can still do to the dockets while the world runs. */
export interface Dockets {
  readonly add: (...documents: readonly StoryDocument[]) => void;
  readonly happen: (id: string, state: DocumentState) => void;
}

/** Plays https://api.regulations.gov: lists of documents and numbers of comments, to those who have a key. */
export function createDockets(story: DocketStory, limit = 1000): Dockets & { readonly publisher: Publisher } {
  let documents = story.documents;
  let left = limit;

  function answer({ url, headers }: Ask, now: Temporal.Instant): Answer {
    const key = headers["x-api-key"] ?? url.searchParams.get("api_key") ?? "";
    if (key === "" || key === "wrong") return refused;
    left -= 1;
    const answered = within(documents, url, now);
    return {
      ...answered,
      headers: { ...answered.headers, "x-ratelimit-limit": String(limit), "x-ratelimit-remaining": String(left) },
    };
  }

  return {
    publisher: {
      name: "dockets",
      answer,
      unwell: {
        blockPage: page("<html><head><title>Access Denied</title></head><body>Access Denied</body></html>\n", 403),
        notFound: json({ errors: [{ status: "404", title: "The document ID could not be found." }] }, 404),
        empty: () => list([], 1, 25),
      },
    },
    add(...more) {
      documents = [...documents, ...more];
    },
    happen(id, state) {
      documents = documents.map((one) => (one.id === id ? { ...one, states: [...one.states, state] } : one));
    },
  };
}

const refused = json({ error: { code: "API_KEY_INVALID", message: "An invalid api_key was supplied." } }, 403);

function within(documents: readonly StoryDocument[], url: URL, now: Temporal.Instant): Answer {
  const counted = /^\/v4\/document-comments-received-counts\/(.+)$/.exec(url.pathname)?.[1];
  if (counted !== undefined) return countAnswer(documents, decodeURIComponent(counted), now);
  if (url.pathname !== "/v4/documents") return json({ errors: [{ status: "404", title: "Not found" }] }, 404);
  const query = url.searchParams;
  const shown = documents
    .map((document) => ({ document, state: stateAt(document, now) }))
    .filter((one): one is Standing => one.state !== undefined && one.state.gone !== true)
    .filter((one) => fits(one, query))
    .toSorted((a, b) => a.state.at.localeCompare(b.state.at) || a.document.id.localeCompare(b.document.id));
  return list(
    shown.map((one) => itemOf(one, now)),
    Number(query.get("page[number]") ?? 1),
    Number(query.get("page[size]") ?? 25),
  );
}

interface Standing {
  readonly document: StoryDocument;
  readonly state: DocumentState;
}

function stateAt({ states }: StoryDocument, now: Temporal.Instant): DocumentState | undefined {
  const past = states.filter(({ at }) => Temporal.Instant.compare(Temporal.Instant.from(at), now) <= 0);
  return past.length === 0 ? undefined : (Object.assign({}, ...past) as DocumentState);
}

function fits({ document, state }: Standing, query: URLSearchParams): boolean {
  const among = (name: string, value: string): boolean => query.get(name)?.split(",").includes(value) ?? true;
  const since = query.get("filter[lastModifiedDate][ge]");
  return (
    among("filter[docketId]", document.docket) &&
    among("filter[agencyId]", document.agency) &&
    among("filter[documentType]", document.type) &&
    (since === null || eastern(state.at).toPlainDateTime().toString().replace("T", " ") >= since)
  );
}

function eastern(instant: string): Temporal.ZonedDateTime {
  return Temporal.Instant.from(instant).toZonedDateTimeISO("America/New_York");
}

function itemOf({ document, state }: Standing, now: Temporal.Instant): object {
  const [from, until] = [midnight(state.commentsFrom, "00:00:00"), midnight(state.commentsUntil, "23:59:59")];
  const isOpen = from !== null && until !== null && from <= now.toString() && now.toString() <= until;
  return {
    id: document.id,
    type: "documents",
    attributes: {
      documentType: document.type,
      lastModifiedDate: state.at,
      highlightedContent: "",
      frDocNum: document.frDocNum ?? null,
      withdrawn: state.withdrawn ?? false,
      agencyId: document.agency,
      title: document.title,
      postedDate: document.states[0]?.at ?? null,
      docketId: document.docket,
      subtype: null,
      commentStartDate: from,
      commentEndDate: until,
      openForComment: isOpen,
      objectId: `0900006${document.id.length}`,
    },
    links: { self: `https://api.regulations.gov/v4/documents/${document.id}` },
  };
}

function midnight(day: string | undefined, time: string): string | null {
  if (day === undefined) return null;
  return Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime("America/New_York").toInstant().toString();
}

/** As the publisher does, no more than twenty pages of one question. */
const mostPages = 20;

function list(items: readonly object[], number: number, size: number): Answer {
  if (number > mostPages) return json({ errors: [{ status: "400", title: "Request parameters error" }] }, 400);
  const pages = Math.min(Math.ceil(items.length / size), mostPages);
  const data = items.slice((number - 1) * size, number * size);
  return json({
    data,
    meta: {
      aggregations: {},
      filters: {},
      hasNextPage: number < pages,
      hasPreviousPage: number > 1,
      numberOfElements: data.length,
      pageNumber: number,
      pageSize: size,
      totalElements: items.length,
      totalPages: pages,
      firstPage: number === 1,
      lastPage: number >= pages,
    },
  });
}

function countAnswer(documents: readonly StoryDocument[], id: string, now: Temporal.Instant): Answer {
  const document = documents.find((one) => one.id === id);
  if (document === undefined) return json({ errors: [{ status: "400", title: `Invalid ID: ${id}` }] }, 400);
  const count = stateAt(document, now)?.comments ?? 0;
  return json({ data: { id, type: "document-comments-received-counts", attributes: { count } } });
}
