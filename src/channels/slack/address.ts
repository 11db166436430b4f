import { UsageError } from "../../model/errors.ts";

/** A place in Slack. `team` is null where there is one workspace only; `thread` is the timestamp of a thread's first message. */
export interface SlackAddress {
  readonly team: string | null;
  readonly channel: string;
  readonly thread: string | null;
}

/** Reads `C0123`, `T0123/C0123` or `T0123/C0123/1700000000.000100`. Throws `UsageError`. */
export function readAddress(text: string): SlackAddress {
  const found = form.exec(text.trim());
  if (found === null) {
    throw new UsageError(
      "A Slack destination is the id of a channel, such as slack:C024BE91L, or with its workspace, slack:T024BE7LD/C024BE91L. The id stands at the end of a channel's details in Slack.",
    );
  }
  const [, team = null, channel = "", thread = null] = found;
  return { team: team ?? null, channel, thread: thread ?? null };
}

/** The address as it is stored: reads back as itself. */
export function writeAddress({ team, channel, thread }: SlackAddress): string {
  return [team, channel, thread].filter((part) => part !== null).join("/");
}

// Channels, private channels and direct conversations; a person's id leads to the conversation with that person.
const form = /^(?:([TE][A-Z0-9]{2,20})\/)?([CGDUW][A-Z0-9]{2,20})(?:\/(\d{1,12}\.\d{1,6}))?$/;
