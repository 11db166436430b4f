import { expect, test } from "vitest";
import { z } from "zod";
import { botScopes, slackManifest } from "../../../src/channels/slack/manifest.ts";

const address = z.url().startsWith("https://");
/** The parts of a manifest that regwatch uses, as Slack documents them. https://docs.slack.dev/reference/app-manifest */
const manifest = z.strictObject({
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().max(24),
          type: z.enum(["message", "global"]),
          callback_id: z.string().max(255),
          description: z.string().max(150),
        }),
      )
      .max(10),
    slash_commands: z.array(
      z.strictObject({
        command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
        description: z.string().max(2000),
        usage_hint: z.string().max(1000),
        should_escape: z.boolean(),
        url: address.optional(),
      }),
    ),
    unfurl_domains: z.array(z.string()).max(5).optional(),
  }),
  oauth_config: z.strictObject({
    scopes: z.strictObject({ bot: z.array(z.string()).max(255) }),
    redirect_urls: z.array(address).optional(),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: address.optional(), bot_events: z.array(z.string()).max(100) }),
    interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: address.optional() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

const publicUrl = "https://regwatch.example.org";

test.each([
  { socketMode: true, publicUrl: null, manyWorkspaces: false },
  { socketMode: true, publicUrl, manyWorkspaces: false },
  { socketMode: false, publicUrl, manyWorkspaces: true },
])("the manifest for %j is one that Slack takes", (settings) => {
  const made = manifest.parse(slackManifest(settings));
  expect(made.settings.socket_mode_enabled).toBe(settings.socketMode);
  expect(made.settings.event_subscriptions.request_url === undefined).toBe(settings.socketMode);
});

test("it asks for no more than what is used, and names what each scope is for", () => {
  const { oauth_config } = manifest.parse(slackManifest({ socketMode: true, publicUrl: null, manyWorkspaces: false }));
  expect(oauth_config.scopes.bot).not.toContain("links:write");
  for (const scope of oauth_config.scopes.bot) expect(botScopes[scope]).toMatch(/\w/);
  expect(oauth_config.scopes.bot.join()).not.toMatch(/admin|:write\.customize|users:read\.email|channels:manage/);
});
