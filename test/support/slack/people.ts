import { randomUUID } from "node:crypto";
import type { SlackBlock } from "./limits.ts";
import type { OpenView, Reply, Slack } from "./slack.ts";
import type { SlackChannel, SlackMessage, SlackWorkspace } from "./workspace.ts";

/** Somebody in a workspace, and what they can do there. */
export interface Person {
  readonly id: string;
  /** Types a slash command and waits for the answer. */
  command(text: string, channel: SlackChannel): Promise<Reply>;
  /** Clicks a button or picks an option in a message. `acknowledged` is what came back at once. */
  click(message: SlackMessage, channel: SlackChannel, actionId: string): Promise<Reply | undefined>;
  /** Clicks a button of what was answered to this person alone. */
  clickReply(reply: Reply, channel: SlackChannel, actionId: string): Promise<Reply>;
  /** Uses the message shortcut on somebody's message. */
  shortcut(callbackId: string, text: string, channel: SlackChannel): Promise<Reply | undefined>;
  /** The modal this person looks at, or undefined. */
  view(): OpenView | undefined;
  /** Changes an input that reports at once. `value` is text, an option's value, or several. */
  change(actionId: string, value: string | readonly string[]): Promise<void>;
  /** Fills in and submits the open modal; gives what it was answered with. */
  submit(values?: Readonly<Record<string, string | readonly string[]>>): Promise<unknown>;
  /** Clicks in the open modal or in the App Home. */
  clickView(actionId: string): Promise<void>;
  openHome(): Promise<void>;
}

export function person(
  slack: Slack,
  workspace: SlackWorkspace,
  id: string,
  parts: { isAdmin?: boolean; name?: string } = {},
): Person {
  const name = parts.name ?? id.toLowerCase();
  workspace.users.set(id, { id, name, isAdmin: parts.isAdmin ?? false, home: null });
  const user = { id, username: name, name, team_id: workspace.id };
  const team = { id: workspace.id, domain: workspace.name };
  const values = new Map<string, Readonly<Record<string, string | readonly string[]>>>();
  const self: Person = {
    id,
    async command(text, channel) {
      const reply = slack.responseUrl();
      const acknowledged = await slack.deliver("slash_commands", {
        command: "/regwatch",
        text,
        team_id: workspace.id,
        team_domain: workspace.name,
        channel_id: channel.id,
        channel_name: channel.name,
        user_id: id,
        user_name: name,
        api_app_id: workspace.appId,
        is_enterprise_install: "false",
        trigger_id: slack.trigger(id),
        response_url: reply.url,
      });
      return replyOf(acknowledged) ?? within(reply.next(), `an answer to /regwatch ${text}`);
    },
    async click(message, channel, actionId) {
      const found = elementOf(message.blocks, actionId);
      const reply = slack.responseUrl();
      await slack.deliver("interactive", {
        ...interaction(found),
        container: { type: "message", message_ts: message.ts, channel_id: channel.id, is_ephemeral: false },
        channel: { id: channel.id, name: channel.name },
        message: { type: "message", ts: message.ts, text: message.text, blocks: message.blocks, bot_id: message.botId },
        response_url: reply.url,
      });
      return Promise.race([reply.next(), quiet(300)]);
    },
    async clickReply(given, channel, actionId) {
      const reply = slack.responseUrl();
      await slack.deliver("interactive", {
        ...interaction(elementOf(given.blocks, actionId)),
        container: { type: "message", message_ts: "1.000001", channel_id: channel.id, is_ephemeral: true },
        channel: { id: channel.id, name: channel.name },
        response_url: reply.url,
      });
      return within(reply.next(), `an answer to the click on ${actionId}`);
    },
    async shortcut(callbackId, text, channel) {
      const reply = slack.responseUrl();
      await slack.deliver("interactive", {
        type: "message_action",
        callback_id: callbackId,
        token: "unused",
        team,
        user,
        channel: { id: channel.id, name: channel.name },
        message_ts: "1.000001",
        message: { type: "message", user: "U0BOB", ts: "1.000001", text },
        trigger_id: slack.trigger(id),
        response_url: reply.url,
      });
      return Promise.race([reply.next(), quiet(300)]);
    },
    view: () => slack.views.findLast((open) => open.user === id && open.team === workspace.id),
    async change(actionId, value) {
      const open = mustBeOpen(self.view());
      values.set(open.id, { ...values.get(open.id), [actionId]: value });
      const found = elementOf(open.view["blocks"] as readonly SlackBlock[], actionId);
      await slack.deliver("interactive", {
        ...interaction({ ...found, element: { ...found.element, ...valueOf(found.element, value) } }),
        container: { type: "view", view_id: open.id },
        view: viewWithState(open, values.get(open.id) ?? {}),
      });
    },
    async submit(given = {}) {
      const open = mustBeOpen(self.view());
      const acknowledged = await slack.deliver("interactive", {
        type: "view_submission",
        team,
        user,
        api_app_id: workspace.appId,
        token: "unused",
        trigger_id: slack.trigger(id),
        view: viewWithState(open, { ...values.get(open.id), ...given }),
        response_urls: [],
        is_enterprise_install: false,
      });
      const answer = acknowledged as { response_action?: string; view?: Record<string, unknown> } | undefined;
      if (answer?.response_action === "update" && answer.view) slack.desk.updateView(open.id, answer.view, null);
      if (answer?.response_action === undefined || answer.response_action === "clear") close(open);
      return answer && Object.keys(answer).length > 0 ? answer : undefined;
    },
    async clickView(actionId) {
      const open = self.view();
      const home = workspace.users.get(id)?.home?.blocks ?? [];
      const blocks = open ? (open.view["blocks"] as readonly SlackBlock[]) : home;
      await slack.deliver("interactive", {
        ...interaction(elementOf(blocks, actionId)),
        container: { type: "view", view_id: open?.id ?? `VHOME${id}` },
        view: open
          ? viewWithState(open, values.get(open.id) ?? {})
          : { id: `VHOME${id}`, type: "home", blocks, state: { values: {} }, hash: "1", team_id: workspace.id },
      });
    },
    async openHome() {
      await slack.deliver(
        "events_api",
        event(workspace, {
          type: "app_home_opened",
          user: id,
          channel: `D${id.slice(1)}`,
          tab: "home",
          event_ts: "1.1",
        }),
      );
    },
  };
  return self;

  function interaction(found: {
    readonly blockId: string;
    readonly element: Readonly<Record<string, unknown>>;
  }): object {
    return {
      type: "block_actions",
      team,
      user,
      api_app_id: workspace.appId,
      token: "unused",
      trigger_id: slack.trigger(id),
      is_enterprise_install: false,
      actions: [{ block_id: found.blockId, action_ts: "1.1", ...found.element }],
    };
  }

  function close(open: OpenView): void {
    (slack.views as OpenView[]).splice(slack.views.indexOf(open), 1);
  }
}

