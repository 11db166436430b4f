/** The least permissions regwatch works with, each with what it is for. https://docs.slack.dev/reference/scopes */
export const botScopes: Readonly<Record<string, string>> = {
  "chat:write": "send alerts and amend them",
  "chat:write.public": "send to public channels without being invited",
  commands: "/regwatch and the shortcut",
  "channels:read": "see whether a public channel is there and regwatch in it",
  "groups:read": "the same for private channels",
  "channels:join": "join a public channel that is watched, to look whether a message arrived",
  "channels:history": "look whether a message arrived whose answer was lost",
  "groups:history": "the same in private channels",
  "im:history": "the same in direct messages",
  "im:write": "tell the owner of a subscription that it was paused",
  "files:write": "hand over redlines and digests as files",
  "links:read": "see links to our own pages",
  "links:write": "show what those pages say",
  "users:read": "tell administrators from others",
};

export interface ManifestSettings {
  /** Slack reaches us over a socket that we open, and needs no address of ours. */
  readonly socketMode: boolean;
  /** Where people and Slack reach our web, or null where they cannot. */
  readonly publicUrl: string | null;
  /** Whether other workspaces may install the app. */
  readonly manyWorkspaces: boolean;
}

/** The app's manifest, to be pasted at https://api.slack.com/apps under "Create New App", "From a manifest". */
export function slackManifest({ socketMode, publicUrl, manyWorkspaces }: ManifestSettings): object {
  const events = socketMode ? {} : { request_url: `${publicUrl}/slack/events` };
  return {
    display_information: {
      name: "regwatch",
      description: "Watches the rules for AI chips and cloud access",
      background_color: "#1f3a5f",
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: "regwatch", always_online: true },
      shortcuts: [
        {
          name: "Watch this page",
          type: "message",
          callback_id: "watch_page",
          description: "Watch the page a message links to",
        },
      ],
      slash_commands: [
        {
          command: "/regwatch",
          description: "Watch rules, bills and policy pages from this channel",
          usage_hint: "watch | list | unwatch | preview | digest | mute | deadlines | test | help",
          should_escape: false,
          ...(socketMode ? {} : { url: `${publicUrl}/slack/events` }),
        },
      ],
      ...(publicUrl === null ? {} : { unfurl_domains: [new URL(publicUrl).hostname] }),
    },
    oauth_config: {
      scopes: { bot: scopesFor(publicUrl) },
      ...(manyWorkspaces && publicUrl !== null ? { redirect_urls: [`${publicUrl}/slack/oauth_redirect`] } : {}),
    },
    settings: {
      event_subscriptions: {
        ...events,
        bot_events: botEvents.filter((name) => publicUrl !== null || name !== "link_shared"),
      },
      interactivity: { is_enabled: true, ...events },
      org_deploy_enabled: false,
      socket_mode_enabled: socketMode,
      token_rotation_enabled: manyWorkspaces,
    },
  };
}

/** The scopes to ask for: links to our own pages can only be shown where they can be reached. */
export function scopesFor(publicUrl: string | null): readonly string[] {
  return Object.keys(botScopes).filter((scope) => publicUrl !== null || !scope.startsWith("links:"));
}

const botEvents = [
  "app_home_opened",
  "app_uninstalled",
  "channel_unarchive",
  "group_unarchive",
  "link_shared",
  "member_joined_channel",
  "tokens_revoked",
];
