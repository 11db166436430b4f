import { z } from "zod";
import type { WebDeps } from "../deps.ts";
import * as schemas from "./schemas.ts";

const names = {
  Change: schemas.change,
  ChangePage: schemas.changePage,
  Redline: schemas.redline,
  Document: schemas.document,
  DocumentPage: schemas.documentPage,
  Feeds: schemas.feeds,
  Deadlines: schemas.deadlines,
  Subscriptions: schemas.subscriptions,
  Digest: schemas.digest,
  Terms: schemas.terms,
  Term: schemas.term,
  Error: schemas.error,
} as const;

type Name = keyof typeof names;

/** The API as OpenAPI 3.1 describes it. */
export function openApi(deps: Pick<WebDeps, "publicUrl" | "version">) {
  return {
    openapi: "3.1.0",
    info: {
      title: "regwatch",
      version: deps.version,
      description: "What changed in the rules that are watched, with evidence. Reading only.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: deps.publicUrl }],
    security: [{}, { token: [] }],
    paths: {
      "/api/v1/changes": {
        get: operation("listChanges", "Changes, newest first", "ChangePage", [...filters, limit, cursor], [400]),
      },
      "/api/v1/changes/{id}": { get: operation("getChange", "One change", "Change", [id], [404]) },
      "/api/v1/changes/{id}/redline": {
        get: operation("getRedline", "The whole redline of a change", "Redline", [id], [404]),
      },
      "/api/v1/documents": {
        get: operation("listDocuments", "Documents, latest change first", "DocumentPage", [feed, limit, cursor], [400]),
      },
      "/api/v1/documents/{id}": {
        get: operation("getDocument", "A document with its versions", "Document", [id], [404]),
      },
      "/api/v1/feeds": { get: operation("listFeeds", "What is watched, and how it is", "Feeds", [], []) },
      "/api/v1/deadlines": {
        get: operation("listDeadlines", "Dates to come, by date", "Deadlines", [q, feed, topic], [400]),
      },
      "/api/v1/terms": {
        get: operation("listTerms", "The register of terms, and what is said with each", "Terms", [], []),
      },
      "/api/v1/terms/{id}": {
        get: operation("getTerm", "Where a term stands, and how its value moved", "Term", [id], [404]),
      },
      "/api/v1/subscriptions": {
        get: {
          ...operation("listSubscriptions", "Who is told (admin token)", "Subscriptions", [], []),
          security: [{ token: [] }],
        },
      },
      "/api/v1/digest": {
        get: operation("getDigest", "What happened since, by thread and weight", "Digest", filters, [400]),
      },
    },
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", description: "REGWATCH_ADMIN_TOKEN" } },
      schemas: Object.fromEntries(Object.entries(names).map(([name, schema]) => [name, jsonSchema(schema)])),
    },
  };
}

/** OpenAPI 3.1 speaks JSON Schema 2020-12 already; only the schema's own address is one too many inside a document. */
function jsonSchema(schema: z.ZodType) {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: "draft-2020-12" });
  return rest;
}

function operation(
  operationId: string,
  summary: string,
  answer: Name,
  parameters: readonly object[],
  errors: readonly number[],
) {
  const error = { description: "One line that says what is wrong", content: json("Error") };
  return {
    operationId,
    summary,
    parameters,
    responses: {
      "200": { description: summary, content: json(answer) },
      ...Object.fromEntries([...errors, 401, 403].map((status) => [String(status), error])),
    },
  };
}

function json(name: Name) {
  return { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } };
}

function query(name: string, description: string, schema: object = { type: "string" }) {
  return { name, in: "query", required: false, description, schema };
}

const id = { name: "id", in: "path", required: true, schema: { type: "string" } };
const feed = query("feed", "A feed's id");
const topic = query("topic", "A topic");
const limit = query("limit", "Rows of a page", { type: "integer", minimum: 1, maximum: 200, default: 50 });
const cursor = query("cursor", "`next` of the page before");
const q = query("q", 'The query language: words, "phrases", AND, OR, NOT, fields such as cfr:"15 CFR 744"');
const filters = [
  q,
  feed,
  query("source", "A source's id"),
  topic,
  query("kind", "What happened", { enum: ["first-seen", "amended", "withdrawn"] }),
  query("min", "At least this significant", { enum: ["cosmetic", "editorial", "substantive", "urgent"] }),
  query("since", "7d, 24h, 2w, a date or an instant"),
  query("until", "As since"),
  query("thread", "A thread key"),
  query("document", "A document's id"),
  query("muted", "Muted changes are left out unless asked for", { enum: ["with", "only"] }),
  query("baseline", "What the first poll of a feed found", { enum: ["with", "without"] }),
];
