import { existsSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { parseEnv } from "node:util";
import { type MailServer, readMailServer } from "./channels/email/server.ts";
import { type TrustedProxies, trustedProxies } from "./lib/client-address.ts";
import { UsageError } from "./model/errors.ts";
import { defaults, settings, type Setting } from "./settings.ts";
import { readTraceSettings, type TraceSettings } from "./telemetry/trace-settings.ts";

export const roles = ["scheduler", "worker", "bots", "web"] as const;
export type Role = (typeof roles)[number];

/** How reading is open: `open` on loopback, `public` to anyone, `token` to who holds the admin token. */
export type ReadPolicy = "open" | "public" | "token";

/** The settings as the service uses them. */
export interface Config {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly feedsDir: string;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  /** Where health and metrics are told besides the web, or null. */
  readonly metricsAddress: { readonly host: string; readonly port: number } | null;
  readonly read: ReadPolicy;
  readonly contact: string | null;
  /** Keys for publishers that ask for one, by source. */
  readonly keys: Readonly<Record<string, string>>;
  readonly httpsProxy: string | null;
  /** Hosts the proxy is not for. */
  readonly noProxy: string | null;
  /** PEM text of the file that NODE_EXTRA_CA_CERTS names. */
  readonly extraCa: string | null;
  readonly adminToken: string | null;
  readonly allowHosts: readonly string[];
  /** Proxies in front of the web that say whom a request comes from. */
  readonly trustedProxies: TrustedProxies;
  readonly roles: ReadonlySet<Role>;
  readonly logLevel: string;
  /** Evidence that nobody was told of is let go of after so many years. */
  readonly keepYears: number;
  /** The language model that writes summaries, or null: rules alone. */
  readonly summaryModel: SummaryModel | null;
  /** Encrypts what others entrust to us. */
  readonly secret: string | null;
  readonly slack: SlackKeys;
  readonly discord: DiscordKeys;
  readonly mail: MailServer | null;
  /** The file that says what stands at the head of digests for clients. */
  readonly letterhead: string | null;
  /** Where the evidence chains are time-stamped once a day (RFC 3161), or null. */
  readonly tsaUrl: string | null;
  /** Where traces go, or null: none are made. */
  readonly traces: TraceSettings | null;
}

/** What the operator of a Discord bot has from Discord. */
export interface DiscordKeys {
  /** Without `/v10` and without a slash at its end. */
  readonly apiUrl: string;
  readonly token: string | null;
}

/** What the operator of a Slack app has from Slack; null is what is not set. */
export interface SlackKeys {
  readonly apiUrl: string;
  /** For one workspace. */
  readonly botToken: string | null;
  /** Socket Mode: no address of our own is needed. */
  readonly appToken: string | null;
  /** HTTP mode: Slack calls `/slack/events`. */
  readonly signingSecret: string | null;
  /** For many workspaces that install the app themselves. */
  readonly oauth: { readonly clientId: string; readonly clientSecret: string } | null;
}

/** A model behind an OpenAI-compatible address. `url` is what stands before `/chat/completions`. */
export interface SummaryModel {
  readonly url: string;
  /** A server of one's own may need none. */
  readonly key: string | null;
  readonly model: string;
  readonly dailyTokens: number;
}

/** A setting as `doctor` lists it. */
export interface SetSetting extends Setting {
  /** Null where it is not set; secrets are hidden. */
  readonly value: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The process's environment, completed by a `.env` file in the working directory (the environment wins). */
export function environment(file = ".env"): Environment {
  if (!existsSync(file)) return process.env;
  try {
    return { ...parseEnv(readFileSync(file, "utf8")), ...process.env };
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Reads and checks the settings. Throws `UsageError` that names the setting. */
export function readConfig(env: Environment = environment()): Config {
  const get = (name: string): string | null => env[name]?.trim() || null;
  const host = get("REGWATCH_HOST") ?? "127.0.0.1";
  const port = readPort("REGWATCH_PORT", get("REGWATCH_PORT")) ?? 3000;
  return {
    databaseUrl: readDatabaseUrl(get("DATABASE_URL")),
    dataDir: get("REGWATCH_DATA") ?? "./data",
    feedsDir: get("REGWATCH_FEEDS") ?? "./feeds",
    host,
    port,
    publicUrl: readPublicUrl(get("REGWATCH_PUBLIC_URL")) ?? `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`,
    metricsAddress: readMetricsAddress(get),
    read: readPolicy(host, get("REGWATCH_READ"), get("REGWATCH_ADMIN_TOKEN")),
    contact: get("REGWATCH_CONTACT"),
    keys: readKeys(get),
    httpsProxy: readUrl("HTTPS_PROXY", get("HTTPS_PROXY") ?? get("https_proxy")),
    noProxy: get("NO_PROXY") ?? get("no_proxy"),
    extraCa: readExtraCa(get("NODE_EXTRA_CA_CERTS")),
    adminToken: readAdminToken(get("REGWATCH_ADMIN_TOKEN")),
    trustedProxies: trustedProxies(listed(get("REGWATCH_TRUST_PROXY"))),
    allowHosts: readAllowHosts(get("REGWATCH_ALLOW_HOSTS")),
    roles: readRoles(get("REGWATCH_ROLES")),
    logLevel: readLogLevel(get("LOG_LEVEL")),
    keepYears: readKeepYears(get("REGWATCH_KEEP_YEARS")),
    summaryModel: readSummaryModel(get),
    secret: readSecret(get("REGWATCH_SECRET")),
    slack: readSlack(get),
    discord: readDiscord(get),
    mail: readMailServer(get("SMTP_URL"), get("SMTP_FROM")),
    letterhead: get("REGWATCH_LETTERHEAD"),
    tsaUrl: readUrl("REGWATCH_TSA_URL", get("REGWATCH_TSA_URL")),
    traces: readTraceSettings(get),
  };
}

/** The settings with their values, secrets hidden, in the order of the documentation. */
export function listSettings(env: Environment = environment()): readonly SetSetting[] {
  return settings.map((setting) => {
    const value = env[setting.name]?.trim() || null;
    const shown = value !== null && setting.secret === true ? "(set, hidden)" : value && withoutPassword(value);
    return { ...setting, value: shown };
  });
}

// An address may hold a user's name and password though nobody asks for them there.
function withoutPassword(value: string): string {
  return value.replace(/:\/\/[^/\s@]*@/g, "://(hidden)@");
}

function readPort(name: string, text: string | null): number | null {
  if (text === null) return null;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) {
    throw new UsageError(`${name} is "${text}"; it must be a port from 0 to 65535.`);
  }
  return port;
}

function readMetricsAddress(get: (name: string) => string | null): Config["metricsAddress"] {
  const port = readPort("REGWATCH_METRICS_PORT", get("REGWATCH_METRICS_PORT"));
  const host = get("REGWATCH_METRICS_HOST") ?? "127.0.0.1";
  if (port === null) return null;
  readPolicy(host, get("REGWATCH_READ"), get("REGWATCH_ADMIN_TOKEN"), "REGWATCH_METRICS_HOST");
  return { host, port };
}

function readDatabaseUrl(text: string | null): string | null {
  if (text !== null && !/^postgres(ql)?:\/\//.test(text)) {
    throw new UsageError(
      "DATABASE_URL must begin with postgres:// or postgresql://. Leave it out for the embedded database.",
    );
  }
  if (text !== null && !URL.canParse(text)) {
    throw new UsageError(
      "DATABASE_URL must be an address such as postgres://user:password@host/database; in the password, what is no letter or digit is percent-encoded.",
    );
  }
  return text;
}

function readPublicUrl(text: string | null): string | null {
  return readUrl("REGWATCH_PUBLIC_URL", text)?.replace(/\/+$/, "") ?? null;
}

function readUrl(name: string, text: string | null): string | null {
  if (text === null) return null;
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`${name} must be an http:// or https:// address.`);
  }
  return text;
}

function readPolicy(host: string, text: string | null, adminToken: string | null, name = "REGWATCH_HOST"): ReadPolicy {
  if (text !== null && text !== "token" && text !== "public") {
    throw new UsageError(`REGWATCH_READ is "${text}"; it must be token or public.`);
  }
  if (text === "token" && adminToken === null) {
    throw new UsageError("REGWATCH_READ=token needs REGWATCH_ADMIN_TOKEN, the token that readers give.");
  }
  if (text !== null) return text;
  if (isLoopback(host)) return "open";
  throw new UsageError(
    `${name} is ${host}, which others can reach. Choose who may read: REGWATCH_READ=token or REGWATCH_READ=public.`,
  );
}

/** Whether only this machine can reach the address. */
function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

// Node reads this setting itself, but only from the real environment and only at its start; a `.env` file comes too late for that.
function readExtraCa(file: string | null): string | null {
  if (file === null) return null;
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`NODE_EXTRA_CA_CERTS names ${file}, which cannot be read: ${String(error)}`);
  }
}

