import type { App } from "@slack/bolt";
import type { Button, HomeView, KnownBlock } from "@slack/types";
import type { ListedSubscription, Place, Waiting } from "../../model/command.ts";
import { significances } from "../../model/significance.ts";
import { nameOf, placeOf } from "./place.ts";
import { changeLine } from "./change.ts";
import { input, modal, option, readFilled, readOrigin, select, textInput } from "./modal.ts";
import { acknowledgeModal } from "./acknowledge-modal.ts";
import { tokenIn, type AppParts } from "./parts.ts";
import { deadlineLine, subscriptionLine } from "./reply.ts";
import { button, line, list, richText, words } from "./rich.ts";

const actions = { mute: "home-mute", edit: "home-edit", end: "home-end", acknowledge: "home-acknowledge" } as const;
const editCallback = "edit";

/** What the App Home shows: what waits to be acknowledged, what one has subscribed to, and the dates to come. */
export function serveHome(app: App, parts: AppParts): void {
  app.event("app_home_opened", async ({ event, context }) => {
    if (event.tab === "home") await publish(parts, context.teamId ?? "", event.user, event.channel);
  });

  app.action({ type: "block_actions", action_id: /^home-(mute|end)$/ }, async ({ ack, action, body }) => {
    await ack();
    if (action.type !== "button" || !body.team) return;
    const isMute = action.action_id === actions.mute;
    await onMine(parts, body.team.id, body.user, action.value ?? "", async ({ subscription: { id } }, place, actor) => {
      const about = { options: {}, place, actor, confirmed: true };
      if (isMute) await parts.desk.run({ ...about, name: "mute", text: "1w", options: { id } });
      else await parts.desk.run({ ...about, name: "unwatch", text: id });
    });
    await publish(parts, body.team.id, body.user.id, homeOf(body.user.id));
  });

  app.action({ type: "block_actions", action_id: actions.edit }, async ({ ack, action, body }) => {
    await ack();
    if (action.type !== "button" || !body.team) return;
    const team = body.team.id;
    await onMine(parts, team, body.user, action.value ?? "", async ({ subscription, when }) => {
      const from = { team, channel: homeOf(body.user.id), channelName: "", subscriptionId: subscription.id };
      const view = modal(editCallback, "Change what is told", "Save", from, [
        input("query", "Query", textInput({ initial: subscription.query, most: 1000, multiline: true })),
        input(
          "min",
          "At least",
          select(
            significances.map((name) => option(name, name)),
            subscription.minimum,
          ),
        ),
        input("when", "When (instant, daily 08:00 America/New_York, …)", textInput({ initial: when, most: 100 })),
      ]);
      await parts.client.views.open({ token: await tokenIn(parts, team), trigger_id: body.trigger_id, view });
    });
  });

  app.view(editCallback, async ({ ack, body, view }) => {
    const from = readOrigin(view.private_metadata);
    if (from?.subscriptionId === undefined) return ack();
    const filled = readFilled(view.state.values);
    const options = {
      id: from.subscriptionId,
      query: filled.one("query") ?? "",
      min: filled.one("min") ?? "",
      when: filled.one("when") ?? "",
    };
    const actor = await parts.introduce(from.team, body.user.id, nameOf(body.user));
    const place = placeOf(parts, from);
    const reply = await parts.desk.run({ name: "watch", text: "", options, place, actor, confirmed: true });
    if (reply.kind === "mistake") return ack({ response_action: "errors", errors: { query: reply.lines.join(" ") } });
    await ack();
    await publish(parts, from.team, body.user.id, from.channel);
  });

  app.action({ type: "block_actions", action_id: actions.acknowledge }, async ({ ack, action, body }) => {
    await ack();
    if (action.type !== "button" || !body.team || action.value === undefined) return;
    const from = { team: body.team.id, channel: homeOf(body.user.id), channelName: "", deliveryId: action.value };
    const token = await tokenIn(parts, from.team);
    await parts.client.views.open({ token, trigger_id: body.trigger_id, view: acknowledgeModal(from) });
  });
}

