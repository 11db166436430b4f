import { hashJson } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import type { Alert } from "../model/alert.ts";
import type { Change } from "../model/change.ts";
import { UsageError } from "../model/errors.ts";
import type { Instant } from "../model/time.ts";
import { plan } from "./plan.ts";
import type { Services } from "./services.ts";

/**
 * Takes a change back: it is marked on the web, in feeds and digests, messages that stand are amended, and whoever was told where messages
 * stay as they were sent is told anew. Returns how many subscriptions had heard of it. Throws `UsageError`.
 */
export async function retract(services: Services, changeId: string, reason: string, by: string): Promise<number> {
  const { store, channels, clock } = services;
  const change = await store.change(changeId);
  if (!change) throw new UsageError(`There is no change ${changeId}.`);
  const at = toInstant(clock.now());
  const told = await store.toldOf(changeId);
  // Where each digest is approved first, nothing goes out past that: the next one lists it.
  const unamendable = told.filter(
    ({ byNotice, subscription: { destination, options } }) =>
      !options.approve && (byNotice || channels.get(destination.channel)?.amend === undefined),
  );
  const alert = retraction(change, reason, at);
  const anew = unamendable.map(({ subscription }) => subscription);
  const notice = plan(services, alert, alert.id, anew);
  if (await store.retract(changeId, reason, by, at, notice)) return told.length;
  throw new UsageError(`Change ${changeId} was taken back already.`);
}

function retraction(change: Change, reason: string, at: Instant): Alert {
  return {
    kind: "notice",
    id: hashJson(["retraction", change.id]).slice(0, 32),
    at,
    notice: {
      subject: "retraction",
      lines: [`Retracted: ${change.title}`, `What was told of it was wrong: ${reason}`],
      changes: [{ ...change, retracted: { at, reason } }],
    },
  };
}