function readAdminToken(text: string | null): string | null {
  if (text !== null && text.length < 16) {
    throw new UsageError(
      "REGWATCH_ADMIN_TOKEN is too short; use at least 16 characters, for example from `openssl rand -hex 16`.",
    );
  }
  return text;
}

function listed(text: string | null): readonly string[] {
  return (text ?? "").split(/[\s,]+/).filter((entry) => entry !== "");
}

function readAllowHosts(text: string | null): readonly string[] {
  const hosts = listed(text);
  const wrong = hosts.find((host) => !/^(\[[0-9a-fA-F:.]+\]|[^:/\s]+):\d{1,5}$/.test(host));
  if (wrong !== undefined) {
    throw new UsageError(`REGWATCH_ALLOW_HOSTS has "${wrong}"; each entry must be host:port, such as 127.0.0.1:8080.`);
  }
  return hosts.map((host) => host.toLowerCase());
}

function readRoles(text: string | null): ReadonlySet<Role> {
  if (text === null) return new Set(roles);
  const chosen = text.split(/[\s,]+/).filter((role) => role !== "");
  const wrong = chosen.find((role) => !(roles as readonly string[]).includes(role));
  if (wrong !== undefined || chosen.length === 0) {
    throw new UsageError(`REGWATCH_ROLES has "${wrong ?? ""}"; it may name ${roles.join(", ")}.`);
  }
  return new Set(chosen as Role[]);
}

