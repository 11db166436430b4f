import { html, raw } from "hono/html";
import type { Significance } from "../model/significance.ts";
import type { Comparison } from "./comparison.ts";
import { languageTag } from "./markup.ts";
import type { Html } from "./markup.ts";
import { columnsRedline } from "./redline-columns.ts";
import { inlineRedline } from "./redline-inline.ts";
import { linesOf } from "./redline-lines.ts";
import type { Line } from "./redline-lines.ts";
import { firstLines } from "./redline-stops.ts";
import { capital, coarseWords, counted, statsWords, unchangedWords } from "./redline-words.ts";

/**
 * A redline as one page that needs nothing else: no script, no network. Inline and side by side are both in it, and a choice that works
 * by style alone. `style` is the style sheet of the pages on the web.
 */
export async function redlinePage(comparison: Comparison, style: string): Promise<string> {
  const { title, language, before, after, redline } = comparison;
  const lines = linesOf(redline, before.blocks, after.blocks);
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="regwatch" />
        <title>${title} · regwatch</title>
        <style>
          ${raw(style.replaceAll("</", "<\\/"))}
        </style>
      </head>
      <body class="file">
        <main id="main">
          <header class="lead">
            <p class="headline">${badge(comparison.significance)} <span>${comparison.headline}</span></p>
            <h1 lang="${languageTag(language)}">${title}</h1>
            <p class="meta">
              <span>Before: ${before.name}</span> <span>After: ${after.name}</span>
              <span>Compared <time datetime="${comparison.at}">${comparison.at.slice(0, 10)}</time></span>
            </p>
          </header>
          ${verdict(comparison)} ${redlineSection(comparison, lines)}
        </main>
        <script>
          ${raw(keys)};
        </script>
      </body>
    </html>`;
  return page.toString();
}

function badge(significance: Significance): Html {
  return html`<span class="badge ${significance}">${capital(significance)}</span>`;
}

const reasonsAtOnce = 5;

function verdict({ summary, reasons, language, significance }: Comparison): Html {
  const list = html`<ul class="reasons">
    ${reasons.map((reason) => html`<li>${capital(reason)}</li>`)}
  </ul>`;
  const folded = html`<details class="contents">
    <summary lang="en">${counted(reasons.length, "reason")} why it is ${significance}</summary>
    ${list}
  </details>`;
  return html`<section aria-label="In short" lang="${languageTag(language)}">
    ${summary === "" ? null : html`<p class="summary">${summary}</p>`}
    ${reasons.length > reasonsAtOnce ? folded : reasons.length > 0 ? list : null}
  </section>`;
}

function redlineSection({ redline, language }: Comparison, lines: readonly Line[]): Html {
  if (redline.spans.every(({ op }) => op === "equal")) return html`<p class="notice">${unchangedWords}</p>`;
  const side = "side-";
  return html`<section class="reading" aria-labelledby="text">
    <h2 id="text">Redline</h2>
    <div class="tools">
      <p class="stats">${statsWords(redline.stats)}</p>
      <fieldset class="toggle">
        <legend class="spoken">How the redline is shown</legend>
        <input type="radio" name="view" id="show-inline" checked /><label for="show-inline">Inline</label>
        <input type="radio" name="view" id="show-side" /><label for="show-side">Side by side</label>
      </fieldset>
    </div>
    <p class="legend">
      <ins>inserted</ins> <del>deleted</del> <ins class="moved">moved here</ins> <del class="moved">moved away</del>
    </p>
    ${redline.coarse === true ? html`<p class="notice">${coarseWords}</p>` : null}
    <div class="as-inline">${changes(lines, language, "")}${inlineRedline(lines, { language })}</div>
    <div class="as-side">${changes(lines, language, side)}${columnsRedline(lines, { language, ids: side })}</div>
  </section>`;
}

/** The changes as a list of links, each named by its section. */
function changes(lines: readonly Line[], language: string, ids: string): Html | null {
  const stops = firstLines(lines);
  if (stops.length < 2) return null;
  return html`<details class="contents">
    <summary>${counted(stops.length, "change")}</summary>
    <ol lang="${languageTag(language)}">
      ${stops.map((line, index) => html`<li><a href="#${ids}change-${index + 1}">${line.section === "" ? beginning(line) : line.section}</a></li>`)}
    </ol>
  </details>`;
}

function beginning({ spans }: Line): string {
  const text = spans.map((span) => span.text).join("");
  return text.length > 60 ? `${text.slice(0, 59).toWellFormed()}…` : text;
}

/** A convenience where scripts run: n and p, or j and k, go to the next change and back. */
const keys = `addEventListener("keydown", (event) => {
  const step = { n: 1, j: 1, p: -1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  const stops = [...document.querySelectorAll('[id*="change-"]')].filter((stop) => stop.offsetParent);
  const here = stops.findIndex((stop) => "#" + stop.id === location.hash);
  const next = stops[here < 0 ? (step > 0 ? 0 : stops.length - 1) : here + step];
  if (next) location.hash = next.id;
});`;
