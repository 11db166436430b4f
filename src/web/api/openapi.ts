import { z } from "zod";
import type { WebDeps } from "../deps.ts";
import { deadlineParameters, documentParameters, filterParameters } from "../parameters.ts";
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
        get: operation("listChanges", "Changes, newest first", "ChangePage", query(filterParameters), [400]),
      },
      "/api/v1/changes/{id}": { get: operation("getChange", "One change", "Change", [id], [404]) },
      "/api/v1/changes/{id}/redline": {
        get: operation("getRedline", "The whole redline of a change", "Redline", [id], [404]),
      },
      "/api/v1/documents": {
        get: operation(
          "listDocuments",
          "Documents, latest change first",
          "DocumentPage",
          query(documentParameters),
          [400],
        ),
      },
      "/api/v1/documents/{id}": {
        get: operation("getDocument", "A document with its versions", "Document", [id], [404]),
      },
      "/api/v1/feeds": { get: operation("listFeeds", "What is watched, and how it is", "Feeds", [], []) },
      "/api/v1/deadlines": {
        get: operation(
          "listDeadlines",
          "Dates to come, by date",
          "Deadlines",
          query(deadlineParameters.omit({ view: true, month: true })),
          [400],
        ),
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
        get: operation(
          "getDigest",
          "What happened since, by thread and weight",
          "Digest",
          query(filterParameters.omit({ cursor: true, limit: true })),
          [400],
        ),
      },
    },
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "A personal token, or REGWATCH_ADMIN_TOKEN" },
      },
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

const id = { name: "id", in: "path", required: true, schema: { type: "string" } };

/** The parameters that an address of ours takes, from the schema that reads them. */
function query(shape: z.ZodObject): readonly object[] {
  const { properties = {} } = z.toJSONSchema(shape, { target: "draft-2020-12", io: "input" });
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = property as { readonly description?: string };
    return { name, in: "query", required: false, description, schema };
  });
}
