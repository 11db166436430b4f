import type { App } from "@slack/bolt";
import type { KnownBlock, ModalView, PlainTextOption } from "@slack/types";
import type { Suggested } from "../../model/command.ts";
import { significances } from "../../model/significance.ts";
import { nameOf, outOfReach, placeOf } from "./place.ts";
import { input, modal, option, readFilled, readOrigin, select, textInput, type Filled, type Origin } from "./modal.ts";
import { say } from "./mute-modal.ts";
import { tokenIn, type AppParts } from "./parts.ts";
import { replyContent } from "./reply.ts";
import { plain } from "./rich.ts";
import { queryOf, wishOf } from "./wish.ts";

const callbackId = "watch";
/** Inputs that change what the query would have sent. */
const queryInputs = ["topics", "sources", "agencies", "words", "min"] as const;

interface Choices {
  readonly topics: readonly PlainTextOption[];
  readonly sources: readonly PlainTextOption[];
  readonly agencies: readonly PlainTextOption[];
}

/** Opens the form that builds a subscription. The trigger is good for three seconds, so what takes longer comes after. */
export async function openWatchModal(
  parts: AppParts,
  at: {
    readonly team: string;
    readonly user: string;
    readonly triggerId: string;
    readonly channel: string;
    readonly channelName: string;
    readonly words?: string;
  },
): Promise<void> {
  const { team, channel, channelName, triggerId } = at;
  const token = await tokenIn(parts, team);
  const place = placeOf(parts, at);
  const [topics, sources, agencies, zone] = await Promise.all([
    choices(parts, "topic", place),
    choices(parts, "source", place),
    choices(parts, "agency", place),
    zoneOf(parts, token, at.user),
  ]);
  const from: Origin = { team, channel, channelName, zone };
  const view = watchModal(from, { topics, sources, agencies }, at.words ?? "", []);
  const opened = await parts.client.views.open({ token, trigger_id: triggerId, view });
  if (opened.view?.id === undefined) return;
  const blocks = await previewBlocks(parts, from, at.user, at.words || "*", "editorial");
  await parts.client.views.update({
    token,
    view_id: opened.view.id,
    view: watchModal(from, { topics, sources, agencies }, at.words ?? "", blocks),
  });
}

export function serveWatch(app: App, parts: AppParts): void {
  for (const id of queryInputs) {
    app.action({ type: "block_actions", action_id: id, block_id: id }, async ({ ack, body }) => {
      await ack();
      const { view } = body;
      const from = view === undefined ? null : readOrigin(view.private_metadata);
      if (view === undefined || from === null || view.callback_id !== callbackId) return;
      const filled = readFilled(view.state.values);
      const blocks = await previewBlocks(
        parts,
        from,
        body.user.id,
        queryOf(wishOf(filled)),
        filled.one("min") ?? "editorial",
      );
      const kept = view.blocks.filter((block) => "block_id" in block && !block.block_id?.startsWith("preview"));
      await parts.client.views.update({
        token: await tokenIn(parts, from.team),
        view_id: view.id,
        hash: view.hash,
        view: modal(callbackId, "Watch", "Watch", from, [...kept, ...blocks] as ModalView["blocks"]),
      });
    });
  }

  app.view(callbackId, async ({ ack, body, view }) => {
    const from = readOrigin(view.private_metadata);
    if (from === null) return ack();
    const filled = readFilled(view.state.values);
    const at = { ...from, channel: filled.one("channel") ?? from.channel };
    const refused = await outOfReach(parts, at.team, at.channel);
    const place = placeOf(parts, at.channel === from.channel ? from : { ...at, channelName: at.channel });
    const actor = await parts.introduce(from.team, body.user.id, nameOf(body.user));
    const options = optionsOf(filled, from.zone ?? "UTC");
    const reply =
      refused ?? (await parts.desk.run({ name: "watch", text: "", options, place, actor, confirmed: true }));
    if (reply.kind === "mistake") {
      const field = refused === null ? "words" : "channel";
      await ack({ response_action: "errors", errors: { [field]: reply.lines.join(" ") } });
      return;
    }
    await ack();
    await say(parts, at, reply.announce ?? reply.lines.join(" "));
  });
}

