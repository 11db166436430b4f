import { html } from "hono/html";
import { deadlineWords } from "../../alerts/days-left.ts";
import { factLabel } from "../../alerts/fact-words.ts";
import { reasonInWords } from "../../alerts/reasons.ts";
import { languageTag, spoken } from "../../exports/markup.ts";
import type { Change } from "../../model/change.ts";
import type { FactChange } from "../../model/facts.ts";
import type { Redline } from "../../model/redline.ts";
import type { Reason } from "../../model/significance.ts";
import type { ChangeView } from "../change-view.ts";
import { daysLeft, daysLeftWords } from "../dates.ts";
import type { Html, WebDeps } from "../deps.ts";
import { layout } from "../layout.ts";
import { address, changePath, documentPath } from "../links.ts";
import { badge, outward, when } from "../markup.ts";
import type { Reader } from "../reader.ts";
import { factText, kindWords, significanceMeanings } from "../words.ts";
import { linksSection } from "./connected.ts";
import { evidenceSection } from "./evidence.ts";
import { textSection } from "./redline.ts";
import type { TextChoice } from "./redline.ts";

/** The page of one change. `redline` is null where a document was seen for the first time: then its text is shown as a document. */
export function changePage(
  deps: WebDeps,
  reader: Reader,
  view: ChangeView,
  redline: Redline | null,
  choice: TextChoice,
): Html {
  const { change } = view;
  const feed = deps.feeds().feeds.find(({ id }) => id === change.feedId);
  return layout(
    deps,
    { title: change.title, reader },
    html`<article class="change">
      <header class="lead">
        <p class="headline">
          ${badge(change.significance)}
          <span>${change.headline === "" ? kindWords[change.kind] : change.headline}</span>${marks(change)}
        </p>
        <h1 lang="${languageTag(change.language)}">${change.title}</h1>
        <p class="meta">
          ${change.citation === null ? null : html`<span>${change.citation}</span>`}
          <span>${feed?.title ?? change.feedId}</span>
          ${change.publishedAt === null ? null : html`<span>Published ${when(change.publishedAt)}</span>`}
          <span>Seen ${when(change.detectedAt)}</span>
        </p>
        ${retraction(change)}
        <p class="actions">
          ${outward(change.sourceUrl, "Publisher’s page")}
          ${change.officialUrl === null ? null : outward(change.officialUrl, "Official document")}
          <a href="${documentPath(change.documentId)}">History of this document</a>
        </p>
      </header>
      <div class="facing">
        <div>
          ${
            change.summary === ""
              ? null
              : html`<section aria-labelledby="summary">
                  <h2 id="summary">In short</h2>
                  <p class="summary">${change.summary}</p>
                  <p class="fine">
                    ${
                      change.summarisedBy === "model"
                        ? "Written by a language model from the texts below."
                        : "Put together by rules from the texts below; no language model had a part in it."
                    }
                  </p>
                </section>`
          }
          ${reasonsSection(change)} ${factsSection(change)}
        </div>
        <div>
          ${deadlinesSection(change, deps.clock.now(), feed?.timezone ?? "UTC")} ${linksSection(view.links)}
          ${threadSection(view.thread)} ${citationSection(change)}
        </div>
      </div>
      ${textSection(view, redline, choice, changePath(change.id))} ${evidenceSection(view)}
    </article>`,
  );
}

function retraction({ retracted }: Change): Html | null {
  if (retracted === undefined) return null;
  return html`<p class="notice" role="note">
    Retracted ${when(retracted.at)}: ${retracted.reason} What was told of this change was wrong.
  </p>`;
}

function marks(change: Change): readonly Html[] {
  return [
    ...(change.retracted === undefined ? [] : [html` <span class="tag retracted">retracted</span>`]),
    ...(change.baseline ? [html` <span class="tag">before the watch began</span>`] : []),
    ...(change.muted === null ? [] : [html` <span class="tag">muted: ${change.muted}</span>`]),
    ...(change.visibility === "private" ? [html` <span class="tag">private</span>`] : []),
  ];
}

function reasonsSection({ significance, reasons, language }: Change): Html {
  return html`<section aria-labelledby="why">
    <h2 id="why">Why it is ${significance}</h2>
    <p>${significanceMeanings[significance]}</p>
    ${
      reasons.length === 0
        ? null
        : html`<ul class="reasons">
            ${reasons.map((reason) => reasonItem(reason, language))}
          </ul>`
    }
  </section>`;
}

