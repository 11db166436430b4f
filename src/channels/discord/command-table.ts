import {
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
  type APIApplicationCommandSubcommandOption,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from "discord.js";
import type { CommandName } from "../../model/command.ts";
import { significances } from "../../model/significance.ts";

type Option = NonNullable<APIApplicationCommandSubcommandOption["options"]>[number];

/** `/regwatch` with its commands, as Discord registers it. Whoever may manage a server may use it; the server can give it to others. */
export const regwatchCommand: RESTPostAPIChatInputApplicationCommandsJSONBody = {
  name: "regwatch",
  description: "Rules for AI chips and cloud access: what changed, and whether it matters",
  default_member_permissions: String(PermissionFlagsBits.ManageGuild),
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  options: [
    command("watch", "Tell this channel when something changes", [
      text("query", "What to watch, such as topic:ai-chips; leave it out for a form with room", { suggests: true }),
      text("when", "At once if left out; or daily 08:00 Europe/London, weekly mon 08:00 America/New_York"),
      choice("min", "The least that is told", significances),
      choice("thread", "Where follow-ups go", ["thread", "channel", "both"]),
      choice("publish", "Announcement channels: to followers by itself, by an editor, or not", ["auto", "hold", "off"]),
      {
        type: ApplicationCommandOptionType.Channel,
        name: "desk",
        description: "Announcement channels: a private channel whose people publish what is held",
        channel_types: [ChannelType.GuildText],
      },
      text("at", "Announcement channels: when what is held goes out by itself, such as 17:00 Europe/London"),
      {
        type: ApplicationCommandOptionType.Role,
        name: "mention",
        description: "A role that urgent changes call",
      },
      text(
        "remind",
        "Days before deadlines (7d,1d), or hours until what nobody acknowledged is called to mind, or off",
      ),
      choice("change", "Who may change it", ["anyone", "admins"]),
      text("id", "Change this subscription instead of adding one", { suggests: true }),
    ]),
    command("list", "What this channel is told", [
      choice("of", "Of this channel, or all that you made", ["here", "mine"]),
    ]),
    command("unwatch", "End a subscription", [text("id", "Its number, or all", { suggests: true, required: true })]),
    command("preview", "What the last 30 days would have sent", [
      text("query", "What to watch; leave it out for what this channel is told", { suggests: true }),
    ]),
    command("digest", "The last days on one page", [
      text("period", "7d if left out"),
      text("query", "About what; leave it out for what this channel is told", { suggests: true }),
    ]),
    command("mute", "Be quiet until an end; urgent changes are told all the same", [
      text("until", "12h, 1d, 1w, until 2026-12-01, or off", { required: true }),
      choice("urgent", "Whether urgent changes are kept back too", ["told", "kept back"]),
      text("id", "Only this subscription", { suggests: true }),
    ]),
    command("deadlines", "Dates to come", [
      text("query", "About what; leave it out for what this channel is told", { suggests: true }),
    ]),
    command("test", "Send a real change here, in its final look", []),
    command("help", "What there is", []),
  ],
};

/** Whether what is registered is what we want. Discord adds fields of its own, which don't count. */
export function isRegistered(wanted: unknown, there: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(there) && wanted.length === there.length && wanted.every((one, at) => isRegistered(one, there[at]))
    );
  }
  if (typeof wanted !== "object" || wanted === null) return wanted === there;
  if (typeof there !== "object" || there === null) return false;
  return Object.entries(wanted).every(([name, value]) => isRegistered(value, Reflect.get(there, name) ?? empty(value)));
}

// Lists that are empty may be left out.
function empty(value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? [] : undefined;
}

function command(
  name: CommandName,
  description: string,
  options: readonly Option[],
): APIApplicationCommandSubcommandOption {
  const required = options.filter((option) => option.required === true);
  const rest = options.filter((option) => option.required !== true);
  return { type: ApplicationCommandOptionType.Subcommand, name, description, options: [...required, ...rest] as never };
}

function text(
  name: string,
  description: string,
  { suggests = false, required = false }: { readonly suggests?: boolean; readonly required?: boolean } = {},
): Option {
  return {
    type: ApplicationCommandOptionType.String,
    name,
    description,
    ...(required && { required }),
    ...(suggests && { autocomplete: true as const }),
  };
}

function choice(name: string, description: string, values: readonly string[]): Option {
  const choices = values.map((value) => ({ name: value, value }));
  return { type: ApplicationCommandOptionType.String, name, description, choices };
}
