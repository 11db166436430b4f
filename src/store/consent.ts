import { randomBytes } from "node:crypto";
import { needsConsent, type Subscription } from "../model/subscription.ts";

/**
 * A subscription as it begins: pending where its address has to agree first, whichever way it was made, and with the key that the links in
 * its messages are made of.
 */
export function withConsent(subscription: Subscription): Subscription {
  const { destination, secret, options, state } = subscription;
  if (!needsConsent(destination)) return subscription;
  return {
    ...subscription,
    secret: secret ?? randomBytes(32).toString("hex"),
    state: options.consentedAt === null ? "pending" : state,
  };
}
