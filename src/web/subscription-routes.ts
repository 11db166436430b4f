import type { Context, Hono } from "hono";
import { parseQuery } from "../alerts/query.ts";
import { parseWhen } from "../alerts/when.ts";
import { past } from "../commands/past.ts";
import { toInstant } from "../lib/time.ts";
import { UsageError } from "../model/errors.ts";
import { significances } from "../model/significance.ts";
import type { Subscription } from "../model/subscription.ts";
import type { WebDeps, WebEnv } from "./deps.ts";
import { type SubscriptionForm, emptyForm, formOf, subscriptionFormPage } from "./pages/subscription-form.ts";
import { subscriptionsPage } from "./pages/subscriptions.ts";
import { notFound } from "./problem.ts";
import { requireAdmin, requirePerson } from "./reader.ts";
import { readSubscriptions } from "./subscription-view.ts";

const previewDays = 30;

/** Who is told what: to read for everybody with a token, to change for those who may. */
export function installSubscriptions(app: Hono<WebEnv>, deps: WebDeps): void {
  const { store, adminToken, clock } = deps;

  app.get("/subscriptions", async (c) => {
    requirePerson(c.get("reader"), adminToken);
    return c.html(subscriptionsPage(deps, c.get("reader"), await readSubscriptions(store, clock.now())));
  });

  app.get("/subscriptions/new", (c) => {
    requireAdmin(c.get("reader"), adminToken);
    return answer(c, null, fieldsOf({ ...emptyForm, ...c.req.query() }), {});
  });

  app.post("/subscriptions", async (c) => {
    const { name } = requireAdmin(c.get("reader"), adminToken);
    const body = await c.req.parseBody();
    const form = fieldsOf(body);
    const isPreview = body["preview"] !== undefined;
    const problems = problemsOf(form, !isPreview);
    if (isPreview || hasAny(problems)) return answer(c, null, form, problems, isPreview);
    try {
      const to = deps.subscriptions.destination(form.to);
      const secret = form.secret === "" ? null : form.secret;
      await deps.subscriptions.add({ ...form, to, secret, owner: null, options: {} }, name);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return answer(c, null, form, { to: error.message });
    }
    return c.redirect("/subscriptions", 303);
  });

  app.get("/subscriptions/:id", async (c) => {
    requireAdmin(c.get("reader"), adminToken);
    const subscription = await found(c);
    return answer(c, subscription, fieldsOf({ ...formOf(subscription), ...c.req.query() }), {});
  });

  app.post("/subscriptions/:id", async (c) => {
    const { name } = requireAdmin(c.get("reader"), adminToken);
    const subscription = await found(c);
    const body = await c.req.parseBody();
    const form = fieldsOf(body);
    const isPreview = body["preview"] !== undefined;
    const problems = problemsOf(form, false);
    if (isPreview || hasAny(problems)) return answer(c, subscription, form, problems, isPreview);
    const update = { query: form.query, when: parseWhen(form.when), minimum: form.minimum };
    await store.updateSubscription(subscription.id, update, "edit", name, toInstant(clock.now()));
    return c.redirect(`/subscriptions#s-${subscription.id}`, 303);
  });

  app.post("/subscriptions/:id/:action{pause|resume|unmute|remove}", async (c) => {
    const { name } = requireAdmin(c.get("reader"), adminToken);
    const subscription = await found(c);
    await act(subscription, c.req.param("action"), name, await reasonOf(c));
    return c.redirect("/subscriptions", 303);
  });

  async function act({ id, state }: Subscription, action: string, by: string, reason: string | null): Promise<void> {
    const now = toInstant(clock.now());
    if (action === "remove") await store.removeSubscription(id, by, now);
    else if (action === "unmute") await store.updateSubscription(id, { options: { mute: null } }, "unmute", by, now);
    // Whoever has not agreed yet is waited for; nobody agrees in their place.
    else if (state === "pending")
      throw new UsageError("It waits for its address to confirm; only the link in the mail ends that.");
    else if (action === "pause") await store.setSubscriptionState(id, "paused", reason ?? `Paused by ${by}.`, by, now);
    else await store.setSubscriptionState(id, "active", null, by, now);
  }

  async function found(c: Context<WebEnv>): Promise<Subscription> {
    const subscription = await store.subscription(c.req.param("id") ?? "");
    if (subscription === null) throw notFound("subscription");
    return subscription;
  }

  function problemsOf(form: SubscriptionForm, withDestination: boolean): Readonly<Record<string, string>> {
    return {
      ...(withDestination ? problemOf("to", () => deps.subscriptions.destination(form.to)) : {}),
      ...problemOf("query", () => parseQuery(form.query)),
      ...problemOf("when", () => parseWhen(form.when)),
    };
  }

  async function answer(
    c: Context<WebEnv>,
    subscription: Subscription | null,
    form: SubscriptionForm,
    problems: Readonly<Record<string, string>>,
    previews = false,
  ): Promise<Response> {
    const since = toInstant(clock.now().subtract({ hours: previewDays * 24 }));
    const preview = previews && !hasAny(problems) ? await past(store, form, since) : null;
    const page = subscriptionFormPage(deps, c.get("reader"), { subscription, form, preview, problems });
    return c.html(page, hasAny(problems) ? 400 : 200);
  }
}

function hasAny(problems: Readonly<Record<string, string>>): boolean {
  return Object.keys(problems).length > 0;
}

function problemOf(field: string, read: () => unknown): Readonly<Record<string, string>> {
  try {
    read();
    return {};
  } catch (error) {
    if (error instanceof UsageError) return { [field]: error.message };
    throw error;
  }
}

async function reasonOf(c: Context<WebEnv>): Promise<string | null> {
  const { reason } = await c.req.parseBody();
  return typeof reason === "string" && reason.trim() !== "" ? reason.trim().slice(0, 300) : null;
}

function fieldsOf(given: Readonly<Record<string, unknown>>): SubscriptionForm {
  const text = (name: string): string => (typeof given[name] === "string" ? given[name].trim() : "");
  return {
    to: text("to"),
    query: text("query"),
    when: text("when") === "" ? "instant" : text("when"),
    minimum: significances.find((each) => each === text("minimum")) ?? "editorial",
    secret: text("secret"),
  };
}
