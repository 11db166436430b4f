import type { Hono } from "hono";
import { composeClientDigest } from "../alerts/client-digest.ts";
import { composeDigest } from "../alerts/compose-digest.ts";
import { decideDraft, digestOfDraft } from "../commands/drafts.ts";
import { clientPage } from "../exports/client-page.ts";
import { digestPage } from "../exports/digest-page.ts";
import type { Draft, DraftDecision } from "../model/draft.ts";
import type { WebDeps, WebEnv } from "./deps.ts";
import { draftPage, draftsPage } from "./pages/drafts.ts";
import { notFound } from "./problem.ts";
import { requireAdmin, requirePerson } from "./reader.ts";
import { fileStyle } from "./style.ts";

/** Digests that wait to be approved: read, then sent or dropped by a form. */
export function installDrafts(app: Hono<WebEnv>, deps: WebDeps): void {
  const { store, adminToken } = deps;

  app.get("/drafts", async (c) => {
    requirePerson(c.get("reader"), adminToken);
    return c.html(draftsPage(deps, c.get("reader"), await store.drafts()));
  });

  app.get("/drafts/:id", async (c) => {
    requirePerson(c.get("reader"), adminToken);
    return c.html(draftPage(deps, c.get("reader"), await found(c.req.param("id"))));
  });

  app.get("/drafts/:id/page", async (c) => {
    requirePerson(c.get("reader"), adminToken);
    // The page brings its own styles and pictures along, and may do nothing else.
    c.header(
      "Content-Security-Policy",
      "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    );
    return c.html(await pageOf(deps, await found(c.req.param("id"))));
  });

  for (const [path, decision] of Object.entries(decisions)) {
    app.post(`/drafts/:id/${path}`, async (c) => {
      const { name } = requireAdmin(c.get("reader"), adminToken);
      const at = new Date(deps.clock.now().epochMilliseconds).toISOString();
      const draft = await found(c.req.param("id"));
      await decideDraft(store, draft.id, decision, name, at);
      return c.redirect(`/drafts/${encodeURIComponent(draft.id)}`, 303);
    });
  }

  async function found(id: string): Promise<Draft> {
    const draft = await store.draft(id);
    if (draft === null) throw notFound("draft");
    return draft;
  }
}

const decisions: Readonly<Record<string, DraftDecision>> = { approve: "approved", discard: "discarded" };

function pageOf({ clock, publicUrl, letterhead }: WebDeps, draft: Draft): Promise<string> {
  const context = { now: clock.now(), publicUrl };
  const digest = digestOfDraft(draft);
  return draft.subscription.options.form === "client"
    ? clientPage(composeClientDigest(digest, context, letterhead ?? null), fileStyle)
    : digestPage(composeDigest(digest, context), fileStyle);
}
