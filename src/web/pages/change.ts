import { html } from "hono/html";
import { datesTold, deadlineLabel } from "../../model/deadline-words.ts";
import { factLabel } from "../../alerts/fact-words.ts";
import { languageTag } from "../../exports/markup.ts";
import type { Change } from "../../model/change.ts";
import type { FactChange } from "../../model/facts.ts";
import type { ChangeView } from "../change-view.ts";
import type { Texts } from "../comparison.ts";
import { daysLeft, daysLeftWords } from "../dates.ts";
import type { Html, WebDeps } from "../deps.ts";
import { layout } from "../layout.ts";
import { address, changePath, documentPath } from "../links.ts";
import { badge, outward, when } from "../markup.ts";
import type { Reader } from "../reader.ts";
import { factText, kindWords } from "../words.ts";
import { linksSection } from "./connected.ts";
import { evidenceSection } from "./evidence.ts";
import type { OtherReading } from "../recipes.ts";
import type { RedlineReading, TextChoice } from "../redline-view.ts";
import { script } from "../script.ts";
import { citationSection } from "./cite.ts";
import { reasonNotes, reasonsSection } from "./reasons.ts";
import { plainSection, redlineSection } from "./redline.ts";
import { threadSection } from "./thread.ts";

/** What is shown of a change, with the texts to be read: those that were compared then, or how today's recipe reads their bytes. */
export interface ChangePageView extends ChangeView {
  readonly texts: Texts;
  readonly other: OtherReading | null;
  readonly isNow: boolean;
}

/** The page of one change. `reading` is null where a document was seen for the first time: then its text is shown as a document. */
export function changePage(
  deps: WebDeps,
  reader: Reader,
  view: ChangePageView,
  reading: RedlineReading | null,
  choice: TextChoice,
): Html {
  const { change, texts } = view;
  const path = changePath(change.id);
  const feed = deps.feeds().feeds.find(({ id }) => id === change.feedId);
  return layout(
    deps,
    { title: change.title, reader, script: script.path },
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
          ${reading === null ? null : html`<a href="${path}/redline.docx">Word, with tracked changes</a>`}
          <a href="${path}/bundle.zip">Evidence bundle</a>
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
          ${reasonsSection(change, reading)} ${factsSection(change)}
        </div>
        <div>
          ${deadlinesSection(change, deps.clock.now(), feed?.timezone ?? "UTC")} ${linksSection(view.links)}
          ${threadSection(change, view.thread)} ${citationSection(change, deps.publicUrl)}
        </div>
      </div>
      ${
        reading === null
          ? plainSection(texts, choice, path)
          : redlineSection(texts, reading, choice, reasonNotes(change.reasons, reading), readingNotice(view, path))
      }
      ${evidenceSection(view)}
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

function deadlinesSection(change: Change, now: Temporal.Instant, zone: string): Html | null {
  const deadlines = datesTold(change);
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
              <strong>${deadlineLabel(deadline)}</strong> ${when(deadline.at ?? deadline.date)}
              <span class="left">${daysLeftWords(days)}</span>
            </p>
            <blockquote lang="${languageTag(change.language)}">${deadline.sentence}</blockquote>
          </li>`,
      )}
    </ul>
  </section>`;
}

/** Where today's recipe reads the same bytes differently, both readings are a link apart, and it is said which one stands here. */
function readingNotice({ other, isNow, change, texts }: ChangePageView, path: string): Html | null {
  if (other === null) return null;
  const [then, now] = [change.evidence.firstSeenAfter, other.texts.after?.recipe.revision];
  if (isNow) {
    return html`<p class="notice">
      This is how revision ${now} of regwatch’s reader reads those bytes today.
      <a href="${path}#text">As it was read and told</a>, ${when(then)}.
    </p>`;
  }
  return html`<p class="notice">
    This is the text as revision ${texts.after?.recipe.revision} of regwatch’s reader read it then, and as it was told.
    Today’s revision ${now} reads the same bytes differently:
    <a href="${address(path, { reading: "now" })}#text">see today’s reading</a>.
  </p>`;
}
