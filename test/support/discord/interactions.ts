import { randomBytes } from "node:crypto";
import { done, error, ok, type Answer } from "./answer.ts";
import { checkChoices, checkModal } from "./limits.ts";
import { add, refusalOf, type Request } from "./messages.ts";
import { messageJson, type Channel, type Json, type Message, type State } from "./state.ts";

/** What came back to the person who did something. */
export interface Reaction {
  readonly modal: Json | null;
  readonly choices: readonly Json[];
  /** Messages in answer, the first one first, as they stand now. */
  readonly messages: readonly Message[];
  /** Milliseconds of Discord's time until the first answer. */
  readonly afterMs: number;
  readonly isEphemeral: boolean;
}

export interface Interactions {
  /** Hands an interaction to the bot and waits for the end of its answer. */
  begin(packet: Json, channel: Channel, userId: string, pressed: Message | null): Promise<Reaction>;
  callback(id: string, token: string, request: Request, withResponse: boolean): Answer;
  followUp(token: string, request: Request): Answer;
  edit(token: string, messageId: string, request: Request): Answer;
  original(token: string, messageId: string): Answer;
  remove(token: string, messageId: string): Answer;
  /** What Discord would hold against the bot: answers that came too late or twice. */
  readonly complaints: string[];
}

interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly at: number;
  readonly userId: string;
  readonly channel: Channel;
  readonly pressed: Message | null;
  readonly kind: number;
  type: number | null;
  answeredAt: number;
  isEphemeral: boolean;
  modal: Json | null;
  choices: readonly Json[];
  readonly messages: Message[];
  readonly settle: () => void;
}

const patience = 20_000;

