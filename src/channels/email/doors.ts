import type { Door } from "../../model/channel.ts";
import type { Consents } from "../../model/consent.ts";
import type { Subscription } from "../../model/subscription.ts";
import type { Clock } from "../../model/time.ts";
import { escaped } from "./as-html.ts";
import type { createLinks, LinkPurpose } from "./links.ts";

interface DoorParts {
  readonly consents: Consents;
  readonly links: ReturnType<typeof createLinks>;
  readonly clock: Clock;
}

/**
 * Where the links of mails lead. Programs that check mails follow links, so that asking for a page (GET) changes nothing: its button does
 * (POST), or the reader's mail program for it (RFC 8058).
 */
export function mailDoors(parts: DoorParts): Readonly<Record<string, Door>> {
  return {
    "/mail/confirm/:id/:token": (request) => open(parts, "confirm", request),
    "/mail/unsubscribe/:id/:token": (request) => open(parts, "unsubscribe", request),
  };
}

async function open({ consents, links, clock }: DoorParts, purpose: LinkPurpose, request: Request): Promise<Response> {
  const [, id = "", token = ""] = /\/mail\/\w+\/([^/]+)\/([^/?#]+)/.exec(new URL(request.url).pathname) ?? [];
  const subscription = await consents.subscription(decoded(id));
  if (subscription === null)
    return said(200, "Nothing is sent to this address any more", ["This subscription has ended."]);
  const standing = links.check(purpose, subscription, token, clock.now());
  if (standing === "wrong") return said(404, "This link is not one of ours", ["Open it from the mail once more."]);
  if (standing === "late") {
    return said(410, "This link is too old", ["It was good for seven days. Ask whoever set it up to do so again."]);
  }
  if (request.method === "GET" || request.method === "HEAD") return question(purpose, subscription);
  if (request.method !== "POST") return said(405, "This cannot be done", ["Open the link and use the button."]);
  return purpose === "confirm" ? agreed(consents, subscription) : left(consents, subscription);
}

async function agreed(consents: Consents, { id, query }: Subscription): Promise<Response> {
  await consents.agree(id);
  return said(200, "Confirmed", [
    `This address is told of “${query}” from now on.`,
    "Each mail has a link that ends it.",
  ]);
}

async function left(consents: Consents, { id, query }: Subscription): Promise<Response> {
  await consents.leave(id);
  return said(200, "Unsubscribed", [`This address is not told of “${query}” any more.`]);
}

function question(purpose: LinkPurpose, { query, state }: Subscription): Response {
  if (purpose === "unsubscribe") {
    return said(200, "No more of these mails?", [`This address is told of “${query}”.`], "Unsubscribe");
  }
  if (state !== "pending") return said(200, "Confirmed already", [`This address is told of “${query}”.`]);
  return said(
    200,
    "Shall this address be told?",
    [`It will be told of “${query}”. Nothing is sent before you confirm, and each mail has a link that ends it.`],
    "Confirm",
  );
}

function said(status: number, title: string, lines: readonly string[], button?: string): Response {
  const form = button === undefined ? "" : `<form method="post"><button>${escaped(button)}</button></form>`;
  const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<title>${escaped(title)} · regwatch</title><style>${style}</style></head>
<body><main><h1>${escaped(title)}</h1>${lines.map((line) => `<p>${escaped(line)}</p>`).join("")}${form}</main></body></html>
`;
  return new Response(page, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    },
  });
}

const style = `
body { font: 17px/1.5 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; margin: 0; background: #f3f4f6; color: #1b1f24 }
main { max-width: 34rem; margin: 12vh auto 0; padding: 1.5rem; background: #fff; border-radius: 8px; overflow-wrap: anywhere }
h1 { font-size: 1.4rem; margin: 0 0 0.6rem }
button { font: inherit; font-weight: 600; padding: 0.6rem 1.4rem; border: 0; border-radius: 6px; background: #1d4f91; color: #fff; cursor: pointer }
button:focus-visible { outline: 3px solid #f2a33c; outline-offset: 2px }
@media (prefers-color-scheme: dark) { body { background: #101214; color: #e4e6ea } main { background: #181b1f } }
`;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
