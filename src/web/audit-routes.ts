import { Readable } from "node:stream";
import type { Context, Hono } from "hono";
import { auditCsv, auditLines } from "../exports/audit.ts";
import { toInstant } from "../lib/time.ts";
import type { AuditEntry } from "../model/audit.ts";
import { type Decision, decisions } from "../model/standing.ts";
import { readAudit, wholeAudit } from "../commands/audit.ts";
import type { WebDeps, WebEnv } from "./deps.ts";
import { actionsPage, auditPage } from "./pages/audit.ts";
import { type AuditRequest, readAuditRequest } from "./parameters.ts";
import { HttpProblem } from "./problem.ts";
import { requireAdmin, requirePerson } from "./reader.ts";

const rowsOfAPage = 30;
const nothing = { rows: [], next: null };

/** The auditor's view: what was told, decided and done; to read, to filter, and to take along. */
export function installAudit(app: Hono<WebEnv>, deps: WebDeps): void {
  const { store, adminToken, clock } = deps;

  app.get("/audit", async (c) => {
    requirePerson(c.get("reader"), adminToken);
    return readable(c, async ({ filter, query, given }, problem) => {
      const page = problem === null ? await readAudit(store, { ...filter, limit: rowsOfAPage }, query) : nothing;
      return auditPage(deps, c.get("reader"), { page, given, problem });
    });
  });

  app.get("/audit/actions", async (c) => {
    requirePerson(c.get("reader"), adminToken);
    return readable(c, async ({ filter, given }, problem) => {
      const page = problem === null ? await store.actions({ ...filter, limit: 2 * rowsOfAPage }) : nothing;
      return actionsPage(deps, c.get("reader"), { page, given, problem });
    });
  });

  app.get("/audit.csv", (c) => {
    requirePerson(c.get("reader"), adminToken);
    const { filter, query } = wholeRequest(c);
    c.header("Content-Type", "text/csv; charset=utf-8");
    c.header("Content-Disposition", 'attachment; filename="audit.csv"');
    return sent(c, csvOf(wholeAudit(store, filter, query)));
  });

  app.get("/audit.json", (c) => {
    requirePerson(c.get("reader"), adminToken);
    const { filter, query } = wholeRequest(c);
    c.header("Content-Type", "application/json");
    c.header("Content-Disposition", 'attachment; filename="audit.json"');
    return sent(c, jsonOf(wholeAudit(store, filter, query)));
  });

  app.post("/audit/:alert", async (c) => {
    const person = requireAdmin(c.get("reader"), adminToken);
    const form = await c.req.parseBody();
    const said = (name: string): string | null => {
      const value = form[name];
      return typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, 1000) : null;
    };
    const decision = decisions.find((each): each is Decision => each === said("decision"));
    const tenant = said("tenant");
    if (decision === undefined || tenant === null)
      throw new HttpProblem(400, "Choose a decision.", { field: "decision" });
    const at = toInstant(clock.now());
    const by = person.id === null ? "admin" : `token:${person.id}`;
    const decided = { by, byName: person.name, at, decision, owner: said("owner"), until: null, note: said("note") };
    if (!(await store.wasTold(tenant, c.req.param("alert")))) throw new HttpProblem(404, "There is no such alert.");
    await store.acknowledge(tenant, c.req.param("alert"), decided, person.name, at);
    return c.redirect("/audit", 303);
  });

  // What is taken along is whole, whichever page it is asked for from.
  function wholeRequest(c: Context<WebEnv>): AuditRequest {
    return readAuditRequest({ ...c.req.query(), cursor: "" }, clock.now());
  }

  // Piece by piece. An error breaks the connection, so that nobody takes a part for the whole; who leaves ends the reading.
  function sent(c: Context<WebEnv>, pieces: AsyncGenerator<string>): Response {
    const body = Readable.from(logged(deps, c.req.path, pieces), { objectMode: false });
    return c.body(Readable.toWeb(body) as ReadableStream<Uint8Array>);
  }

  // A filter that cannot be read is answered beside the box it was typed in.
  async function readable(
    c: Context<WebEnv>,
    show: (
      request: AuditRequest,
      problem: { field: string | undefined; message: string } | null,
    ) => Promise<ReturnType<typeof auditPage>>,
  ): Promise<Response> {
    let request: AuditRequest;
    try {
      request = readAuditRequest(c.req.query(), clock.now());
    } catch (error) {
      if (!(error instanceof HttpProblem) || error.status !== 400) throw error;
      const { q, person, since, until } = c.req.query();
      return c.html(
        await show(
          { given: { q, person, since, until }, filter: {}, query: null },
          error as { field: string | undefined; message: string },
        ),
        400,
      );
    }
    return c.html(await show(request, null));
  }
}

async function* csvOf(pages: AsyncIterable<readonly AuditEntry[]>): AsyncGenerator<string> {
  yield auditCsv([], true);
  for await (const entries of pages) yield auditCsv(auditLines(entries), false);
}

async function* jsonOf(pages: AsyncIterable<readonly AuditEntry[]>): AsyncGenerator<string> {
  let between = "[\n";
  for await (const entries of pages) {
    for (const line of auditLines(entries)) {
      yield between + JSON.stringify(line);
      between = ",\n";
    }
  }
  yield between === "[\n" ? "[]\n" : "\n]\n";
}

async function* logged(deps: WebDeps, path: string, pieces: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    yield* pieces;
  } catch (error) {
    deps.logError(error, `GET ${path}`);
    throw error;
  }
}
