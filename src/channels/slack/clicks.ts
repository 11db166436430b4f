import type { App, BlockAction, RespondFn } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { acknowledgeModal } from "./acknowledge-modal.ts";
import { actions } from "./buttons.ts";
import { changeBlocks } from "./change.ts";
import { answer } from "./commands.ts";
import { nameOf, placeOf } from "./place.ts";
import { shown } from "./reply.ts";
import { handOver } from "./files.ts";
import { sayContent } from "./message.ts";
import type { Origin } from "./modal.ts";
import { muteModal } from "./mute-modal.ts";
import { tokenIn, type AppParts } from "./parts.ts";

/** The buttons under an alert or a digest. */
export function serveClicks(app: App, parts: AppParts): void {
  // A link is opened by Slack itself; it wants the click acknowledged all the same.
  app.action(actions.open, async ({ ack }) => ack());

  on(actions.acknowledge, async ({ from, triggerId }) => openModal(parts, from, triggerId, acknowledgeModal(from)));
  on(actions.mute, async ({ from, triggerId }) => openModal(parts, from, triggerId, muteModal(from)));
  on(actions.unacknowledge, async ({ from, deliveryId, actor, respond }) => {
    const reply = await parts.desk.unacknowledge(deliveryId, placeOf(parts, from), await actor());
    await answer(parts, respond, reply);
  });
  on(actions.follow, async ({ from, deliveryId, actor, respond }) => {
    await answer(parts, respond, await parts.desk.follow(deliveryId, placeOf(parts, from), await actor()));
  });
  on(actions.redline, (click) => showRedline(parts, click));
  on(actions.files, (click) => handDigest(parts, click));

  function on(actionId: string, serve: (click: Click) => Promise<void>): void {
    app.action({ type: "block_actions", action_id: actionId }, async ({ ack, action, body, respond }) => {
      await ack();
      const click = readClick(parts, action, body, respond);
      if (click !== null) await serve(click);
    });
  }
}

interface Click {
  readonly from: Origin;
  readonly deliveryId: string;
  readonly triggerId: string;
  /** The message that was clicked in. */
  readonly ts: string;
  readonly respond: RespondFn;
  readonly actor: () => ReturnType<AppParts["introduce"]>;
}

function readClick(
  parts: AppParts,
  action: BlockAction["actions"][number],
  body: BlockAction,
  respond: RespondFn,
): Click | null {
  const team = body.team?.id;
  const deliveryId = action.type === "button" ? action.value : undefined;
  if (team === undefined || deliveryId === undefined) return null;
  const channel = body.channel?.id ?? `D${body.user.id.slice(1)}`;
  return {
    from: { team, channel, channelName: body.channel?.name ?? "", deliveryId },
    deliveryId,
    triggerId: body.trigger_id,
    ts: body.message?.["ts"] ?? "",
    respond,
    actor: () => parts.introduce(team, body.user.id, nameOf(body.user)),
  };
}

async function openModal(parts: AppParts, { team }: Origin, triggerId: string, view: ModalView): Promise<void> {
  await parts.client.views.open({ token: await tokenIn(parts, team), trigger_id: triggerId, view });
}

/** Where nobody can reach our pages: the changed passages to the person who asked, the whole redline as a file under the alert. */
async function showRedline(parts: AppParts, { from, deliveryId, ts, respond }: Click): Promise<void> {
  const delivered = await parts.desk.delivered(deliveryId, placeOf(parts, from));
  if (delivered === null) return void (await respond(shown(sayContent(["That alert is not known here."]))));
  const composed = parts.compose(
    { kind: "alert", id: deliveryId, at: parts.context().now.toString(), changes: delivered.changes },
    parts.context(),
  );
  const detail = { passages: 6, passageLength: 2000, summaryLength: 600 };
  const [first] = composed.kind === "alert" ? composed.changes : [];
  const blocks = first === undefined ? [] : changeBlocks(first, detail);
  await respond({
    ...shown({ text: "The changed passages.", blocks }),
    response_type: "ephemeral",
    replace_original: false,
  });
  const files = await Promise.all(delivered.changes.slice(0, 5).map(({ id }) => parts.shelf.redline(id)));
  await hand(
    parts,
    from,
    ts,
    files.filter((file) => file !== null),
    respond,
  );
}

async function handDigest(parts: AppParts, { from, deliveryId, ts, respond }: Click): Promise<void> {
  const digest = (await parts.desk.delivered(deliveryId, placeOf(parts, from)))?.digest;
  if (digest === undefined) return void (await respond(shown(sayContent(["That digest is not known here."]))));
  await hand(parts, from, ts, await parts.shelf.digest(digest), respond);
}

async function hand(
  parts: AppParts,
  { team, channel }: Origin,
  ts: string,
  files: Parameters<typeof handOver>[2],
  respond: RespondFn,
): Promise<void> {
  try {
    await handOver(parts, { team, channel, ts }, files);
  } catch (error) {
    parts.log.warn({ err: error }, "a file could not be handed over in Slack");
    await respond({
      ...shown(
        sayContent([
          "The file could not be handed over. Invite regwatch to the channel (/invite @regwatch), then try again.",
        ]),
      ),
      response_type: "ephemeral",
      replace_original: false,
    });
  }
}
