import type { WebClient } from "@slack/web-api";
import type { Change } from "../../model/change.ts";
import type { RenderContext } from "../../model/channel.ts";
import type { Desk } from "../../model/command.ts";
import type { Shelf } from "../shelf.ts";
import type { Compose } from "./message.ts";
import type { Introduce } from "./place.ts";
import type { Workspaces } from "./workspaces.ts";

/** What people take away, and what links to pages are read with. */
export interface SlackShelf extends Shelf {
  /** A change that anybody may see; null for others and where there is none. */
  change(id: string): Promise<Change | null>;
  /** The feed that watches a page, or null. */
  feedAt(url: string, includePrivate: boolean): { readonly id: string; readonly title: string } | null;
}

export interface SlackLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What the answers to people are made with. */
export interface AppParts {
  readonly desk: Desk;
  readonly workspaces: Workspaces;
  readonly client: WebClient;
  readonly introduce: Introduce;
  readonly compose: Compose;
  readonly context: () => RenderContext;
  readonly shelf: SlackShelf;
  /** For files, which do not go through the client. */
  readonly fetch: typeof globalThis.fetch;
  readonly log: SlackLog;
}

/** The token to act with in a workspace. */
export async function tokenIn({ workspaces }: AppParts, team: string): Promise<string> {
  return (await workspaces.bot(team)).token;
}
