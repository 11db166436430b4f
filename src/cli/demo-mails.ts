import { composeClientDigest } from "../alerts/client-digest.ts";
import { compose } from "../alerts/compose.ts";
import { createLinks } from "../channels/email/links.ts";
import { renderMail, type RenderedMail } from "../channels/email/mail.ts";
import { toInstant } from "../lib/time.ts";
import type { Alert } from "../model/alert.ts";
import type { Change } from "../model/change.ts";
import type { Delivery } from "../model/delivery.ts";
import { fresh } from "../model/standing.ts";
import { defaultOptions, type SubscriptionOptions } from "../model/subscription.ts";
import { gatherDigest } from "../pipeline/digest.ts";
import type { ShownMail } from "../world/mail-page.ts";
import type { House } from "../wire.ts";

const alertsShown = 8;
const days = 7;
const example: Pick<ShownMail, "from"> = { from: "regwatch <alerts@example.org>" };

/** The last week as a digest for the house and for clients, then the latest alerts, each as a mail. */
export async function demoMails(changes: readonly Change[], house: House): Promise<readonly ShownMail[]> {
  const now = house.services.clock.now();
  const to = toInstant(now);
  const digest = await gatherDigest(house.services, {
    query: "*",
    minimum: "editorial",
    zone: "America/New_York",
    from: toInstant(now.subtract({ hours: 24 * days })),
    to,
    includePrivate: true,
  });
  const told = { kind: "digest", id: "digest", at: to, digest } as const;
  const alerts = changes
    .slice(-alertsShown)
    .toReversed()
    .map((change) => ({ kind: "alert", id: change.id, at: change.detectedAt, changes: [change] }) as const);
  return [
    shown(told, mailOf(house, told, "house")),
    shown(told, mailOf(house, told, "client")),
    ...alerts.map((alert) => shown(alert, mailOf(house, alert, "house"))),
  ];
}

function shown({ at }: Alert, { subject, html }: RenderedMail): ShownMail {
  return { ...example, at, subject, html };
}

function mailOf({ services }: House, alert: Alert, form: SubscriptionOptions["form"]): RenderedMail {
  const { publicUrl, letterhead, clock } = services;
  const links = createLinks(publicUrl, null);
  return renderMail(
    {
      compose,
      composeClient: (digest, context) => composeClientDigest(digest, context, letterhead),
      links,
      domain: "example.org",
    },
    alert,
    deliveryOf(alert, form),
    { now: clock.now(), publicUrl },
  );
}

function deliveryOf(alert: Alert, form: SubscriptionOptions["form"]): Delivery {
  const destination = { channel: "email", address: "ada@example.org" };
  return {
    id: alert.id,
    lane: "email",
    subscription: {
      id: "demo",
      destination,
      query: "*",
      when: { kind: "instant" },
      minimum: "editorial",
      secret: "demo",
      state: "active",
      pausedBecause: null,
      options: { ...defaultOptions, form },
      tenant: "local",
      createdAt: alert.at,
      createdBy: "demo",
      owner: null,
    },
    destination,
    alert,
    standing: fresh,
    parent: null,
    state: "sending",
    attempts: 1,
    createdAt: alert.at,
    waitingSince: alert.at,
  };
}
