import type { Context, Hono } from "hono";
import type { WebDeps, WebEnv } from "./deps.ts";
import { createMetrics } from "./metrics.ts";

/** `/healthz`, `/readyz` and `/metrics`. */
export function installHealth(app: Hono<WebEnv>, deps: WebDeps): void {
  const metrics = createMetrics(deps);
  app.get("/healthz", (c) => health(deps, c));
  app.get("/readyz", (c) => readiness(deps, c));
  app.get("/metrics", async (c) => {
    const { type, text } = await metrics(c.get("reader"));
    c.header("Content-Type", type);
    return c.body(text);
  });
}

// A database that is away stands still for everybody, and starting this process anew does not help: `/readyz` says that.
async function health(deps: WebDeps, c: Context<WebEnv>): Promise<Response> {
  const reason = (await deps.self?.standstill().catch(() => null)) ?? null;
  return reason === null ? c.text("ok\n") : c.text(`${reason}\n`, 503);
}

async function readiness(deps: WebDeps, c: Context<WebEnv>): Promise<Response> {
  const ready = deps.ready();
  if (ready !== true) return c.text(`${ready === false ? "starting" : ready}\n`, 503);
  try {
    await deps.store.ping();
    const { changes, documents } = await deps.store.searchBacklog();
    const waiting = changes + documents;
    return c.text(waiting === 0 ? "ready\n" : `ready; search still indexes ${waiting} older records\n`);
  } catch (error) {
    deps.logError(error, "GET /readyz");
    return c.text("the database does not answer\n", 503);
  }
}
