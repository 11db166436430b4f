import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Answer, Args } from "./methods.ts";
import type { SlackDesk } from "./slack.ts";
import { grantedScopes, type SlackWorkspace } from "./workspace.ts";

/** The app as Slack knows it: its credentials, and what installing it gives. */
export interface SlackApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly signingSecret: string;
  /** Seconds a token lives where rotation is on, or null. */
  rotation: number | null;
  /** Scopes the next installation grants. */
  grants: readonly string[];
  /** A code as the person who allows the app brings it back. Good once. */
  code(team: string): string;
  access(args: Args, authorization: string): Answer;
  authorizePage(url: URL, response: ServerResponse): void;
  /** Refresh tokens handed in, with whether they were still good. */
  readonly refreshes: { readonly token: string; readonly good: boolean }[];
}

export function createOAuth(desk: SlackDesk, workspaces: ReadonlyMap<string, SlackWorkspace>): SlackApp {
  const codes = new Map<string, string>();
  const refreshTokens = new Map<string, string>();
  const app: SlackApp = {
    clientId: "111.222",
    clientSecret: "client-secret",
    signingSecret: "8f742231b10e8888abcd99yyyzzz85a5",
    rotation: null,
    grants: grantedScopes,
    refreshes: [],
    code(team) {
      const code = randomUUID();
      codes.set(code, team);
      return code;
    },
    access(args, authorization) {
      const basic = `Basic ${Buffer.from(`${app.clientId}:${app.clientSecret}`).toString("base64")}`;
      const known =
        authorization === basic || (args["client_id"] === app.clientId && args["client_secret"] === app.clientSecret);
      if (!known) return { ok: false, error: "invalid_client_id" };
      return args["grant_type"] === "refresh_token" ? refresh(args) : exchange(args);
    },
    authorizePage(url, response) {
      response
        .writeHead(200, { "content-type": "text/html" })
        .end(`<h1>Allow ${url.searchParams.get("client_id")}?</h1>`);
    },
  };
  return app;

  function exchange(args: Args): Answer {
    const team = codes.get(args["code"] ?? "");
    codes.delete(args["code"] ?? "");
    const workspace = workspaces.get(team ?? "");
    if (!workspace) return { ok: false, error: "invalid_code" };
    return { ...issue(workspace), authed_user: { id: "U0ADA" }, is_enterprise_install: false, enterprise: null };
  }

  function refresh(args: Args): Answer {
    const token = args["refresh_token"] ?? "";
    const workspace = workspaces.get(refreshTokens.get(token) ?? "");
    app.refreshes.push({ token, good: workspace !== undefined });
    // A refresh token is good once.
    refreshTokens.delete(token);
    return workspace ? issue(workspace) : { ok: false, error: "invalid_refresh_token" };
  }

  function issue(workspace: SlackWorkspace): Answer {
    const rotates = app.rotation !== null;
    const token = `${rotates ? "xoxe.xoxb" : "xoxb"}-${randomUUID()}`;
    workspace.tokens.push({
      token,
      scopes: app.grants,
      state: "active",
      expiresAt: app.rotation === null ? null : desk.now() + app.rotation * 1000,
    });
    const refreshToken = `xoxe-1-${randomUUID()}`;
    if (rotates) refreshTokens.set(refreshToken, workspace.id);
    return {
      ok: true,
      access_token: token,
      token_type: "bot",
      scope: app.grants.join(","),
      bot_user_id: workspace.botUserId,
      app_id: workspace.appId,
      team: { id: workspace.id, name: workspace.name },
      ...(rotates ? { refresh_token: refreshToken, expires_in: app.rotation } : {}),
    };
  }
}