export function createInteractions(state: State, dispatch: (type: string, data: Json) => void): Interactions {
  const byToken = new Map<string, Interaction>();
  const complaints: string[] = [];
  return {
    complaints,
    begin(packet, channel, userId, pressed) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const interaction: Interaction = {
        id: state.newId(),
        token: randomBytes(30).toString("base64url"),
        at: state.now(),
        userId,
        channel,
        pressed,
        kind: Number(packet["type"]),
        type: null,
        answeredAt: 0,
        isEphemeral: false,
        modal: null,
        choices: [],
        messages: [],
        settle: resolve,
      };
      byToken.set(interaction.token, interaction);
      const timer = setTimeout(() => reject(new Error("The bot did not answer.")), patience);
      dispatch("INTERACTION_CREATE", { ...packet, id: interaction.id, token: interaction.token });
      return promise
        .finally(() => clearTimeout(timer))
        .then(() => ({
          modal: interaction.modal,
          choices: interaction.choices,
          messages: [...changedInPlace(interaction), ...interaction.messages],
          afterMs: interaction.answeredAt - interaction.at,
          isEphemeral: interaction.isEphemeral,
        }));
    },
    callback(id, token, request, withResponse) {
      const interaction = byToken.get(token);
      if (interaction === undefined || interaction.id !== id) return error(404, 10062, "Unknown interaction");
      if (interaction.type !== null) {
        complaints.push(`the interaction ${id} was answered twice`);
        return error(400, 40060, "Interaction has already been acknowledged.");
      }
      if (state.now() - interaction.at > 3000) {
        complaints.push(`the interaction ${id} was answered after ${state.now() - interaction.at} ms`);
        return error(404, 10062, "Unknown interaction");
      }
      const refusal = take(interaction, request);
      if (refusal !== null) return refusal;
      const [message] = interaction.messages;
      if (!withResponse) return done;
      return ok({
        interaction: { id, type: interaction.kind, response_message_id: message?.id },
        resource: { type: interaction.type, ...(message && { message: messageJson(state, message) }) },
      });
    },
    followUp(token, request) {
      const interaction = byToken.get(token);
      const refusal = usable(interaction) ?? refusalOf(request.body, request.files, "interaction");
      if (refusal !== null || interaction === undefined) return refusal ?? unknownWebhook;
      const isEphemeral = ephemeral(request.body) || (interaction.messages.length === 0 && interaction.isEphemeral);
      const message = reply(interaction, request, isEphemeral);
      interaction.settle();
      return ok(messageJson(state, message));
    },
    edit(token, messageId, request) {
      const interaction = byToken.get(token);
      const found = usable(interaction) ?? find(interaction, messageId);
      if ("status" in found) return found;
      const next = { ...found.body, ...request.body };
      const refusal = refusalOf(next, [...request.files, ...found.files], "interaction");
      if (refusal !== null) return refusal;
      Object.assign(found, { body: next, files: [...found.files, ...request.files], editedAt: state.now() });
      interaction?.settle();
      return ok(messageJson(state, found));
    },
    original(token, messageId) {
      const found = find(byToken.get(token), messageId);
      return "status" in found ? found : ok(messageJson(state, found));
    },
    remove(token, messageId) {
      const interaction = byToken.get(token);
      const found = find(interaction, messageId);
      if ("status" in found) return found;
      interaction?.channel.messages.splice(interaction.channel.messages.indexOf(found), 1);
      return done;
    },
  };

  function take(interaction: Interaction, { body, files }: Request): Answer | null {
    const type = Number(body["type"]);
    const data = (body["data"] ?? {}) as Json;
    const isPress = interaction.pressed !== null;
    if (type === 9) {
      const problems = checkModal(data);
      if (interaction.kind === 5 || problems.length > 0) return error(400, 50035, "Invalid Form Body", problems);
      interaction.modal = data;
    } else if (type === 8) {
      const choices = (data["choices"] ?? []) as readonly Json[];
      const problems = interaction.kind === 4 ? checkChoices(choices) : ["type: this asked for no suggestions"];
      if (problems.length > 0) return error(400, 50035, "Invalid Form Body", problems);
      interaction.choices = choices;
    } else if (interaction.kind === 4)
      return error(400, 50035, "Invalid Form Body", ["type: suggestions were asked for"]);
    else if (type === 7 || type === 6) {
      if (!isPress) return error(400, 50035, "Invalid Form Body", ["type: there is no message to change"]);
      const refusal = type === 7 ? refusalOf({ ...interaction.pressed?.body, ...data }, files, "interaction") : null;
      if (refusal !== null) return refusal;
      if (type === 7 && interaction.pressed) interaction.pressed.body = { ...interaction.pressed.body, ...data };
    } else if (type === 4) {
      const refusal = refusalOf(data, files, "interaction");
      if (refusal !== null) return refusal;
      interaction.isEphemeral = ephemeral(data);
      reply(interaction, { body: data, files }, interaction.isEphemeral);
    } else if (type === 5) interaction.isEphemeral = ephemeral(data);
    else return error(400, 50035, "Invalid Form Body", ["type: is unknown"]);
    interaction.type = type;
    interaction.answeredAt = state.now();
    if (type !== 5 && type !== 6) interaction.settle();
    return null;
  }

  function reply(
    interaction: Interaction,
    { body, files }: Pick<Request, "body" | "files">,
    isEphemeral: boolean,
  ): Message {
    const seenBy = isEphemeral ? interaction.userId : null;
    const message = add(state, interaction.channel, state.applicationId, body, files, null, seenBy);
    interaction.messages.push(message);
    return message;
  }

  // `@original` is the first answer; after a deferred one it comes to be by being edited, or is the message whose button was pressed.
  function find(interaction: Interaction | undefined, messageId: string): Message | Answer {
    if (interaction === undefined) return unknownWebhook;
    if (messageId !== "@original")
      return interaction.messages.find(({ id }) => id === messageId) ?? error(404, 10008, "Unknown Message");
    if ((interaction.type === 6 || interaction.type === 7) && interaction.pressed !== null) return interaction.pressed;
    const [first] = interaction.messages;
    if (first !== undefined) return first;
    if (interaction.type !== 5) return error(404, 10008, "Unknown Message");
    return reply(
      interaction,
      { body: interaction.isEphemeral ? { flags: 64 } : {}, files: [] },
      interaction.isEphemeral,
    );
  }

  function usable(interaction: Interaction | undefined): Answer | null {
    if (interaction === undefined || interaction.type === null) return unknownWebhook;
    return state.now() - interaction.at > 15 * 60 * 1000 ? error(401, 50027, "Invalid Webhook Token") : null;
  }
}

// What was pressed and changed is the answer.
function changedInPlace({ type, pressed }: Interaction): readonly Message[] {
  return (type === 6 || type === 7) && pressed !== null ? [pressed] : [];
}

const unknownWebhook = error(404, 10015, "Unknown Webhook");

function ephemeral(body: Json): boolean {
  return (Number(body["flags"] ?? 0) & 64) !== 0;
}
