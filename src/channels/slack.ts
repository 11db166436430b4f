import type { Dispatcher } from "undici";
import { sha256 } from "../lib/hash.ts";
import type { Channel, Door } from "../model/channel.ts";
import type { Desk } from "../model/command.ts";
import type { Delivery } from "../model/delivery.ts";
import type { Vault } from "../model/installation.ts";
import type { Clock } from "../model/time.ts";
import { readAddress, writeAddress, type SlackAddress } from "./slack/address.ts";
import { quiet, serveApp } from "./slack/app.ts";
import { createInstallations } from "./slack/installations.ts";
import { createInstaller } from "./slack/installer.ts";
import { alertMessage, type Compose } from "./slack/message.ts";
import { createOnceClient, createOutbox, readReference, type SlackMessage, type Sought } from "./slack/outbox.ts";
import type { AppParts, SlackLog, SlackShelf } from "./slack/parts.ts";
import { createIntroduce, tenantIn } from "./slack/place.ts";
import { createHttpReceiver } from "./slack/receiver.ts";
import { keepConnected } from "./slack/socket.ts";
import { installedWorkspaces, oneWorkspace } from "./slack/workspaces.ts";
import { isToldBy, toldMarks } from "./told-marks.ts";

/** What the operator has from Slack, and what the channel works with. */
export interface SlackSetup {
  readonly apiUrl: string;
  readonly botToken: string | null;
  readonly appToken: string | null;
  readonly signingSecret: string | null;
  readonly oauth: { readonly clientId: string; readonly clientSecret: string } | null;
  /** Encrypts the tokens of workspaces. */
  readonly secret: string | null;
  readonly publicUrl: string;
  readonly connections: { readonly fetch: typeof globalThis.fetch; readonly dispatcher: Dispatcher };
  readonly vault: Vault;
  readonly clock: Clock;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  readonly shelf: SlackShelf;
  readonly log: SlackLog;
}

export interface SlackSettings {
  readonly compose: Compose;
  readonly slack: SlackSetup;
}

/** Alerts in Slack, each exactly once: what may have arrived is looked for before it is sent again. */
export function createSlackChannel({ compose, slack }: SlackSettings): Channel<SlackMessage> {
  const { clock, sleep, appToken, signingSecret } = slack;
  const client = createOnceClient(slack.apiUrl, slack.connections.fetch);
  const { workspaces, doors: installDoors } = openWorkspaces(slack, client);
  const outbox = createOutbox({ client, tokens: workspaces.token, clock, sleep });
  return {
    id: "slack",
    title: "Slack",
    gathersBacklog: true,
    ...(!workspaces.many &&
      slack.botToken === null && { lacks: "There is no Slack token here: set SLACK_BOT_TOKEN for the service." }),
    destination: (address) => ({ channel: "slack", address: writeAddress(settle(readAddress(address))) }),
    lane({ address }) {
      const { team, channel } = readAddress(address);
      return `slack:${writeAddress({ team, channel, thread: null })}`;
    },
    tenant: ({ address }) => tenantIn(workspaces, readAddress(address).team ?? ""),
    render: (alert, delivery, context) => ({
      ...whereTo(delivery),
      told: toldMarks({ ...delivery, alert }),
      ...alertMessage(alert, delivery.id, context, compose, delivery.standing),
    }),
    send: (message, _delivery, signal) => outbox.post(message, signal),
    look: {
      // The history of a channel lags behind by seconds.
      afterSeconds: 30,
      times: 2,
      at: (delivery, { beganAt }) => outbox.find(soughtOf(delivery), Temporal.Instant.from(beganAt)),
    },
    async amend(message, reference) {
      const stands = readReference(reference);
      return stands === null
        ? { kind: "refused", reason: "The message's reference cannot be read." }
        : outbox.update(message, stands);
    },
    doors: (desk) => ({ ...installDoors, ...eventDoors(desk) }),
    async listen(desk, signal) {
      if (appToken === null) return;
      const { SocketModeReceiver } = await import("@slack/bolt");
      const receiver = new SocketModeReceiver({
        appToken,
        logger: quiet,
        autoReconnectEnabled: false,
        dispatcher: slack.connections.dispatcher,
        installerOptions: {
          clientOptions: {
            slackApiUrl: slack.apiUrl,
            fetch: slack.connections.fetch,
            retryConfig: { retries: 0 },
            timeout: 10_000,
          },
        },
      });
      await serveApp(receiver, slack.apiUrl, partsFor(desk));
      void keepConnected(receiver.client, signal, sleep, slack.log);
    },
    describe: ({ address }) => `slack ${address}`,
  };

  // One workspace's addresses do not name it, so that one channel is one lane.
  function settle(address: SlackAddress): SlackAddress {
    return workspaces.many ? address : { ...address, team: null };
  }

  function eventDoors(desk: Desk): Readonly<Record<string, Door>> {
    if (signingSecret === null || appToken !== null) return {};
    const receiver = createHttpReceiver({ signingSecret, clock, vault: slack.vault, log: slack.log });
    const served = serveApp(receiver, slack.apiUrl, partsFor(desk));
    return {
      async "/slack/events"(request) {
        await served;
        return receiver.door(request);
      },
    };
  }

  function partsFor(desk: Desk): AppParts {
    return {
      desk,
      workspaces,
      client,
      introduce: createIntroduce(client, workspaces, clock),
      compose,
      context: () => ({ now: clock.now(), publicUrl: slack.publicUrl }),
      shelf: slack.shelf,
      fetch: slack.connections.fetch,
      log: slack.log,
    };
  }
}

function openWorkspaces(slack: SlackSetup, client: ReturnType<typeof createOnceClient>) {
  const { oauth, secret, botToken } = slack;
  if (oauth === null || secret === null || botToken !== null) {
    return { workspaces: oneWorkspace(client, botToken), doors: {} };
  }
  const installations = createInstallations({ ...slack, client, oauth, secret });
  const doors = createInstaller({ ...slack, installations, clientId: oauth.clientId, secret });
  return { workspaces: installedWorkspaces(installations), doors };
}

/** The place of a delivery's message. Follow-ups stand under the first message about their thread, unless the team wants them beside it. */
function whereTo({
  id,
  destination,
  subscription,
  parent,
}: Delivery): Pick<SlackMessage, "address" | "marker" | "thread"> {
  const address = readAddress(destination.address);
  const marker = sha256(`regwatch delivery ${id}`).slice(0, 32);
  return { address, marker, thread: threadOf(address, subscription.options.thread, parent) };
}

// Only after a restore may a delivery have been told with others.
function soughtOf(delivery: Delivery): Sought {
  const isIn = delivery.maybeToldSince === null ? null : (told: string) => isToldBy(told, delivery);
  return { ...whereTo(delivery), isIn };
}

function threadOf(
  address: SlackAddress,
  wanted: "thread" | "channel" | "both",
  parent: string | null,
): SlackMessage["thread"] {
  const first = parent === null ? null : readReference(parent);
  if (first === null || wanted === "channel" || address.thread !== null) return null;
  return { ts: first.ts, broadcast: wanted === "both" };
}
