import type { Interactions, Reaction } from "./interactions.ts";
import {
  channelJson,
  messageJson,
  permissions,
  permissionsIn,
  textOf,
  userJson,
  type Channel,
  type Json,
  type Message,
  type State,
} from "./state.ts";

/** Somebody who talks with the bot as Discord lets people. */
export interface Person {
  readonly id: string;
  /** `/regwatch NAME` with its options. */
  command(channel: Channel, name: string, options?: Readonly<Record<string, string>>): Promise<Reaction>;
  /** What the bot suggests while an option is typed. */
  suggestions(channel: Channel, name: string, option: string, typed: string): Promise<readonly string[]>;
  /** Presses the button that has this label, or a label that begins so. */
  press(message: Message, label: string): Promise<Reaction>;
  /** Fills in a modal: values by custom id of the field. */
  submit(channel: Channel, modal: Json, values: Readonly<Record<string, string>>, from?: Message): Promise<Reaction>;
}

export function createPerson(
  state: State,
  interactions: Interactions,
  name: string,
  rights: bigint = permissions.manageGuild | permissions.viewChannel | permissions.sendMessages,
): Person {
  const id = state.newId();
  return {
    id,
    async command(channel, name, options = {}) {
      const values = Object.entries(options).map(([name, value]) => ({ name, type: 3, value }));
      return interactions.begin({ ...base(channel), ...commandOf(channel, name, values, 2) }, channel, id, null);
    },
    async suggestions(channel, name, option, typed) {
      const values = [{ name: option, type: 3, value: typed, focused: true }];
      const { choices } = await interactions.begin(
        { ...base(channel), ...commandOf(channel, name, values, 4) },
        channel,
        id,
        null,
      );
      return choices.map((choice) => String(choice["value"]));
    },
    async press(message, label) {
      const channel = state.channels.get(message.channelId) as Channel;
      const button = buttonsOf(message).find((one) => String(one["label"]).startsWith(label));
      if (button === undefined) throw new Error(`There is no button ${label}: ${JSON.stringify(message.body)}`);
      if (button["disabled"] === true) throw new Error(`The button ${label} cannot be pressed.`);
      const data = { custom_id: button["custom_id"], component_type: 2 };
      const packet = { ...base(channel), type: 3, data, message: messageJson(state, message) };
      return interactions.begin(packet, channel, id, message);
    },
    async submit(channel, modal, values, from) {
      const rows = (modal["components"] as readonly Json[]).map((row) => filledIn(row, values));
      const data = { custom_id: modal["custom_id"], components: rows };
      const packet = { ...base(channel), type: 5, data, ...(from && { message: messageJson(state, from) }) };
      return interactions.begin(packet, channel, id, from ?? null);
    },
  };

  function base(channel: Channel): Json {
    const who = channel.guildId === null ? { user: userJson(id, name) } : { member: memberJson() };
    return {
      version: 1,
      application_id: state.applicationId,
      channel_id: channel.id,
      channel: channelJson(channel),
      ...(channel.guildId !== null && { guild_id: channel.guildId, guild_locale: "en-US" }),
      locale: "en-US",
      app_permissions: String(permissionsIn(state, channel) ?? 0n),
      entitlements: [],
      context: channel.guildId === null ? 1 : 0,
      authorizing_integration_owners: {},
      attachment_size_limit: 10_485_760,
      ...who,
    };
  }

  function memberJson(): Json {
    return {
      user: userJson(id, name),
      nick: null,
      roles: [],
      joined_at: new Date(0).toISOString(),
      permissions: String(rights),
      deaf: false,
      mute: false,
      flags: 0,
    };
  }

  // Discord shows people only the commands they may use, with their options.
  function commandOf(channel: Channel, name: string, values: readonly Json[], type: number): Json {
    const [command] = state.commands.get("global") ?? [];
    if (command === undefined) throw new Error("No command is registered.");
    const needed = command["default_member_permissions"];
    if (channel.guildId !== null && needed !== null && (rights & BigInt(textOf(needed))) === 0n)
      throw new Error(`${String(command["name"])} is not shown to somebody without the permission.`);
    const part = (command["options"] as readonly Json[]).find((one) => one["name"] === name);
    if (part === undefined) throw new Error(`There is no command ${name}.`);
    const known = (part["options"] ?? []) as readonly Json[];
    for (const value of values) checkValue(name, known, value);
    const missing =
      type === 2 &&
      known.find((one) => one["required"] === true && !values.some((value) => value["name"] === one["name"]));
    if (missing) throw new Error(`${name} needs ${String(missing["name"])}.`);
    const data = {
      id: command["id"],
      name: command["name"],
      type: 1,
      options: [{ name, type: 1, options: values.map((value) => typed(value, known)) }],
    };
    return { type, data };
  }
}

export function buttonsOf(message: Message): readonly Json[] {
  const rows = (message.body["components"] ?? []) as readonly Json[];
  return rows.flatMap((row) => (row["components"] ?? []) as readonly Json[]);
}

function checkValue(name: string, known: readonly Json[], value: Json): void {
  const option = known.find((one) => one["name"] === value["name"]);
  if (option === undefined) throw new Error(`${name} has no option ${String(value["name"])}.`);
  const choices = (option["choices"] ?? []) as readonly Json[];
  if (choices.length > 0 && !choices.some((choice) => choice["value"] === value["value"]))
    throw new Error(`${name} offers no ${String(value["value"])}.`);
}

// Channels and roles are given as what they are.
function typed(value: Json, known: readonly Json[]): Json {
  return { ...value, type: known.find((one) => one["name"] === value["name"])?.["type"] ?? 3 };
}

function filledIn(row: Json, values: Readonly<Record<string, string>>): Json {
  const fill = (field: Json): Json => {
    const id = String(field["custom_id"]);
    const value = values[id] ?? textOf(field["value"]);
    if (field["required"] !== false && value === "") throw new Error(`${id} is required.`);
    return field["type"] === 4
      ? { type: 4, custom_id: id, value }
      : { type: field["type"], custom_id: id, values: value === "" ? [] : [value] };
  };
  if (row["type"] === 18) return { type: 18, component: fill(row["component"] as Json) };
  return { type: 1, components: (row["components"] as readonly Json[]).map(fill) };
}
