import { followQuery } from "../alerts/kept-back.ts";
import type { Actor, Place, Reply } from "../model/command.ts";
import { UsageError } from "../model/errors.ts";
import { deliveryOf } from "./acknowledge.ts";
import type { DeskParts } from "./parts.ts";
import { add, drafted } from "./watch.ts";

/** Subscribes a place to what an alert was about: its bill, its docket and RIN, or its page. */
export async function follow(parts: DeskParts, deliveryId: string, place: Place, actor: Actor): Promise<Reply> {
  const { alert } = await deliveryOf(parts, deliveryId, place);
  const change = alert.kind === "alert" ? alert.changes[0] : undefined;
  if (!change) throw new UsageError("That message is about no document that could be followed.");
  const call = { name: "watch", text: "", options: {}, place, actor, confirmed: true } as const;
  return add(parts, call, drafted(parts, call, { query: followQuery(change), minimum: "cosmetic" }));
}
