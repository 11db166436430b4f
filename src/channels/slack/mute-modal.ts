import type { App } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { nameOf, placeOf } from "./place.ts";
import { shown } from "./reply.ts";
import { sayContent } from "./message.ts";
import { input, modal, option, readFilled, readOrigin, select, type Origin } from "./modal.ts";
import { tokenIn, type AppParts } from "./parts.ts";
import { line, richText, words } from "./rich.ts";

const callbackId = "mute";

/** Asks for the end of a mute. Sending it is the confirmation. */
export function muteModal(from: Origin): ModalView {
  const spans = [option("1d", "For a day"), option("1w", "For a week"), option("date", "Until the date below")];
  return modal(callbackId, "Mute", "Mute", from, [
    ...richText(
      line(
        words(
          "The subscription behind this alert keeps quiet. Urgent changes are told all the same; the others stand in the next digest, or are told together at the end.",
        ),
      ),
    ),
    input("span", "How long?", select(spans, "1d")),
    input("until", "Until", { type: "datepicker" }, { optional: true }),
  ] as ModalView["blocks"]);
}

export function serveMute(app: App, parts: AppParts): void {
  app.view(callbackId, async ({ ack, body, view }) => {
    const from = readOrigin(view.private_metadata);
    if (from?.deliveryId === undefined) return ack();
    const filled = readFilled(view.state.values);
    const span = filled.one("span") ?? "1d";
    const until = span === "date" ? `until ${filled.one("until") ?? "?"}` : span;
    const actor = await parts.introduce(from.team, body.user.id, nameOf(body.user));
    const reply = await parts.desk.mute(from.deliveryId, until, placeOf(parts, from), actor, true);
    if (reply.kind === "mistake") {
      await ack({ response_action: "errors", errors: { [span === "date" ? "until" : "span"]: reply.lines.join(" ") } });
      return;
    }
    await ack();
    await say(parts, from, reply.announce ?? reply.lines.join(" "));
  });
}

/** Tells everybody in a channel something, outside any delivery. */
export async function say(
  parts: AppParts,
  { team, channel }: Pick<Origin, "team" | "channel">,
  text: string,
): Promise<void> {
  const token = await tokenIn(parts, team);
  const content = shown(sayContent([text]));
  await parts.client.chat.postMessage({ token, channel, ...content, unfurl_links: false, unfurl_media: false });
}
