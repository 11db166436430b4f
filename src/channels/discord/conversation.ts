import {
  MessageFlags,
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type Interaction,
  type ModalSubmitInteraction,
} from "discord.js";
import type { RenderContext } from "../../model/channel.ts";
import type { CommandCall, CommandName, Desk } from "../../model/command.ts";
import type { Clock } from "../../model/time.ts";
import type { Shelf } from "../shelf.ts";
import { answer, ask, say, type Answerable } from "./answer.ts";
import type { Api } from "./api.ts";
import { customId, readCustomId } from "./buttons.ts";
import { isDecision, watchForm } from "./forms.ts";
import type { Compose } from "./message.ts";
import { createPending, type Pending } from "./pending.ts";
import { press } from "./presses.ts";
import type { Publisher } from "./publisher.ts";
import { suggest } from "./suggestions.ts";
import { actorOf, isAnnouncement, missingPermissions, placeOf } from "./who.ts";

export interface DiscordLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What people's words and presses are answered with. */
export interface ConversationParts {
  readonly desk: Desk;
  readonly api: Api;
  readonly publisher: Publisher;
  readonly compose: Compose;
  readonly context: () => RenderContext;
  readonly shelf: Shelf;
  readonly clock: Clock;
  readonly log: DiscordLog;
}

export interface Talk extends ConversationParts {
  readonly pending: Pending;
  /** Gives a command to the desk and shows what it says. */
  run(to: Answerable, call: CommandCall): Promise<void>;
}

/** Answers what people do, each within Discord's three seconds: first that it was heard, then what comes of it. Never throws. */
export function createConversation(parts: ConversationParts): (interaction: Interaction) => Promise<void> {
  const talk: Talk = { ...parts, pending: createPending(parts.clock), run: (to, call) => run(talk, to, call) };
  return async (interaction) => {
    try {
      if (interaction.isAutocomplete()) await complete(talk, interaction);
      else if (interaction.isChatInputCommand()) await command(talk, interaction);
      else if (interaction.isModalSubmit()) await submitted(talk, interaction);
      else if (interaction.isButton()) await press(talk, interaction);
    } catch (error) {
      parts.log.error({ err: error }, "an answer in Discord failed");
      await apologise(interaction);
    }
  };
}

async function complete(talk: Talk, interaction: AutocompleteInteraction): Promise<void> {
  await suggest(talk.desk, interaction, placeOf(interaction));
}

async function command(talk: Talk, interaction: ChatInputCommandInteraction): Promise<void> {
  const call = callOf(interaction);
  const { query, id } = call.options;
  if (call.name === "watch" && query === undefined && id === undefined) {
    const form = watchForm(call.options);
    await interaction.showModal({ ...form, custom_id: customId("form", talk.pending.keep(call)) });
    return;
  }
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  await run(talk, interaction, call);
}

async function submitted(talk: Talk, interaction: ModalSubmitInteraction): Promise<void> {
  const id = readCustomId(interaction.customId);
  const [key = ""] = id?.parts ?? [];
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  if (id?.verb === "ack") return acknowledged(talk, interaction, key);
  const call = id?.verb === "form" ? talk.pending.take(key, actorOf(interaction).id) : null;
  if (call === null) return say(interaction, ["That form is too old. Give the command again."]);
  const written = {
    query: typed(interaction, "query"),
    when: typed(interaction, "when"),
    min: chosen(interaction, "min"),
  };
  const given = Object.entries(written).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  await run(talk, interaction, { ...call, options: { ...call.options, ...Object.fromEntries(given) } });
}

async function acknowledged(talk: Talk, interaction: ModalSubmitInteraction, deliveryId: string): Promise<void> {
  const decision = chosen(interaction, "decision") ?? "";
  if (!isDecision(decision)) return say(interaction, ["What was decided? Choose one of the three."]);
  const reply = await talk.desk.acknowledge({
    deliveryId,
    decision,
    owner: typed(interaction, "owner"),
    until: typed(interaction, "until"),
    note: typed(interaction, "note"),
    place: placeOf(interaction, true),
    actor: actorOf(interaction),
  });
  await answer(talk, interaction, reply);
}

async function run(talk: Talk, to: Answerable, call: CommandCall): Promise<void> {
  if (call.name === "watch" || call.name === "test") {
    const missing = missingPermissions(to);
    if (missing.length > 0) {
      return say(to, [`regwatch cannot write here yet. Give it in ${call.place.name}: ${missing.join(", ")}.`]);
    }
  }
  const { publish, id } = call.options;
  if (call.name === "watch" && isAnnouncement(to) && publish === undefined && id === undefined) {
    return ask(
      to,
      ["Other servers may follow this channel. Are messages to be published to them?"],
      [
        ["By themselves", customId("yes", talk.pending.keep(withPublish(call, "auto")))],
        ["By an editor, who presses Publish", customId("yes", talk.pending.keep(withPublish(call, "hold")))],
        ["No", customId("yes", talk.pending.keep(withPublish(call, "off")))],
      ],
    );
  }
  const reply = await talk.desk.run(call);
  await answer(
    talk,
    to,
    reply,
    reply.kind === "confirm" ? customId("yes", talk.pending.keep({ ...call, confirmed: true })) : null,
  );
}

function withPublish(call: CommandCall, publish: string): CommandCall {
  return { ...call, options: { ...call.options, publish } };
}

function callOf(interaction: ChatInputCommandInteraction): CommandCall {
  const name = interaction.options.getSubcommand() as CommandName;
  const given = Object.fromEntries(
    (interaction.options.data[0]?.options ?? []).map(({ name, value }) => [name, String(value ?? "")]),
  );
  return {
    name,
    ...wordsOf(name, given),
    place: placeOf(interaction),
    actor: actorOf(interaction),
    confirmed: false,
  };
}

// Discord asks for each word by a name of its own; the desk knows most of them as the words after the command.
function wordsOf(name: CommandName, given: Readonly<Record<string, string>>): Pick<CommandCall, "text" | "options"> {
  const { query = "", period = "", until = "", urgent, of, id, ...rest } = given;
  const named: Readonly<Record<string, string>> = id === undefined ? {} : { id };
  switch (name) {
    case "watch":
      // A server's channel has many readers; what is told there is changed by who manages it, unless that is said.
      return {
        text: "",
        options: { ...(id === undefined && { change: "admins" }), ...rest, ...named, ...(query !== "" && { query }) },
      };
    case "list":
      return { text: of === "mine" ? "mine" : "", options: {} };
    case "mute":
      return { text: urgent === "kept back" ? `${until} urgent` : until, options: named };
    case "digest":
      return { text: period, options: query === "" ? {} : { query } };
    default:
      return { text: query, options: named };
  }
}

function typed(interaction: ModalSubmitInteraction, id: string): string | null {
  return interaction.fields.fields.has(id) ? interaction.fields.getTextInputValue(id).trim() || null : null;
}

function chosen(interaction: ModalSubmitInteraction, id: string): string | null {
  return interaction.fields.fields.has(id) ? (interaction.fields.getStringSelectValues(id)[0] ?? null) : null;
}

async function apologise(interaction: Interaction): Promise<void> {
  if (!interaction.isRepliable()) return;
  const content =
    "Something went wrong in regwatch itself; it is in its log. Nothing was changed by halves. Try again.";
  try {
    if (interaction.deferred || interaction.replied)
      await interaction.followUp({ content, flags: MessageFlags.Ephemeral });
    else await interaction.reply({ content, flags: MessageFlags.Ephemeral });
  } catch {
    // Discord is not to be reached; the person sees that by itself.
  }
}
