import { html, raw } from "hono/html";
import type { ComposedChange, ComposedDigest } from "../model/composed.ts";
import type { Html } from "./markup.ts";
import { passage } from "./passage-page.ts";

/** A digest as one page that needs nothing else. `style` is the style sheet of the pages on the web. */
export async function digestPage(digest: ComposedDigest, style: string): Promise<string> {
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="regwatch" />
        <title>${digest.headline}</title>
        <style>
          ${raw(style.replaceAll("</", "<\\/"))}
        </style>
      </head>
      <body class="file">
        <main id="main">
          <header class="lead">
            <h1>${digest.headline}</h1>
            <p class="meta"><span>${digest.period}</span> <span>${digest.counts}</span></p>
          </header>
          ${digest.threads.map(({ title, changes }) => section(title, changes.map(entry)))}
          ${digest.retracted.length === 0 ? null : section("Retracted", digest.retracted.map(entry))}
          ${digest.deadlines.length === 0 ? null : section("Dates to come", [dates(digest.deadlines)])}
          <p class="fine">${digest.silence}</p>
        </main>
      </body>
    </html>`;
  return page.toString();
}

function section(title: string, parts: readonly Html[]): Html {
  return html`<section>
    <h2>${title}</h2>
    ${parts}
  </section>`;
}

function dates(deadlines: ComposedDigest["deadlines"]): Html {
  return html`<ul>
    ${deadlines.map(
      ({ date, words, label, title }) =>
        html`<li><time datetime="${date}">${date}</time> (${words}) ${label}: ${title}</li>`,
    )}
  </ul>`;
}

function entry(change: ComposedChange): Html {
  const { significance, headline, summary, facts, passages, deadlines, source, evidence, citation } = change;
  return html`<article class="report ${significance}">
    <h3>${headline}</h3>
    ${summary === "" ? null : html`<p class="summary">${summary}</p>`}
    ${facts.map(({ label, before, after }) => html`<p>${label}: <del>${before}</del> → <ins>${after}</ins></p>`)}
    ${passages.map(passage)}
    ${deadlines.map(({ label, date, words }) => html`<p>${label} <time datetime="${date}">${date}</time> (${words})</p>`)}
    <p class="meta">
      ${citation === null ? null : html`<span>${citation}</span>`} <span>${source}</span> <span>${evidence}</span>
      ${outward(change.officialUrl ?? change.sourceUrl)}
    </p>
  </article>`;
}

function outward(url: string): Html | null {
  return /^https?:/.test(url) ? html`<a href="${url}" rel="noreferrer">Document</a>` : null;
}
