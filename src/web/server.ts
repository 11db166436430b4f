import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import type { Context, MiddlewareHandler } from "hono";
import { compress } from "hono/compress";
import { etag, RETAINED_304_HEADERS } from "hono/etag";
import { StoreAwayError, UsageError } from "../model/errors.ts";
import { installAccess } from "./access.ts";
import { apiRoutes } from "./api/routes.ts";
import { installAudit } from "./audit-routes.ts";
import { createCompare } from "./comparison.ts";
import { installDeadlines } from "./deadline-routes.ts";
import type { WebDeps, WebEnv } from "./deps.ts";
import { installDrafts } from "./draft-routes.ts";
import { installFeedPages } from "./feed-page-routes.ts";
import { installFeeds } from "./feed-routes.ts";
import { securityHeaders } from "./headers.ts";
import { installHealth } from "./health-routes.ts";
import { installPages } from "./page-routes.ts";
import { installReading } from "./reading-routes.ts";
import { observeRequests } from "./observe-requests.ts";
import { problemPage } from "./pages/problem.ts";
import { HttpProblem, notFound } from "./problem.ts";
import { readerFor } from "./reader.ts";
import { installTokens } from "./token-routes.ts";
import { installSearch } from "./search-routes.ts";
import { installSubscriptions } from "./subscription-routes.ts";
import { script } from "./script.ts";
import { installTerms } from "./term-routes.ts";
import { favicon, style } from "./style.ts";

export interface Web {
  readonly app: Hono<WebEnv>;
  /** Starts to answer. Port 0 takes a free one. Throws a `UsageError` where the address cannot be had. */
  listen(host: string, port: number): Promise<{ readonly url: string; close(): Promise<void> }>;
}

/** Pages, JSON API, feeds, calendar, health and metrics over the store's reads. */
export function createWeb(deps: WebDeps): Web {
  const app = new Hono<WebEnv>();
  const compare = createCompare(deps);

  app.use(observeRequests(deps));
  app.use(compress());
  app.use(refuseNul);
  app.use(securityHeaders());
  app.onError((error, c) => answerError(deps, error, c));
  app.notFound((c) => answerError(deps, notFound("page"), c));

  for (const [path, door] of Object.entries(deps.doors ?? {})) app.all(path, (c) => door(c.req.raw));
  installAccess(app, deps);
  // What a browser keeps takes its policy from the answer that says it may.
  const retainedHeaders = [...RETAINED_304_HEADERS, "content-security-policy"];
  for (const path of validated) app.use(path, etag({ retainedHeaders }));
  installPages(app, deps);
  installTokens(app, deps);
  installAudit(app, deps);
  installDrafts(app, deps);
  installReading(app, deps, compare);
  installSearch(app, deps);
  installFeedPages(app, deps);
  installFeeds(app, deps);
  installSubscriptions(app, deps);
  installDeadlines(app, deps);
  installTerms(app, deps);
  app.route("/api", apiRoutes(deps, compare));
  installHealth(app, deps);
  installAssets(app, deps);
  return { app, listen: (host, port) => listen(app, host, port, "REGWATCH") };
}

/** Health and metrics alone, for processes that serve no pages. Who may read there is the same. */
export function createOperations(deps: WebDeps): Web {
  const app = new Hono<WebEnv>();
  app.use(securityHeaders());
  app.onError((error, c) => answerError(deps, error, c));
  app.notFound((c) => answerError(deps, notFound("page"), c));
  installAccess(app, deps);
  installHealth(app, deps);
  return { app, listen: (host, port) => listen(app, host, port, "REGWATCH_METRICS") };
}

/** Whoever has it already is told that it has not changed. */
const validated = ["/", "/changes/:id", "/documents", "/documents/:id", "/feeds", "/deadlines"].concat(
  "/api/*",
  "/atom.xml",
  "/feed.json",
  "/deadlines.ics",
);

