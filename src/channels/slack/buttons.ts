import type { Button } from "@slack/types";
import type { Change } from "../../model/change.ts";
import type { ComposedChange } from "../../model/composed.ts";
import type { Standing } from "../../model/standing.ts";
import { isLoopbackLink, webLink } from "../links.ts";
import { button, type Block } from "./rich.ts";

/** What a click in a message is called. `value` is the id of the delivery. */
export const actions = {
  open: "open",
  redline: "redline",
  acknowledge: "acknowledge",
  unacknowledge: "unacknowledge",
  follow: "follow",
  mute: "mute",
  files: "files",
} as const;

/** The buttons under an alert. Where nobody could follow a link to regwatch, the redline is answered inside Slack. */
export function alertButtons(
  deliveryId: string,
  changes: readonly Change[],
  composed: readonly ComposedChange[],
  standing: Standing,
): readonly Block[] {
  const [change] = changes;
  if (change === undefined) return [];
  const elements: readonly Button[] = [
    redlineButton(deliveryId, composed),
    ...(standing.retracted === null || standing.partly ? [decide(deliveryId, standing)] : []),
    button(followLabel(change.identifiers), actions.follow, deliveryId),
    button("Mute …", actions.mute, deliveryId),
  ];
  return [{ type: "actions", block_id: `alert:${deliveryId}`.slice(0, 255), elements: [...elements] }];
}

/** Under a digest: all of it, to take away. */
export function digestButtons(deliveryId: string): readonly Block[] {
  return [
    {
      type: "actions",
      block_id: `digest:${deliveryId}`.slice(0, 255),
      elements: [button("Get it as Word and HTML", actions.files, deliveryId)],
    },
  ];
}

function redlineButton(deliveryId: string, [first]: readonly ComposedChange[]): Button {
  const page = first === undefined || isLoopbackLink(first.pageUrl) ? null : webLink(first.pageUrl);
  if (page === null) return button("Show the redline", actions.redline, deliveryId, { style: "primary" });
  return button("Open the redline", actions.open, deliveryId, { style: "primary", url: page });
}

function decide(deliveryId: string, { acknowledgement }: Standing): Button {
  if (acknowledgement === null) return button("Acknowledge …", actions.acknowledge, deliveryId);
  return button("Take back", actions.unacknowledge, deliveryId, {
    confirm: {
      title: { type: "plain_text", text: "Take the acknowledgement back?" },
      text: { type: "plain_text", text: "The alert will wait to be acknowledged again." },
      confirm: { type: "plain_text", text: "Take back" },
      deny: { type: "plain_text", text: "Leave it" },
    },
  });
}

// What following subscribes to, in the order in which the command chooses.
function followLabel({ bills, rins, docketIds }: Change["identifiers"]): string {
  if (bills.length > 0) return "Follow this bill";
  return rins.length + docketIds.length > 0 ? "Follow this docket" : "Follow this feed";
}
