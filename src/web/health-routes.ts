import type { Context, Hono } from "hono";
import { readiness } from "../lib/readiness.ts";
import type { WebDeps, WebEnv } from "./deps.ts";
import { createMetrics } from "./metrics.ts";

/** `/healthz`, `/readyz` and `/metrics`. */
export function installHealth(app: Hono<WebEnv>, deps: WebDeps): void {
  const metrics = createMetrics(deps);
  app.get("/healthz", (c) => health(deps, c));
  app.get("/readyz", (c) => ready(deps, c));
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

async function ready(deps: WebDeps, c: Context<WebEnv>): Promise<Response> {
  const state = deps.ready();
  if (state !== true) return c.text(`${state === false ? readiness.starting : state}\n`, 503);
  try {
    await deps.store.ping();
    const { changes, documents } = await deps.store.searchBacklog();
    const waiting = changes + documents;
    return c.text(
      waiting === 0 ? `${readiness.ready}\n` : `${readiness.ready}; search still indexes ${waiting} older records\n`,
    );
  } catch (error) {
    deps.logError(error, "GET /readyz");
    return c.text(`${readiness.away}\n`, 503);
  }
}