async function publish(parts: AppParts, team: string, user: string, channel: string): Promise<void> {
  const place = placeOf(parts, { team, channel, channelName: "" });
  const actor = await parts.introduce(team, user, user);
  const call = { text: "", options: {}, place, actor, confirmed: false } as const;
  const [mine, deadlines, waiting] = await Promise.all([
    parts.desk.run({ ...call, name: "list", text: "mine" }),
    parts.desk.run({ ...call, name: "deadlines" }),
    parts.desk.waiting(place, 10),
  ]);
  const view: HomeView = {
    type: "home",
    blocks: [
      ...waitingBlocks(parts, waiting),
      ...subscriptionBlocks(mine.subscriptions ?? []),
      ...heading("Dates to come"),
      ...(deadlines.deadlines?.length
        ? richText(list(deadlines.deadlines.slice(0, 10).map((one) => deadlineLine(one, parts.context().now))))
        : richText(line(words("None that is known.")))),
    ].slice(0, 100),
  };
  await parts.client.views.publish({ token: await tokenIn(parts, team), user_id: user, view });
}

function waitingBlocks(parts: AppParts, waiting: readonly Waiting[]): readonly KnownBlock[] {
  if (waiting.length === 0) return [];
  return [
    ...heading("Not acknowledged yet"),
    ...waiting.flatMap(({ deliveryId, changes }) => {
      const composed = parts.compose(
        { kind: "alert", id: deliveryId, at: "", changes: changes.slice(0, 1) },
        parts.context(),
      );
      const [first] = composed.kind === "alert" ? composed.changes : [];
      if (first === undefined) return [];
      return [...richText(line(changeLine(first))), row(button("Acknowledge …", actions.acknowledge, deliveryId))];
    }),
  ];
}

function subscriptionBlocks(subscriptions: readonly ListedSubscription[]): readonly KnownBlock[] {
  if (subscriptions.length === 0) {
    return [
      ...heading("Your subscriptions"),
      ...richText(
        line(words("None yet. Type "), words("/regwatch watch", { code: true }), words(" in a channel to make one.")),
      ),
    ];
  }
  return [
    ...heading("Your subscriptions"),
    ...subscriptions
      .slice(0, 20)
      .flatMap((one) => [
        ...richText(line(subscriptionLine(one))),
        row(
          button("Change …", actions.edit, one.subscription.id),
          button("Mute for a week", actions.mute, one.subscription.id),
          button("End", actions.end, one.subscription.id, { style: "danger", confirm: surely }),
        ),
      ]),
  ];
}

const surely = {
  title: { type: "plain_text", text: "End the subscription?" },
  text: { type: "plain_text", text: "The channel is told nothing more of it." },
  confirm: { type: "plain_text", text: "End it" },
  deny: { type: "plain_text", text: "Keep it" },
} as const;

async function onMine(
  parts: AppParts,
  team: string,
  user: { readonly id: string; readonly name?: string; readonly username?: string },
  id: string,
  work: (mine: ListedSubscription, place: Place, actor: Awaited<ReturnType<AppParts["introduce"]>>) => Promise<void>,
): Promise<void> {
  const actor = await parts.introduce(team, user.id, nameOf(user));
  const home = placeOf(parts, { team, channel: homeOf(user.id), channelName: "" });
  const { subscriptions = [] } = await parts.desk.run({
    name: "list",
    text: "mine",
    options: {},
    place: home,
    actor,
    confirmed: false,
  });
  const mine = subscriptions.find(({ subscription }) => subscription.id === id);
  // Commands are about the place that is told.
  if (mine) await work(mine, { ...home, destination: mine.subscription.destination, name: "the channel" }, actor);
}

function heading(text: string): readonly KnownBlock[] {
  return [{ type: "header", text: { type: "plain_text", text } }];
}

function row(...elements: readonly Button[]): KnownBlock {
  return { type: "actions", elements: [...elements] };
}

/** The conversation with a person stands for the Home, which is none. */
function homeOf(user: string): string {
  return `D${user.slice(1)}`;
}
