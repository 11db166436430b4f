import { RegwatchError } from "../../model/errors.ts";

/** There is no token to act with in a workspace. The message says what to do. */
export class SlackInstallationError extends RegwatchError {}

/** The token to act with in a workspace; `team` is null where there is one workspace only. Throws `SlackInstallationError`. */
export type Tokens = (team: string | null) => Promise<string>;

/** The one token of SLACK_BOT_TOKEN. */
export function oneToken(token: string | null): Tokens {
  return async () => {
    if (token !== null) return token;
    throw new SlackInstallationError("This service has no Slack token. Set SLACK_BOT_TOKEN, then resume.");
  };
}