function reasonItem({ rule, section, before, after }: Reason, language: string): Html {
  return html`<li>
    <strong>${reasonInWords({ rule })}</strong
    >${section === undefined ? null : html` <span class="where" lang="${languageTag(language)}">${section}</span>`}
    ${before === undefined ? null : html`<del lang="${languageTag(language)}">${spoken("[before: ")}${before}${spoken("] ")}</del>`}
    ${after === undefined ? null : html`<ins lang="${languageTag(language)}">${spoken("[after: ")}${after}${spoken("] ")}</ins>`}
  </li>`;
}

function factsSection({ facts, kind, language }: Change): Html | null {
  if (facts.length === 0) return null;
  if (kind === "first-seen") {
    const stated = facts.filter(({ after }) => factText(after) !== "");
    return html`<section aria-labelledby="facts">
      <h2 id="facts">Facts</h2>
      <dl class="facts">
        ${stated.map(
          ({ name, after }) =>
            html`<div>
              <dt>${factLabel(name)}</dt>
              <dd lang="${languageTag(language)}">${factText(after)}</dd>
            </div>`,
        )}
      </dl>
    </section>`;
  }
  return html`<section aria-labelledby="facts">
    <h2 id="facts">Facts that changed</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="facts">
      <table class="facts stacking">
        <thead>
          <tr>
            <th scope="col">Fact</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          ${facts.map((fact) => factRow(fact, language))}
        </tbody>
      </table>
    </div>
  </section>`;
}

function factRow({ name, before, after }: FactChange, language: string): Html {
  const [was, is] = [factText(before), factText(after)];
  return html`<tr>
    <th scope="row">${factLabel(name)}</th>
    <td data-label="Before" lang="${languageTag(language)}">
      ${was === "" ? html`<span class="none" lang="en">not stated</span>` : html`<del>${was}</del>`}
    </td>
    <td data-label="After" lang="${languageTag(language)}">
      ${is === "" ? html`<span class="none" lang="en">no longer stated</span>` : html`<ins>${is}</ins>`}${distance(before, after)}
    </td>
  </tr>`;
}

/** How far a date moved, because that is what people ask first. */
function distance(before: FactChange["before"], after: FactChange["after"]): Html | null {
  if (!isDate(before) || !isDate(after)) return null;
  const days = Temporal.PlainDate.from(before).until(Temporal.PlainDate.from(after)).days;
  return html` <span class="left" lang="en">${Math.abs(days)} days ${days > 0 ? "later" : "earlier"}</span>`;
}

function isDate(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
}

function deadlinesSection({ deadlines, language }: Change, now: Temporal.Instant, zone: string): Html | null {
  if (deadlines.length === 0) return null;
  const counted = deadlines.map((deadline) => ({ deadline, days: daysLeft(deadline.date, now, zone) }));
  const sorted = counted.toSorted((a, b) => Number(a.days < 0) - Number(b.days < 0) || a.days - b.days);
  return html`<section aria-labelledby="dates">
    <h2 id="dates">Dates</h2>
    <ul class="dates">
      ${sorted.map(
        ({ deadline, days }) =>
          html`<li class="${days < 0 ? "past" : days <= 14 ? "near" : ""}">
            <p>
              <strong>${deadlineWords[deadline.kind]}</strong> ${when(deadline.at ?? deadline.date)}
              <span class="left">${daysLeftWords(days)}</span>
            </p>
            <blockquote lang="${languageTag(language)}">${deadline.sentence}</blockquote>
          </li>`,
      )}
    </ul>
  </section>`;
}

const threadListed = 8;

function threadSection(thread: readonly Change[]): Html | null {
  const first = thread[0];
  if (first === undefined) return null;
  return html`<section aria-labelledby="thread">
    <h2 id="thread">Also in this thread</h2>
    <ul class="links">
      ${thread.slice(0, threadListed).map(
        (change) =>
          html`<li>
            <span class="relation">${when(change.occurredAt.slice(0, 10))} · ${change.headline}</span>
            <a href="${changePath(change.id)}" lang="${languageTag(change.language)}">${change.title}</a>
          </li>`,
      )}
    </ul>
    ${thread.length > threadListed ? html`<p><a href="${address("/", { thread: first.threadKey, muted: "with" })}">The whole thread</a></p>` : null}
  </section>`;
}

function citationSection({ fullCitation, language }: Change): Html | null {
  if (fullCitation === null) return null;
  return html`<section aria-labelledby="cite">
    <h2 id="cite">Cite as</h2>
    <p class="citation" lang="${languageTag(language)}">${fullCitation}</p>
  </section>`;
}