/** An event as the Events API sends it. */
export function event(
  workspace: SlackWorkspace,
  inner: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return {
    type: "event_callback",
    token: "unused",
    team_id: workspace.id,
    api_app_id: workspace.appId,
    event_id: `Ev${randomUUID()}`,
    event_time: 1,
    authorizations: [
      {
        team_id: workspace.id,
        enterprise_id: null,
        user_id: workspace.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    event: inner,
  };
}

function replyOf(acknowledged: unknown): Reply | undefined {
  const given = acknowledged as { text?: string; blocks?: SlackBlock[]; response_type?: string } | undefined;
  if (given?.text === undefined && given?.blocks === undefined) return undefined;
  return { text: given.text ?? "", blocks: given.blocks ?? [], type: given.response_type ?? "ephemeral" };
}

interface Found {
  readonly blockId: string;
  readonly element: Readonly<Record<string, unknown>>;
}

function elementOf(blocks: readonly SlackBlock[], actionId: string): Found {
  for (const [at, block] of blocks.entries()) {
    const elements =
      block.type === "actions"
        ? block.elements
        : block.type === "section" && block.accessory
          ? [block.accessory]
          : block.type === "input"
            ? [block.element]
            : [];
    for (const element of elements) {
      if ("action_id" in element && element.action_id === actionId) {
        return {
          blockId: block.block_id ?? `b${at}`,
          element: element,
        };
      }
    }
  }
  throw new Error(`there is nothing to click that is called ${actionId}`);
}

function viewWithState(open: OpenView, given: Readonly<Record<string, string | readonly string[]>>): object {
  const state: Record<string, Record<string, unknown>> = {};
  for (const [at, block] of (open.view["blocks"] as readonly SlackBlock[]).entries()) {
    const elements = block.type === "input" ? [block.element] : block.type === "actions" ? block.elements : [];
    for (const element of elements) {
      if (element.type === "button" || element.action_id === undefined) continue;
      const id = block.block_id ?? `b${at}`;
      const value = given[element.action_id] ?? initialOf(element);
      state[id] = {
        ...state[id],
        [element.action_id]: { type: element.type, ...valueOf(element, value) },
      };
    }
  }
  return { ...open.view, id: open.id, hash: open.hash, team_id: open.team, state: { values: state } };
}

function initialOf(element: Readonly<Record<string, unknown>>): string | readonly string[] | undefined {
  const one = element["initial_option"] as { value: string } | undefined;
  const many = element["initial_options"] as readonly { value: string }[] | undefined;
  return (
    (element["initial_value"] as string | undefined) ??
    one?.value ??
    many?.map(({ value }) => value) ??
    (element["initial_date"] as string | undefined) ??
    (element["initial_conversation"] as string | undefined)
  );
}

function valueOf(element: Found["element"], value: string | readonly string[] | undefined): Record<string, unknown> {
  const options = (element["options"] ?? []) as readonly { value: string }[];
  const wanted = value === undefined ? [] : [value].flat();
  const chosen = options.filter((option) => wanted.includes(option.value));
  switch (element["type"]) {
    case "plain_text_input":
      return { value: wanted[0] ?? null };
    case "static_select":
    case "radio_buttons":
      return { selected_option: chosen[0] ?? null };
    case "overflow":
      return { selected_option: chosen[0] ?? null };
    case "multi_static_select":
    case "checkboxes":
      return { selected_options: chosen };
    case "datepicker":
      return { selected_date: wanted[0] ?? null };
    case "conversations_select":
      return { selected_conversation: wanted[0] ?? null };
    default:
      return {};
  }
}

function mustBeOpen(open: OpenView | undefined): OpenView {
  if (!open) throw new Error("no modal is open");
  return open;
}

async function quiet(ms: number): Promise<undefined> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return undefined;
}

async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error(`${what} did not come within five seconds`)), 5000).unref();
  });
  return Promise.race([promise, late]);
}
