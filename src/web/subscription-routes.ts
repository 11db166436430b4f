import type { Context, Hono } from "hono";
import { printWhen } from "../alerts/when.ts";
import { past } from "../commands/past.ts";
import { daysAgo } from "../commands/preview.ts";
import { toInstant } from "../lib/time.ts";
import type { Subscription } from "../model/subscription.ts";
import type { WebDeps, WebEnv } from "./deps.ts";
import { subscriptionPath } from "./links.ts";
import { newSubscriptionPage } from "./pages/subscription-form.ts";
import type { FilledForm } from "./pages/subscription-form.ts";
import { subscriptionPage } from "./pages/subscription.ts";
import { subscriptionsPage } from "./pages/subscriptions.ts";
import { HttpProblem, notFound } from "./problem.ts";
import { requireAdmin, requirePerson } from "./reader.ts";
import { readSubscription, readSubscriptions } from "./subscription-view.ts";
import { readWish, wishOf, wishText } from "./subscription-wish.ts";
import type { WishText } from "./subscription-wish.ts";

const decisionsShown = 10;

/** Where subscriptions are made, tried out, changed, paused and removed. Every change is somebody's, in the audit log. */
export function installSubscriptions(app: Hono<WebEnv>, deps: WebDeps): void {
  const { store, adminToken, clock } = deps;
  const now = () => toInstant(clock.now());
  const may = (c: Context<WebEnv>) => requireAdmin(c.get("reader"), adminToken);

  app.get("/subscriptions", async (c) => {
    requirePerson(c.get("reader"), adminToken);
    return c.html(subscriptionsPage(deps, c.get("reader"), await readSubscriptions(store)));
  });

  app.get("/subscriptions/new", async (c) => {
    may(c);
    const given = c.req.query();
    const text = wishText(given);
    return page(c, given["query"] === undefined ? { text, read: null, past: null } : await fill(text, null));
  });

  app.post("/subscriptions", async (c) => {
    const { name } = may(c);
    const form = await c.req.parseBody();
    const text = wishText(form);
    const filled = await fill(text, deps.subscriptions);
    const { to, query, when, min } = filled.read;
    const isWrong = Object.keys(filled.read.problems).length > 0;
    if (isWrong || to === null || query === null || when === null || min === null) return page(c, filled, 400);
    if (form["do"] !== "save") return page(c, filled);
    const secret = text.secret === "" ? null : text.secret;
    const wish = { to, query, when: printWhen(when), minimum: min, secret, owner: null, options: {} };
    const subscription = await deps.subscriptions.add(wish, name);
    return c.redirect(subscriptionPath(subscription.id), 303);
  });

  app.get("/subscriptions/:id", async (c) => {
    requirePerson(c.get("reader"), adminToken);
    const subscription = await existing(c);
    return onePage(c, subscription, { text: wishOf(subscription), read: null, past: null });
  });

  app.post("/subscriptions/:id", async (c) => {
    const { name } = may(c);
    const subscription = await existing(c);
    const form = await c.req.parseBody();
    const filled = await fill(wishText(form), null);
    const { query, when, min } = filled.read;
    if (query === null || when === null || min === null) return onePage(c, subscription, filled, 400);
    if (form["do"] !== "save") return onePage(c, subscription, filled);
    await store.updateSubscription(subscription.id, { query, when, minimum: min }, "change", name, now());
    return c.redirect(subscriptionPath(subscription.id), 303);
  });

  app.post("/subscriptions/:id/pause", async (c) => {
    const { name } = may(c);
    const { id, state } = await existing(c);
    const { because } = await c.req.parseBody();
    const reason = typeof because === "string" ? because.trim().slice(0, 300) : "";
    if (reason === "") throw new HttpProblem(400, "Why is it paused? Whoever reads it later wants to know.");
    if (state !== "active") throw new HttpProblem(400, `This subscription is ${state}, so there is nothing to pause.`);
    await store.setSubscriptionState(id, "paused", `${reason} (${name})`, name, now());
    return c.redirect(subscriptionPath(id), 303);
  });

  app.post("/subscriptions/:id/resume", async (c) => {
    const { name } = may(c);
    const { id, state } = await existing(c);
    if (state !== "paused") throw new HttpProblem(400, `This subscription is ${state}, so there is nothing to resume.`);
    await store.setSubscriptionState(id, "active", null, name, now());
    return c.redirect(subscriptionPath(id), 303);
  });

  app.post("/subscriptions/:id/remove", async (c) => {
    const { name } = may(c);
    const { id } = await existing(c);
    await store.removeSubscription(id, name, now());
    return c.redirect("/subscriptions", 303);
  });

  async function existing(c: Context<WebEnv>): Promise<Subscription> {
    const subscription = await store.subscription(c.req.param("id") ?? "");
    if (subscription === null) throw notFound("subscription");
    return subscription;
  }

  async function fill(text: WishText, destinations: WebDeps["subscriptions"] | null) {
    const read = readWish(text, destinations);
    const { query, min } = read;
    const asked = query === null || min === null ? null : { query, minimum: min };
    return {
      text,
      read,
      past: asked && (await past(store, asked, { since: daysAgo(deps, 30), includePrivate: true })),
    };
  }

  async function onePage(c: Context<WebEnv>, subscription: Subscription, filled: FilledForm, status: 200 | 400 = 200) {
    const [view, told] = await Promise.all([
      readSubscription(store, subscription),
      store.audited({ subscriptionId: subscription.id, limit: decisionsShown }),
    ]);
    const own = told.rows.filter(({ tenant }) => tenant === subscription.tenant);
    return c.html(subscriptionPage(deps, c.get("reader"), { ...view, filled, told: own }), status);
  }

  /** What was typed may hold the address of a webhook: it is shown again, and kept by nobody. */
  function page(c: Context<WebEnv>, filled: FilledForm, status: 200 | 400 = 200) {
    c.header("Cache-Control", "no-store");
    return c.html(newSubscriptionPage(deps, c.get("reader"), filled), status);
  }
}
