import { randomBytes } from "node:crypto";
import { hmacSha256, sameSecret } from "../../lib/hash.ts";
import type { Door } from "../../model/channel.ts";
import { RegwatchError } from "../../model/errors.ts";
import type { Vault } from "../../model/installation.ts";
import type { Clock } from "../../model/time.ts";
import type { Installations } from "./installations.ts";
import { scopesFor } from "./manifest.ts";
import type { SlackLog } from "./parts.ts";

const cookie = "regwatch_slack_state";
const goodForSeconds = 600;

interface InstallerSettings {
  readonly installations: Installations;
  readonly clientId: string;
  readonly apiUrl: string;
  readonly publicUrl: string;
  readonly secret: string;
  readonly vault: Pick<Vault, "useOnce">;
  readonly clock: Clock;
  readonly log: SlackLog;
}

/** `/slack/install` and where Slack leads back to. The state is signed, bound to the browser by a cookie, and good once. */
export function createInstaller(settings: InstallerSettings): Readonly<Record<string, Door>> {
  const { installations, clientId, apiUrl, publicUrl, secret, vault, clock, log } = settings;
  const redirectUri = `${publicUrl}/slack/oauth_redirect`;
  return {
    "/slack/install": async () => {
      const state = newState();
      const address = new URL("../oauth/v2/authorize", apiUrl);
      address.search = new URLSearchParams({
        client_id: clientId,
        scope: scopesFor(publicUrl).join(","),
        redirect_uri: redirectUri,
        state,
      }).toString();
      const secure = publicUrl.startsWith("https:") ? "; Secure" : "";
      return new Response(null, {
        status: 302,
        headers: {
          location: address.href,
          "set-cookie": `${cookie}=${state}; Path=/slack; Max-Age=${goodForSeconds}; HttpOnly; SameSite=Lax${secure}`,
        },
      });
    },
    "/slack/oauth_redirect": async (request) => {
      const query = new URL(request.url).searchParams;
      if (query.has("error")) return page(400, "Nothing was installed: it was not allowed in Slack.");
      if (!(await isOurs(query.get("state") ?? "", request.headers.get("cookie") ?? ""))) {
        return page(
          400,
          "This link was used before, has expired, or was opened in another browser. Start again at /slack/install.",
        );
      }
      try {
        const name = await installations.install(query.get("code") ?? "", redirectUri);
        return page(200, `regwatch is installed in ${name}. Type /regwatch watch in a channel.`);
      } catch (error) {
        log.warn({ reason: error instanceof Error ? error.message : "" }, "an installation in Slack failed");
        return page(
          400,
          error instanceof RegwatchError
            ? error.message
            : "Slack did not confirm the installation. Start again at /slack/install.",
        );
      }
    },
  };

  function newState(): string {
    const body = `${randomBytes(18).toString("base64url")}.${seconds() + goodForSeconds}`;
    return `${body}.${hmacSha256(secret, `slack state ${body}`)}`;
  }

  async function isOurs(state: string, cookies: string): Promise<boolean> {
    const [nonce = "", until = "", signature = ""] = state.split(".");
    const kept = new RegExp(`(?:^|;\\s*)${cookie}=([^;\\s]+)`).exec(cookies)?.[1] ?? "";
    if (!sameSecret(kept, state) || !sameSecret(signature, hmacSha256(secret, `slack state ${nonce}.${until}`)))
      return false;
    if (!(Number(until) >= seconds())) return false;
    const [now, end] = [clock.now(), clock.now().add({ seconds: 2 * goodForSeconds })];
    return vault.useOnce(
      `slack state ${nonce}`,
      now.toString({ fractionalSecondDigits: 3 }),
      end.toString({ fractionalSecondDigits: 3 }),
    );
  }

  function seconds(): number {
    return Math.floor(clock.now().epochMilliseconds / 1000);
  }
}

function page(status: number, text: string): Response {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>regwatch</title><p>${escaped}</p></html>`,
    {
      status,
      headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
    },
  );
}
