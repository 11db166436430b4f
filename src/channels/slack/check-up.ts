import type { Subscription } from "../../model/subscription.ts";
import { isLoopbackLink } from "../links.ts";
import { readAddress } from "./address.ts";
import { botScopes, scopesFor } from "./manifest.ts";
import { codeOf, outcomeOfError } from "./outcomes.ts";
import { createOnceClient } from "./outbox.ts";

interface Finding {
  readonly ok: boolean;
  readonly text: string;
}

interface CheckUpSettings {
  readonly apiUrl: string;
  readonly botToken: string | null;
  readonly appToken: string | null;
  readonly signingSecret: string | null;
  readonly oauth: object | null;
  readonly publicUrl: string;
  readonly fetch: typeof globalThis.fetch;
}

type Client = ReturnType<typeof createOnceClient>;

/** What of Slack works and what does not, for `doctor`: tokens, scopes, the way people reach us, and the channels of subscriptions. */
export async function checkUpSlack(
  settings: CheckUpSettings,
  subscriptions: readonly Subscription[],
): Promise<readonly Finding[]> {
  const { botToken, appToken, oauth } = settings;
  if (botToken === null && oauth === null) {
    const isHalf = appToken !== null || settings.signingSecret !== null;
    return [
      {
        ok: !isHalf,
        text: isHalf ? "Slack: SLACK_BOT_TOKEN is missing." : "Slack: not set up; npx regwatch slack manifest begins.",
      },
    ];
  }
  const client = createOnceClient(settings.apiUrl, settings.fetch);
  return [
    ...(botToken === null ? [] : await bot(client, botToken, settings)),
    ...(await ways(client, settings)),
    ...(botToken === null ? [] : await channels(client, botToken, subscriptions)),
  ];
}

async function bot(client: Client, token: string, { publicUrl }: CheckUpSettings): Promise<readonly Finding[]> {
  try {
    const { team = "?", response_metadata: meta } = await client.auth.test({ token });
    const granted = new Set(meta?.scopes ?? []);
    const missing = scopesFor(isLoopbackLink(publicUrl) ? null : publicUrl).filter((scope) => !granted.has(scope));
    return [
      { ok: true, text: `Slack: the token acts in ${team}.` },
      ...(meta?.scopes === undefined
        ? []
        : missing.map((scope) => ({
            ok: false,
            text: `Slack: the scope ${scope} is missing, to ${botScopes[scope]}. Add it to the app and install it again.`,
          }))),
    ];
  } catch (error) {
    return [{ ok: false, text: `Slack: SLACK_BOT_TOKEN: ${reasonOf(error)}` }];
  }
}

async function ways(client: Client, settings: CheckUpSettings): Promise<readonly Finding[]> {
  const { appToken, signingSecret, publicUrl } = settings;
  const links: Finding = isLoopbackLink(publicUrl)
    ? {
        ok: true,
        text: "Slack: nobody can follow links to 127.0.0.1, so alerts carry none and redlines are handed over in Slack. REGWATCH_PUBLIC_URL changes that.",
      }
    : { ok: true, text: `Slack: alerts link to ${publicUrl}.` };
  if (appToken !== null) {
    try {
      await client.apps.connections.open({ token: appToken });
      return [{ ok: true, text: "Slack: Socket Mode can be opened." }, links];
    } catch (error) {
      return [{ ok: false, text: `Slack: SLACK_APP_TOKEN: ${reasonOf(error)}` }, links];
    }
  }
  if (signingSecret === null) {
    return [
      {
        ok: false,
        text: "Slack: alerts can be sent, but nobody can answer. Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET.",
      },
      links,
    ];
  }
  return isLoopbackLink(publicUrl)
    ? [
        {
          ok: false,
          text: "Slack: it cannot call /slack/events at 127.0.0.1. Set REGWATCH_PUBLIC_URL, or use Socket Mode.",
        },
      ]
    : [{ ok: true, text: `Slack: it calls ${publicUrl}/slack/events.` }, links];
}

async function channels(
  client: Client,
  token: string,
  subscriptions: readonly Subscription[],
): Promise<readonly Finding[]> {
  const mine = subscriptions.filter(({ destination }) => destination.channel === "slack");
  const named = [...new Set(mine.map(({ destination }) => readAddress(destination.address).channel))];
  return (await Promise.all(named.slice(0, 50).map((channel) => look(client, token, channel)))).flat();
}

async function look(client: Client, token: string, channel: string): Promise<readonly Finding[]> {
  if (/^[DUW]/.test(channel)) return [];
  try {
    const { channel: info } = await client.conversations.info({ token, channel });
    const name = `#${info?.name ?? channel}`;
    if (info?.is_archived) return [{ ok: false, text: `Slack: ${name} is archived.` }];
    if (info?.is_member) return [{ ok: true, text: `Slack: ${name} can be written to.` }];
    return [
      {
        ok: true,
        text: `Slack: ${name} can be written to; regwatch joins it when it has to look whether a message arrived.`,
      },
    ];
  } catch (error) {
    return [{ ok: false, text: `Slack: ${channel}: ${reasonOf(error)}` }];
  }
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  const { reason } = outcomeOfError(error);
  return code === "" || reason.includes(code) ? reason : `${reason} (${code})`;
}
