import { Hono } from "hono";
import { printWhen } from "../../alerts/when.ts";
import { toChangeJson } from "../../model/change-json.ts";
import { toInstant } from "../../lib/time.ts";
import type { DeadlineRecord, DeliveryRecord, DocumentRecord } from "../../model/store.ts";
import { plainText } from "../../model/text.ts";
import { readableChange } from "../change-view.ts";
import { textsOf } from "../comparison.ts";
import type { Compare } from "../comparison.ts";
import { readDeadlines } from "../deadline-view.ts";
import type { WebDeps, WebEnv } from "../deps.ts";
import { readableDocument } from "../document-view.ts";
import { conditionOf, readFeedViews, visibleProblems } from "../feed-view.ts";
import type { FeedView } from "../feed-view.ts";
import { deadlineParameters, documentParameters, readChangeRequest, readParameters } from "../parameters.ts";
import { notFound } from "../problem.ts";
import { requirePerson } from "../reader.ts";
import { readSubscriptions, shownDestination } from "../subscription-view.ts";
import type { SubscriptionView } from "../subscription-view.ts";
import { onceByEvent, readChanges } from "../timeline.ts";
import { digestCounts, digestThreads } from "../../alerts/digest.ts";
import { openApi } from "./openapi.ts";

const rowsByDefault = 50;
const digestHolds = 500;

/** `/api`: the same reads as the pages, as JSON. */
export function apiRoutes(deps: WebDeps, compare: Compare): Hono<WebEnv> {
  const { store } = deps;
  const api = new Hono<WebEnv>();

  api.get("/openapi.json", (c) => c.json(openApi(deps)));

  api.get("/v1/changes", async (c) => {
    const request = readChangeRequest(c.req.query(), deps.clock.now(), c.get("reader").seesPrivate);
    const page = await readChanges(store, request, request.limit ?? rowsByDefault);
    return c.json({ changes: page.rows.map((change) => toChangeJson(change, deps.publicUrl)), next: page.next });
  });

  api.get("/v1/changes/:id", async (c) => {
    const change = await readableChange(store, c.req.param("id"), c.get("reader").seesPrivate);
    if (change === null) throw notFound("change");
    return c.json(toChangeJson(change, deps.publicUrl));
  });

  api.get("/v1/changes/:id/redline", async (c) => {
    const change = await readableChange(store, c.req.param("id"), c.get("reader").seesPrivate);
    const versions = change === null ? null : await store.changeVersions(change.id);
    if (change === null || versions === null) throw notFound("change");
    const { before, after } = textsOf(change, versions);
    return c.json({
      ...compare(before, after),
      before: plainText(before?.blocks ?? []),
      after: plainText(after?.blocks ?? []),
    });
  });

  api.get("/v1/documents", async (c) => {
    const given = readParameters(documentParameters, c.req.query());
    const page = await store.documents({
      ...(given.feed === undefined ? {} : { feedId: given.feed }),
      ...(given.cursor === undefined ? {} : { before: given.cursor }),
      includePrivate: c.get("reader").seesPrivate,
      limit: given.limit ?? rowsByDefault,
    });
    return c.json({ documents: page.rows.map(documentJson), next: page.next });
  });

  api.get("/v1/documents/:id", async (c) => {
    const document = await readableDocument(store, c.req.param("id"), c.get("reader").seesPrivate);
    if (document === null) throw notFound("document");
    return c.json({ ...documentJson(document), versions: document.versions });
  });

  api.get("/v1/feeds", async (c) => {
    const feeds = await readFeedViews(deps, c.get("reader"));
    return c.json({ feeds: feeds.map(feedJson), problems: visibleProblems(deps, c.get("reader")) });
  });

  api.get("/v1/deadlines", async (c) => {
    const wanted = readParameters(deadlineParameters, c.req.query());
    const found = await readDeadlines(deps, c.get("reader"), wanted);
    return c.json({ deadlines: found.map(({ deadline, days }) => ({ ...deadlineJson(deadline), daysLeft: days })) });
  });

  api.get("/v1/subscriptions", async (c) => {
    requirePerson(c.get("reader"), deps.adminToken);
    return c.json({ subscriptions: (await readSubscriptions(store)).map(subscriptionJson) });
  });

  api.get("/v1/digest", async (c) => {
    const request = readChangeRequest(c.req.query(), deps.clock.now(), c.get("reader").seesPrivate, {
      since: "7d",
      baseline: "without",
    });
    const page = await readChanges(store, { ...request, cursor: undefined }, digestHolds);
    const changes = (await onceByEvent(store, request, page.rows)).map(({ change }) => change);
    return c.json({
      since: request.filter.since ?? toInstant(deps.clock.now()),
      counts: digestCounts(changes),
      threads: digestThreads(changes).map((thread) => ({
        ...thread,
        changes: thread.changes.map((change) => toChangeJson(change, deps.publicUrl)),
      })),
      truncated: page.next !== null,
    });
  });

  api.all("*", () => {
    throw notFound("address");
  });
  return api;
}

function documentJson(document: Omit<DocumentRecord, "versions">) {
  const { id, feedId, key, threadKey, title, firstSeenAt, lastSeenAt, vanishedAt, links } = document;
  return { id, feedId, key, threadKey, title, firstSeenAt, lastSeenAt, vanishedAt, links };
}

function feedJson(view: FeedView) {
  const { feed, state } = view;
  return {
    id: feed.id,
    title: feed.title,
    source: feed.source,
    topics: feed.topics,
    state: conditionOf(view),
    illSince: state?.illSince ?? null,
    error: state?.error ?? null,
    warnings: state?.warnings ?? [],
    failures: state?.failures ?? 0,
    checks: state?.checks ?? 0,
    documents: state?.documents ?? 0,
    baselineAt: state?.baselineAt ?? null,
    lastCheckedAt: state?.lastCheckedAt ?? null,
    lastOkAt: state?.lastOkAt ?? null,
    nextDueAt: state?.nextDueAt ?? null,
  };
}

function deadlineJson(deadline: DeadlineRecord) {
  const { kind, date, at, sentence, section, documentId, feedId, threadKey, title, sourceUrl, citation, topics } =
    deadline;
  return { kind, date, at, sentence, section, documentId, feedId, threadKey, title, sourceUrl, citation, topics };
}

/** Neither the secret nor an address that may be one. */
function subscriptionJson({ subscription, deliveries }: SubscriptionView) {
  const { id, destination, query, when, minimum, secret, state, pausedBecause, createdAt, createdBy } = subscription;
  return {
    id,
    destination: shownDestination(destination),
    query,
    when: printWhen(when),
    minimum,
    signed: destination.channel === "webhook" && secret !== null,
    state,
    pausedBecause,
    createdAt,
    createdBy,
    deliveries: deliveries.map(deliveryJson),
  };
}

function deliveryJson({ id, title, state, attempts, createdAt, settledAt, lastError }: DeliveryRecord) {
  return { id, title, state, attempts, createdAt, settledAt, lastError };
}
