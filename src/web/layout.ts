import { html } from "hono/html";
import type { Html, WebDeps } from "./deps.ts";
import type { Reader } from "./reader.ts";
import { style } from "./style.ts";

/** What a page says about itself. `current` is the address of its entry in the menu. */
export interface PageFrame {
  readonly title: string;
  readonly current?: string;
  readonly reader: Reader;
  /** An address of the same changes as an Atom feed. */
  readonly feed?: string;
}

export function layout(deps: WebDeps, frame: PageFrame, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${frame.title} · regwatch</title>
        <link rel="stylesheet" href="${style.path}" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="alternate" type="application/atom+xml" title="Changes" href="${frame.feed ?? "/atom.xml"}" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top">
          <div class="bar">
            <a class="brand" href="/">regwatch</a>
            <nav aria-label="Main">
              <ul>
                ${menuFor(frame.reader).map(([path, name]) => menuEntry(path, name, frame.current))}
              </ul>
            </nav>
            ${session(deps, frame.reader)}
          </div>
        </header>
        <main id="main" tabindex="-1">${body}</main>
        <footer class="bottom">
          <p>Times are UTC. A redline shows what regwatch saw; the official text is the publisher’s.</p>
          <p>
            <a href="/atom.xml">Atom</a> <a href="/feed.json">JSON Feed</a> <a href="/deadlines.ics">Calendar</a>
            <a href="/api/openapi.json">API</a> <span>regwatch ${deps.version}</span>
          </p>
        </footer>
      </body>
    </html>`;
}

const menu = [
  ["/", "Timeline"],
  ["/deadlines", "Deadlines"],
  ["/documents", "Documents"],
  ["/feeds", "Feeds"],
] as const;

/** Subscriptions and the audit are for whoever shows a token; others need not walk into a closed door. */
function menuFor({ person }: Reader): readonly (readonly [string, string])[] {
  if (person === null) return menu;
  const more = [...menu, ["/subscriptions", "Subscriptions"], ["/audit", "Audit"]] as const;
  return person.role === "admin" ? [...more, ["/tokens", "Tokens"]] : more;
}

/** Belongs into every form that changes something: without it, the form counts as another site's. */
export function formKey(reader: Reader): Html | null {
  return reader.formKey === null ? null : html`<input type="hidden" name="key" value="${reader.formKey}" />`;
}

function menuEntry(path: string, name: string, current: string | undefined): Html {
  return html`<li><a href="${path}" ${path === current ? html` aria-current="page"` : ""}>${name}</a></li>`;
}

function session(deps: WebDeps, reader: Reader): Html | null {
  if (reader.formKey !== null) {
    return html`<form class="session" method="post" action="/logout">
      ${formKey(reader)}<span>${reader.person?.name}</span> <button class="quiet">Sign out</button>
    </form>`;
  }
  return deps.adminToken === null || reader.person !== null ? null : html`<a class="session" href="/login">Sign in</a>`;
}
