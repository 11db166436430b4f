import type { WebClient } from "@slack/web-api";
import { z } from "zod";
import { seal, unseal } from "../../lib/seal.ts";
import { LimitError } from "../../model/errors.ts";
import type { Vault } from "../../model/installation.ts";
import type { Clock, Instant } from "../../model/time.ts";
import { codeOf, outcomeOfError } from "./outcomes.ts";
import { SlackInstallationError } from "./tokens.ts";

/** What an installation gave us, as it is kept. */
const kept = z.object({
  token: z.string(),
  refreshToken: z.string().nullable(),
  expiresAt: z.string().nullable(),
  scopes: z.array(z.string()),
  botUserId: z.string().nullable(),
  teamName: z.string(),
});
type Kept = z.infer<typeof kept>;

/** The answer of `oauth.v2.access`, for an installation and for a renewal. */
const granted = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  expires_in: z.number().optional(),
  scope: z.string().optional(),
  bot_user_id: z.string().optional(),
  is_enterprise_install: z.boolean().optional(),
  team: z.object({ id: z.string(), name: z.string().optional() }).nullish(),
  authed_user: z.object({ id: z.string().optional() }).nullish(),
});

export interface InstallationsSettings {
  readonly client: WebClient;
  readonly oauth: { readonly clientId: string; readonly clientSecret: string };
  /** Encrypts what is kept. */
  readonly secret: string;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** The workspaces that installed the app, with their tokens. */
export interface Installations {
  /** A token that is good for a while: one that is about to expire is renewed first, by one process at a time. */
  token(team: string | null): Promise<string>;
  botUserId(team: string): Promise<string | null>;
  /** Exchanges the code somebody brought back. Returns the workspace's name. */
  install(code: string, redirectUri: string): Promise<string>;
  forget(team: string, because: string): Promise<boolean>;
}

/** Renewed this long before the end, so that no message waits for it. */
const renewedBefore = { hours: 2 };
/** The clocks of several machines; less than a token is renewed before its end. */
const clocksDifferBy = { minutes: 30 };
/** Nobody else renews meanwhile: long enough to keep what came back in a database that is away for a moment. */
const renewalSeconds = 90;

export function createInstallations(settings: InstallationsSettings): Installations {
  const { client, oauth, secret, vault, clock, sleep } = settings;
  // What Slack gave and the vault could not take yet. The refresh token it replaces is void, and must not be handed in again.
  const unkept = new Map<string, { readonly replaces: string | null; readonly renewed: Kept }>();
  return {
    async token(team) {
      if (team === null) {
        throw new SlackInstallationError("The destination names no workspace; write slack:WORKSPACE/CHANNEL.");
      }
      for (let waits = 0; waits < 60; waits += 1) {
        const installation = await load(team);
        if (!isDue(installation, renewedBefore)) return installation.token;
        if (await vault.claimRenewal(tenantOf(team), now(), renewalSeconds)) return renew(team, installation);
        if (!isDue(installation, { minutes: 1 })) return installation.token;
        await sleep(500);
      }
      throw new LimitError("The workspace's token is being renewed by another process.", 60);
    },
    botUserId: async (team) => (await load(team)).botUserId,
    async install(code, redirectUri) {
      const answer = granted.parse(
        await client.oauth.v2.access({
          client_id: oauth.clientId,
          client_secret: oauth.clientSecret,
          code,
          redirect_uri: redirectUri,
        }),
      );
      if (answer.is_enterprise_install || !answer.team) {
        throw new SlackInstallationError("Install the app in single workspaces; a whole organisation is not served.");
      }
      const { id, name = id } = answer.team;
      const teamName = name;
      await save(
        id,
        keptOf(answer, { teamName, botUserId: null }),
        `slack:${id}/${answer.authed_user?.id ?? "unknown"}`,
      );
      return teamName;
    },
    forget: (team, because) => vault.removeInstallation(tenantOf(team), because, "slack", now()),
  };

  async function load(team: string): Promise<Kept> {
    const tenant = tenantOf(team);
    const found = await vault.installation(tenant);
    if (found === null) {
      throw new SlackInstallationError("The app is not installed in the workspace. Install it, then resume.");
    }
    const installation = endingByNow(kept.parse(JSON.parse(unseal(found.sealed, secret, tenant))), found.updatedAt);
    const late = unkept.get(team);
    if (late === undefined) return installation;
    // Installed anew, or kept after all: then that is what counts.
    const isMissing = installation.refreshToken === late.replaces;
    if (isMissing) await save(team, late.renewed, null);
    unkept.delete(team);
    return isMissing ? late.renewed : installation;
  }

  // What a clock kept that was ahead, and was set back, may be used up any time.
  function endingByNow(installation: Kept, updatedAt: Instant): Kept {
    const isOfTheFuture = Temporal.Instant.compare(updatedAt, clock.now().add(clocksDifferBy)) > 0;
    return isOfTheFuture && installation.expiresAt !== null ? { ...installation, expiresAt: now() } : installation;
  }

  async function save(team: string, installation: Kept, by: string | null): Promise<void> {
    const tenant = tenantOf(team);
    const sealed = seal(JSON.stringify(installation), secret, tenant);
    await vault.saveInstallation({ tenant, sealed, updatedAt: now() }, by);
  }

  // A refresh token is good once: it is handed in by whoever holds the claim, and what comes back is kept before it is used.
  async function renew(team: string, old: Kept): Promise<string> {
    const fresh = await load(team);
    if (!isDue(fresh, renewedBefore)) return fresh.token;
    try {
      const answer = granted.parse(
        await client.oauth.v2.access({
          client_id: oauth.clientId,
          client_secret: oauth.clientSecret,
          grant_type: "refresh_token",
          refresh_token: fresh.refreshToken ?? "",
        }),
      );
      unkept.set(team, { replaces: fresh.refreshToken, renewed: keptOf(answer, old) });
      return (await load(team)).token;
    } catch (error) {
      if (!isDue(old, { minutes: 1 })) return old.token;
      // Slack may be out of reach for a while; what it refuses, it refuses for good.
      if (codeOf(error) === "" || outcomeOfError(error).kind === "unknown") throw error;
      const byAnother = await load(team);
      if (byAnother.refreshToken !== fresh.refreshToken) return byAnother.token;
      throw new SlackInstallationError("The workspace's token could not be renewed. Install the app again.", {
        cause: error,
      });
    }
  }

  function keptOf(answer: z.infer<typeof granted>, old: Pick<Kept, "teamName" | "botUserId">): Kept {
    const { access_token: token, refresh_token: refreshToken = null, expires_in: seconds } = answer;
    const expiresAt = seconds === undefined ? null : clock.now().add({ seconds }).toString();
    return {
      token,
      refreshToken,
      expiresAt,
      scopes: answer.scope?.split(",") ?? [],
      botUserId: answer.bot_user_id ?? old.botUserId,
      teamName: old.teamName,
    };
  }

  function isDue({ expiresAt, refreshToken }: Kept, before: Temporal.DurationLike): boolean {
    if (expiresAt === null || refreshToken === null) return false;
    return Temporal.Instant.compare(Temporal.Instant.from(expiresAt).subtract(before), clock.now()) <= 0;
  }

  function now(): Instant {
    return clock.now().toString({ fractionalSecondDigits: 3 });
  }
}

/** `slack:T024BE7LD` */
export function tenantOf(team: string): string {
  return `slack:${team}`;
}
