import { ButtonStyle, ComponentType, type APIActionRowComponent, type APIButtonComponent } from "discord-api-types/v10";
import type { ComposedChange } from "../../model/composed.ts";
import type { Significance } from "../../model/significance.ts";
import { significances } from "../../model/significance.ts";
import type { Standing } from "../../model/standing.ts";
import { isLoopbackLink, webLink } from "../links.ts";

export type Row = APIActionRowComponent<APIButtonComponent>;

/** What a press is called in a custom id: `verb:argument:argument`. */
export const verbs = [
  "redline",
  "ack",
  "unack",
  "follow",
  "mute",
  "mute-for",
  "mute-yes",
  "form",
  "stop",
  "yes",
  "no",
  "publish",
  "desk",
] as const;
export type Verb = (typeof verbs)[number];

export function customId(verb: Verb, ...parts: readonly string[]): string {
  return [verb, ...parts].join(":");
}

/** Reads a custom id of ours; null for anything else. */
export function readCustomId(id: string): { readonly verb: Verb; readonly parts: readonly string[] } | null {
  const [name = "", ...parts] = id.split(":");
  const verb = verbs.find((verb) => verb === name);
  return verb === undefined ? null : { verb, parts };
}

export function button(label: string, id: string, style: ButtonStyle = ButtonStyle.Secondary): APIButtonComponent {
  return { type: ComponentType.Button, style: style as ButtonStyle.Secondary, label, custom_id: id };
}

/** Rows of buttons, empty ones left out. */
export function rows(...rows: readonly (readonly APIButtonComponent[])[]): Row[] {
  return rows
    .filter((buttons) => buttons.length > 0)
    .map((buttons) => ({ type: ComponentType.ActionRow, components: [...buttons] }));
}

/** The buttons under an alert. Where nobody could follow a link to regwatch, the redline is answered inside Discord. */
export function alertButtons(deliveryId: string, [first]: readonly ComposedChange[], standing: Standing): Row[] {
  const page = first === undefined ? null : pageLink(first);
  const decided = standing.acknowledgement !== null;
  return rows([
    page ?? button("Show the redline", customId("redline", deliveryId), ButtonStyle.Primary),
    ...(standing.retracted === null || standing.partly
      ? [
          decided
            ? button("Take back", customId("unack", deliveryId))
            : button("Acknowledge", customId("ack", deliveryId)),
        ]
      : []),
    button("Follow", customId("follow", deliveryId)),
    button("Mute", customId("mute", deliveryId)),
  ]);
}

/** What readers of an announcement channel and of those that follow it can use: links alone. */
export function linkButtons([first]: readonly ComposedChange[]): Row[] {
  const page = first === undefined ? null : pageLink(first);
  return rows(page === null ? [] : [page]);
}

/**
 * What a message carries while it is not published: for an editor to press, with the time (epoch seconds) at which it goes out without
 * that; or a word that it waits for its turn among Discord's ten an hour.
 */
export function publishButton(
  significance: Significance,
  until: "hold" | "auto" | { readonly due: number; readonly words: string },
): APIButtonComponent {
  const rank = String(significances.indexOf(significance));
  if (until === "hold") return button("Publish to followers", customId("publish", rank, until), ButtonStyle.Primary);
  if (until !== "auto") {
    const label = `Publish to followers (by itself at ${until.words})`.slice(0, 80);
    return button(label, customId("publish", rank, String(until.due)), ButtonStyle.Primary);
  }
  return {
    ...button("Waits to be published: 10 an hour are allowed", customId("publish", rank, until)),
    disabled: true,
  };
}

function pageLink(change: ComposedChange): APIButtonComponent | null {
  const url = isLoopbackLink(change.pageUrl) ? null : webLink(change.pageUrl, 512);
  return url === null ? null : { type: ComponentType.Button, style: ButtonStyle.Link, label: "Open the redline", url };
}
