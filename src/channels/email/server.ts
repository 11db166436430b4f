import { UsageError } from "../../model/errors.ts";

/** A mail server and whom mails come from. */
export interface MailServer {
  /** `smtp://` (STARTTLS where the server offers it) or `smtps://`, with user and password if it asks for them. */
  readonly url: string;
  /** `Name <address>` or an address alone. */
  readonly from: string;
}

/** Reads SMTP_URL and SMTP_FROM, which belong together; null where neither is set. Throws `UsageError` that repeats no password. */
export function readMailServer(url: string | null, from: string | null): MailServer | null {
  if (url === null && from === null) return null;
  if (url === null) throw new UsageError("SMTP_FROM needs SMTP_URL, the mail server that takes the mails.");
  if (from === null) {
    throw new UsageError("SMTP_URL needs SMTP_FROM, whom mails come from, such as regwatch <alerts@example.org>.");
  }
  const server = URL.parse(url);
  if (server === null || !/^smtps?:$/.test(server.protocol) || server.hostname === "" || !isLegible(server)) {
    throw new UsageError("SMTP_URL must be an address such as smtp://user:password@mail.example.org:587 or smtps://….");
  }
  if (!sender.test(from)) {
    throw new UsageError("SMTP_FROM must be one address, alone or as regwatch <alerts@example.org>.");
  }
  return { url, from };
}

/** The domain of the sender's address. */
export function senderDomain({ from }: Pick<MailServer, "from">): string {
  return /@([^\s<>@]+)>?$/.exec(from)?.[1]?.toLowerCase() ?? "localhost";
}

const sender = /^(?:[^<>\r\n]*<[^\s<>@,]+@[^\s<>@,]+>|[^\s<>@,]+@[^\s<>@,]+)$/;

function isLegible({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}