function readSummaryModel(get: (name: string) => string | null): SummaryModel | null {
  const address = readUrl("SUMMARY_API_URL", get("SUMMARY_API_URL"));
  const model = get("SUMMARY_MODEL");
  const key = get("SUMMARY_API_KEY");
  const dailyTokens = readDailyTokens(get("SUMMARY_DAILY_TOKENS"));
  if (address === null) {
    if (model === null) return null;
    throw new UsageError("SUMMARY_MODEL needs SUMMARY_API_URL, the address of the server it runs on.");
  }
  if (model === null) throw new UsageError("SUMMARY_API_URL needs SUMMARY_MODEL, the name of the model to ask there.");
  const url = new URL(address);
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new UsageError("SUMMARY_API_URL must be a plain address; the key belongs in SUMMARY_API_KEY.");
  }
  if (key !== null && !/^[\u0021-\u007e]+$/.test(key)) {
    throw new UsageError("SUMMARY_API_KEY has a space or a character that no key has; copy it again.");
  }
  const path = url.pathname.replace(/\/+$/, "").replace(/\/chat\/completions$/, "");
  return { url: `${url.origin}${path}`, key, model, dailyTokens };
}

function readKeepYears(text: string | null): number {
  const years = Number(text ?? defaults.keepYears);
  if (Number.isInteger(years) && years >= 1 && years <= 1000) return years;
  throw new UsageError(`REGWATCH_KEEP_YEARS is "${text}"; it must be a whole number of years from 1 to 1000.`);
}

function readSecret(text: string | null): string | null {
  if (text !== null && text.length < 16) {
    throw new UsageError(
      "REGWATCH_SECRET is too short; use at least 16 characters, such as `openssl rand -hex 32` makes.",
    );
  }
  return text;
}

function readSlack(get: (name: string) => string | null): SlackKeys {
  const [clientId, clientSecret] = [get("SLACK_CLIENT_ID"), get("SLACK_CLIENT_SECRET")];
  if ((clientId === null) !== (clientSecret === null)) {
    throw new UsageError("SLACK_CLIENT_ID and SLACK_CLIENT_SECRET belong together; set both or none.");
  }
  if (clientId !== null && get("REGWATCH_SECRET") === null) {
    throw new UsageError("SLACK_CLIENT_ID needs REGWATCH_SECRET, which encrypts the tokens of the workspaces.");
  }
  return {
    apiUrl: readUrl("SLACK_API_URL", get("SLACK_API_URL")) ?? defaults.slackUrl,
    botToken: beginning("SLACK_BOT_TOKEN", get("SLACK_BOT_TOKEN"), ["xoxb-", "xoxe.xoxb-"]),
    appToken: beginning("SLACK_APP_TOKEN", get("SLACK_APP_TOKEN"), ["xapp-"]),
    signingSecret: get("SLACK_SIGNING_SECRET"),
    oauth: clientId === null || clientSecret === null ? null : { clientId, clientSecret },
  };
}

function readDiscord(get: (name: string) => string | null): DiscordKeys {
  const token = get("DISCORD_TOKEN")?.replace(/^Bot /, "") ?? null;
  if (token !== null && !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) {
    throw new UsageError("DISCORD_TOKEN must be the bot's token, three parts with dots between; copy it again.");
  }
  const apiUrl = readUrl("DISCORD_API_URL", get("DISCORD_API_URL")) ?? defaults.discordUrl;
  return { apiUrl: apiUrl.replace(/\/+(v\d+\/*)?$/, ""), token };
}

// Slack's tokens look alike, and the wrong one fails late and obscurely.
function beginning(name: string, text: string | null, starts: readonly string[]): string | null {
  if (text === null || starts.some((start) => text.startsWith(start))) return text;
  throw new UsageError(`${name} must begin with ${starts[0]}; the one that is set is another kind of token.`);
}

function readKeys(get: (name: string) => string | null): Readonly<Record<string, string>> {
  const keys = { congress: get("CONGRESS_API_KEY"), "regulations-gov": get("REGULATIONS_API_KEY") };
  return Object.fromEntries(Object.entries(keys).flatMap(([source, key]) => (key === null ? [] : [[source, key]])));
}

function readDailyTokens(text: string | null): number {
  if (text === null) return defaults.dailyTokens;
  if (!/^[1-9]\d{0,14}$/.test(text)) {
    throw new UsageError(`SUMMARY_DAILY_TOKENS is "${text}"; it must be a whole number above 0.`);
  }
  return Number(text);
}

function readLogLevel(text: string | null): string {
  const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];
  if (text !== null && !levels.includes(text)) {
    throw new UsageError(`LOG_LEVEL is "${text}"; it must be one of ${levels.join(", ")}.`);
  }
  return text ?? "warn";
}
