import { MessageFlags, PermissionFlagsBits, type ButtonInteraction } from "discord.js";
import { answer, ask, say, show } from "./answer.ts";
import { customId, readCustomId, type Verb } from "./buttons.ts";
import type { Talk } from "./conversation.ts";
import { acknowledgeForm } from "./forms.ts";
import { escape } from "./markup.ts";
import { contentOf } from "./message.ts";
import { actorOf, placeOf } from "./who.ts";

type Press = (talk: Talk, interaction: ButtonInteraction, ...parts: readonly string[]) => Promise<void>;

/** Answers a press on a button of ours. */
export async function press(talk: Talk, interaction: ButtonInteraction): Promise<void> {
  const id = readCustomId(interaction.customId);
  if (id === null) return;
  const { verb, parts } = id;
  if (verb === "ack") {
    await interaction.showModal(acknowledgeForm(parts[0] ?? ""));
    return;
  }
  // What is asked of the caller alone changes in place; anything else begins an answer of its own.
  if (inPlace.has(verb)) await interaction.deferUpdate();
  else await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  await presses[verb]?.(talk, interaction, ...parts);
}

const inPlace: ReadonlySet<Verb> = new Set(["desk", "yes", "no", "mute-for", "mute-yes"]);

const presses: Readonly<Partial<Record<Verb, Press>>> = {
  async redline(talk, interaction, deliveryId = "") {
    const delivered = await talk.desk.delivered(deliveryId, placeOf(interaction, true));
    if (delivered === null) return say(interaction, ["That alert is not known here."]);
    const { changes, standing } = delivered;
    const context = talk.context();
    const alert = { kind: "alert", id: deliveryId, at: context.now.toString(), changes } as const;
    const files = await Promise.all(changes.slice(0, 5).map(({ id }) => talk.shelf.redline(id)));
    await show(
      interaction,
      contentOf(talk.compose(alert, context, standing)),
      [],
      files.filter((file) => file !== null),
    );
  },
  async unack(talk, interaction, deliveryId = "") {
    const reply = await talk.desk.unacknowledge(deliveryId, placeOf(interaction, true), actorOf(interaction));
    await answer(talk, interaction, reply);
  },
  async follow(talk, interaction, deliveryId = "") {
    if (!mayManage(interaction))
      return say(interaction, ["Only who manages this server or its messages can have this channel told of more."]);
    const reply = await talk.desk.follow(deliveryId, placeOf(interaction, true), actorOf(interaction));
    await answer(talk, interaction, reply);
  },
  async mute(_talk, interaction, deliveryId = "") {
    await ask(
      interaction,
      ["Mute what sent this alert, for how long? Urgent changes are told all the same."],
      (["1d", "1w", "30d"] as const).map((span) => [spans[span], customId("mute-for", span, deliveryId)]),
    );
  },
  async "mute-for"(talk, interaction, span = "", deliveryId = "") {
    const reply = await talk.desk.mute(deliveryId, span, placeOf(interaction, true), actorOf(interaction), false);
    await answer(talk, interaction, reply, reply.kind === "confirm" ? customId("mute-yes", span, deliveryId) : null);
  },
  async "mute-yes"(talk, interaction, span = "", deliveryId = "") {
    const reply = await talk.desk.mute(deliveryId, span, placeOf(interaction, true), actorOf(interaction), true);
    await answer(talk, interaction, reply);
  },
  async stop(talk, interaction, id = "") {
    const [place, actor] = [placeOf(interaction), actorOf(interaction)];
    await talk.run(interaction, { name: "unwatch", text: "", options: { id }, place, actor, confirmed: true });
  },
  async yes(talk, interaction, key = "") {
    const call = talk.pending.take(key, actorOf(interaction).id);
    if (call === null) return say(interaction, ["That question is too old. Give the command again."]);
    await talk.run(interaction, call);
  },
  async no(_talk, interaction) {
    await say(interaction, ["Nothing was changed."]);
  },
  async publish(talk, interaction) {
    if (!mayManage(interaction)) {
      return say(interaction, ["Only who may manage messages here can publish to followers."]);
    }
    await say(interaction, [await publish(talk, interaction.channelId, interaction.message.id)]);
  },
  // Who may be at the editors' desk may publish.
  async desk(talk, interaction, channelId = "", messageId = "") {
    const outcome = await publish(talk, channelId, messageId);
    const [line = ""] = interaction.message.content.split("\n").slice(-1);
    await interaction.editReply({
      content: `${escape(actorOf(interaction).name)}: ${outcome}\n${line}`,
      components: [],
      allowedMentions: { parse: [] },
    });
  },
};

// In a direct conversation everybody manages their own.
function mayManage({ memberPermissions }: ButtonInteraction): boolean {
  return memberPermissions?.any(PermissionFlagsBits.ManageGuild | PermissionFlagsBits.ManageMessages) ?? true;
}

async function publish({ api, publisher }: Talk, channelId: string, messageId: string): Promise<string> {
  const outcome = await publisher.offer(await api.message(channelId, messageId));
  return outcome === "published"
    ? "Published to all who follow the channel."
    : "Discord lets ten messages an hour out to followers. This one is published as soon as it is its turn; the most significant goes first.";
}

const spans = { "1d": "A day", "1w": "A week", "30d": "30 days" } as const;