/** No name here holds a NUL, and PostgreSQL cannot be asked for one. */
const refuseNul: MiddlewareHandler<WebEnv> = (c, next) => {
  if (/%00|\0/.test(c.req.url)) throw new HttpProblem(400, "An address cannot hold a NUL character.");
  return next();
};

function installAssets(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get(style.path, (c) => {
    c.header("Content-Type", "text/css; charset=utf-8");
    c.header("Cache-Control", "public, max-age=31536000, immutable");
    return c.body(style.text);
  });

  app.get(script.path, (c) => {
    c.header("Content-Type", "text/javascript; charset=utf-8");
    c.header("Cache-Control", "public, max-age=31536000, immutable");
    return c.body(script.text);
  });

  app.get("/favicon.svg", (c) => {
    c.header("Content-Type", "image/svg+xml");
    c.header("Cache-Control", "public, max-age=86400");
    return c.body(favicon);
  });

  app.get("/robots.txt", (c) => c.text(`User-agent: *\nDisallow: ${deps.read === "public" ? "" : "/"}\n`));
}

/** Programs get JSON, people a page; a bug is logged and says nothing of itself. */
function answerError(deps: WebDeps, error: unknown, c: Context<WebEnv>): Response | Promise<Response> {
  const problem = problemOf(error);
  const known = problem instanceof HttpProblem;
  if (!known) deps.logError(error, `${c.req.method} ${c.req.path}`);
  const status = known ? problem.status : 500;
  const message = known ? problem.message : "Something went wrong here. It has been written to the log.";
  if (known && problem.retryAfterSeconds !== undefined) c.header("Retry-After", String(problem.retryAfterSeconds));
  if (status === 401) c.header("WWW-Authenticate", 'Bearer realm="regwatch"');
  if (!/^\/(api\/|feed\.json)/.test(c.req.path)) {
    const reader = c.get("reader") ?? readerFor("token", deps.adminToken, null, null);
    const next = status === 401 ? c.req.path : null;
    return c.html(problemPage(deps, reader, titles[status] ?? "Something went wrong", message, next), status);
  }
  const field = known && problem.field !== undefined ? { field: problem.field } : {};
  return c.json({ error: { message, ...field } }, status);
}

function problemOf(error: unknown): unknown {
  if (error instanceof UsageError) return new HttpProblem(400, error.message);
  if (!(error instanceof StoreAwayError)) return error;
  return new HttpProblem(503, "The database cannot be reached just now. Try again in a minute.", {
    retryAfterSeconds: 60,
  });
}

const titles: Readonly<Record<number, string>> = {
  400: "That cannot be read",
  401: "Sign in first",
  403: "Not allowed",
  404: "Not found",
  421: "Wrong address",
  429: "Too many attempts",
  503: "Not just now",
};

async function listen(app: Hono<WebEnv>, host: string, port: number, setting: string) {
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(listenError(error, host, port, setting)));
    server.listen(port, host, resolve);
  });
  const bound = server.address();
  const actualPort = typeof bound === "object" && bound !== null ? bound.port : port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${actualPort}`,
    /** Answers what was begun, for two seconds; then connections are cut. */
    async close(): Promise<void> {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      if ("closeIdleConnections" in server) server.closeIdleConnections();
      const cut = setTimeout(() => {
        if ("closeAllConnections" in server) server.closeAllConnections();
      }, 2000);
      await closed;
      clearTimeout(cut);
    },
  };
}

function listenError(error: Error, host: string, port: number, setting: string): Error {
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE")
    return new UsageError(`Port ${port} on ${host} is taken. Set ${setting}_PORT to another one.`);
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return new UsageError(`${host} is not an address of this machine. Set ${setting}_HOST to one that is.`);
  }
  return code === "EACCES"
    ? new UsageError(`Port ${port} may not be used here. Set ${setting}_PORT to one above 1024.`)
    : error;
}
