import { html, raw } from "hono/html";
import type { ClientDigest, ClientEntry, Letterhead } from "../model/client-digest.ts";
import { significanceGroups } from "./client-groups.ts";
import type { Html } from "./markup.ts";
import { passage } from "./passage-page.ts";

/** What a firm sends to its clients as one page that needs nothing else. `style` is the style sheet of the pages on the web. */
export async function clientPage(digest: ClientDigest, style: string): Promise<string> {
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${digest.title}</title>
        <style>
          ${raw(style.replaceAll("</", "<\\/"))}
        </style>
      </head>
      <body class="file">
        <main id="main">
          ${digest.letterhead === null ? null : letterhead(digest.letterhead)}
          <header class="lead">
            <h1>${digest.title}</h1>
            <p class="meta"><span>${digest.period}</span> <span>${digest.counts}</span></p>
          </header>
          ${significanceGroups(digest.threads).map(({ label, threads }) =>
            section(
              label,
              threads.map(
                ({ title, entries }) =>
                  html`<h3>${title}</h3>
                    ${entries.map(entry)}`,
              ),
            ),
          )}
          ${digest.corrections.length === 0 ? null : section("Corrections", digest.corrections.map(entry))}
          ${digest.deadlines.length === 0 ? null : section("Dates to come", [dates(digest.deadlines)])}
          <p class="fine">${digest.checked}</p>
          <p class="fine">${digest.disclaimer}</p>
        </main>
      </body>
    </html>`;
  return page.toString();
}

function letterhead({ name, lines, logo }: Letterhead): Html {
  return html`<header class="letterhead">
    ${logo === null ? null : html`<img src="data:image/png;base64,${logo.bytes.toBase64()}" alt="" height="48" />`}
    <p><strong>${name}</strong></p>
    ${lines.map((line) => html`<p class="fine">${line}</p>`)}
  </header>`;
}

function section(title: string, parts: readonly Html[]): Html {
  return html`<section>
    <h2>${title}</h2>
    ${parts}
  </section>`;
}

function dates(deadlines: ClientDigest["deadlines"]): Html {
  return html`<ul>
    ${deadlines.map(({ date, words, title }) => html`<li>${date}: ${words}. ${title}</li>`)}
  </ul>`;
}

function entry({ headline, summary, facts, passages, deadlines, citation, officialUrl }: ClientEntry): Html {
  return html`<article class="report">
    <h4>${headline}</h4>
    ${summary === "" ? null : html`<p class="summary">${summary}</p>`}
    ${facts.map(({ label, before, after }) => html`<p>${label}: <del>${before}</del> → <ins>${after}</ins></p>`)}
    ${passages.map(passage)} ${deadlines.map((text) => html`<p>${text}</p>`)}
    <p class="meta">
      <span>${citation}</span>
      ${officialUrl === null ? null : html`<a href="${officialUrl}" rel="noreferrer">Official document</a>`}
    </p>
    <p class="comment">Comment:</p>
  </article>`;
}