function optionsOf(filled: Filled, zone: string): Readonly<Record<string, string>> {
  const when =
    { daily: `daily 08:00 ${zone}`, weekly: `weekly mon 08:00 ${zone}` }[filled.one("when") ?? ""] ?? "instant";
  return {
    query: queryOf(wishOf(filled)),
    min: filled.one("min") ?? "editorial",
    when,
    thread: filled.one("thread") ?? "thread",
  };
}

function watchModal(
  from: Origin,
  { topics, sources, agencies }: Choices,
  words: string,
  preview: readonly KnownBlock[],
): ModalView {
  const whens = [option("instant", "At once"), option("daily", "Daily at 08:00"), option("weekly", "Mondays at 08:00")];
  const threads = [
    option("thread", "Under the first alert about them"),
    option("channel", "In the channel"),
    option("both", "Under the first alert, and in the channel"),
  ];
  return modal(callbackId, "Watch", "Watch", from, [
    ...chooser("topics", "Topics", topics),
    ...chooser("sources", "Sources", sources),
    ...chooser("agencies", "Agencies", agencies),
    input("words", "Words", textInput({ initial: words, placeholder: '"license exception" cloud', most: 300 }), {
      optional: true,
      dispatch_action: true,
      hint: plain("In the title, the facts or the changed text. Phrases in quotation marks.", 200),
    }),
    input(
      "min",
      "At least",
      select(
        significances.map((name) => option(name, name)),
        "editorial",
      ),
      { dispatch_action: true },
    ),
    input("when", "When", select(whens, "instant")),
    input("thread", "Follow-ups", select(threads, "thread")),
    input("channel", "Where", { type: "conversations_select", initial_conversation: from.channel }),
    ...preview,
  ] as ModalView["blocks"]);
}

function chooser(id: string, label: string, options: readonly PlainTextOption[]): readonly KnownBlock[] {
  if (options.length === 0) return [];
  return [
    input(
      id,
      label,
      { type: "multi_static_select", options: [...options], placeholder: plain("Any", 150) },
      { optional: true, dispatch_action: true },
    ),
  ];
}

async function choices(
  { desk }: AppParts,
  what: Suggested,
  place: ReturnType<typeof placeOf>,
): Promise<readonly PlainTextOption[]> {
  const names = await desk.suggest(what, "", place, 100);
  return names.filter((name) => name.length <= 150).map((name) => option(name, name));
}

async function previewBlocks(
  parts: AppParts,
  from: Origin,
  user: string,
  query: string,
  min: string,
): Promise<readonly KnownBlock[]> {
  const place = placeOf(parts, from);
  const actor = { id: `slack:${from.team}/${user}`, name: user, isAdmin: false, destination: null };
  const reply = await parts.desk.run({
    name: "preview",
    text: "",
    options: { query, min },
    place,
    actor,
    confirmed: false,
  });
  const short = {
    ...reply,
    changes: reply.changes?.slice(0, 5) ?? [],
    more: (reply.more ?? 0) + Math.max(0, (reply.changes?.length ?? 0) - 5),
  };
  const { blocks } = replyContent(short, parts.compose, parts.context());
  return [
    { type: "divider", block_id: "preview-line" },
    ...blocks.map((block, at) => ({ ...block, block_id: `preview-${at}-${query.length}` })),
  ];
}

/** The person's own time zone, for digests. */
async function zoneOf({ client }: AppParts, token: string, user: string): Promise<string> {
  try {
    const { user: found } = await client.users.info({ token, user });
    return found?.tz ?? "UTC";
  } catch {
    return "UTC";
  }
}
