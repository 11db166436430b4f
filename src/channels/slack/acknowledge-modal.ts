import type { App } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { decisions, type Decision } from "../../model/standing.ts";
import { nameOf, placeOf } from "./place.ts";
import { input, modal, option, readFilled, readOrigin, textInput, type Origin } from "./modal.ts";
import type { AppParts } from "./parts.ts";
import { plain } from "./rich.ts";

const callbackId = "acknowledge";

/** Asks what was decided about an alert, who owns it, until when, and why. */
export function acknowledgeModal(from: Origin): ModalView {
  const options = decisions.map((decision) => option(decision, labels[decision]));
  return modal(callbackId, "Acknowledge the alert", "Acknowledge", from, [
    input("decision", "What was decided?", { type: "radio_buttons", options }),
    input("owner", "Who owns it?", textInput({ placeholder: "A person or a team", most: 200 }), { optional: true }),
    input("until", "Until when?", { type: "datepicker" }, { optional: true }),
    input("note", "Note", textInput({ multiline: true }), {
      optional: true,
      hint: plain("It stands under the alert for everybody.", 200),
    }),
  ]);
}

export function serveAcknowledge(app: App, { desk, introduce, ...rest }: AppParts): void {
  app.view(callbackId, async ({ ack, body, view }) => {
    const from = readOrigin(view.private_metadata);
    const filled = readFilled(view.state.values);
    const decision = decisions.find((one) => one === filled.one("decision"));
    if (from?.deliveryId === undefined || decision === undefined) {
      await ack({ response_action: "errors", errors: { decision: "Choose what was decided." } });
      return;
    }
    const reply = await desk.acknowledge({
      deliveryId: from.deliveryId,
      decision,
      owner: filled.one("owner"),
      until: filled.one("until"),
      note: filled.one("note"),
      place: placeOf({ desk, introduce, ...rest }, from),
      actor: await introduce(from.team, body.user.id, nameOf(body.user)),
    });
    if (reply.kind !== "mistake") return ack();
    await ack({ response_action: "errors", errors: { [reply.field ?? "decision"]: reply.lines.join(" ") } });
  });
}

const labels: Readonly<Record<Decision, string>> = {
  "no-impact": "No impact",
  "action-needed": "Action needed",
  escalated: "Escalated",
};
