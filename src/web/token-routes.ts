import { randomBytes } from "node:crypto";
import type { Context, Hono } from "hono";
import { type FreshToken, makeToken } from "../commands/tokens.ts";
import { sha256 } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import { roles } from "../model/access.ts";
import { UsageError } from "../model/errors.ts";
import type { WebDeps, WebEnv } from "./deps.ts";
import { tokensPage } from "./pages/tokens.ts";
import { notFound } from "./problem.ts";
import { requireOwner } from "./reader.ts";

/** Where an admin gives people their tokens, and takes them back. */
export function installTokens(app: Hono<WebEnv>, deps: WebDeps): void {
  const { store, adminToken, clock } = deps;

  app.get("/tokens", async (c) => {
    requireOwner(c.get("reader"), adminToken);
    return page(c, null, null);
  });

  app.post("/tokens", async (c) => {
    const { name: by } = requireOwner(c.get("reader"), adminToken);
    const form = await c.req.parseBody();
    const role = roles.find((each) => each === form["role"]) ?? "auditor";
    const random = { id: randomBytes(6).toString("hex"), secret: randomBytes(32), hash: sha256 };
    try {
      const name = typeof form["name"] === "string" ? form["name"] : "";
      return await page(c, await makeToken(store, { name, role }, random, by, toInstant(clock.now())), null);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      c.status(400);
      return page(c, null, error.message);
    }
  });

  app.post("/tokens/:id/revoke", async (c) => {
    const { name: by } = requireOwner(c.get("reader"), adminToken);
    if (!(await store.revokeToken(c.req.param("id"), by, toInstant(clock.now())))) throw notFound("token");
    return c.redirect("/tokens", 303);
  });

  async function page(c: Context<WebEnv>, fresh: FreshToken | null, problem: string | null): Promise<Response> {
    c.header("Cache-Control", "no-store");
    return c.html(tokensPage(deps, c.get("reader"), { tokens: await store.tokens(), fresh, problem }));
  }
}
