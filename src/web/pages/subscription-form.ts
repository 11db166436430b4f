import { html } from "hono/html";
import { languageTag } from "../../exports/markup.ts";
import { counted } from "../../exports/redline-words.ts";
import { significances } from "../../model/significance.ts";
import type { Change } from "../../model/change.ts";
import type { Html, WebDeps } from "../deps.ts";
import { formKey, layout } from "../layout.ts";
import { changePath } from "../links.ts";
import { badge, when } from "../markup.ts";
import type { Reader } from "../reader.ts";
import type { ReadWish, WishField, WishText } from "../subscription-wish.ts";
import { significanceWords } from "../words.ts";

/** A form as it was filled in. `read` is null before anybody typed something; `past` is what it would have told. */
export interface FilledForm {
  readonly text: WishText;
  readonly read: ReadWish | null;
  readonly past: Past | null;
}

export interface Past {
  readonly found: readonly Change[];
  readonly looked: number;
}

/** Where a subscription is made. */
export function newSubscriptionPage(deps: WebDeps, reader: Reader, filled: FilledForm): Html {
  return layout(
    deps,
    { title: "New subscription", current: "/subscriptions", reader },
    html`<h1>New subscription</h1>
      ${wishForm(reader, "/subscriptions", filled, true)} ${preview(filled.past)}`,
  );
}

/** The form of a subscription, new or changed. The first button is the one that a press of Enter means, and it changes nothing. */
export function wishForm(reader: Reader, action: string, filled: FilledForm, isNew: boolean): Html {
  return html`<form class="stack wish" method="post" action="${action}">
    ${formKey(reader)}
    ${isNew ? field(filled, "to", "Whom to tell", "slack:C024BE91L, discord:…, webhook:https://example.org/hook or terminal") : null}
    ${field(filled, "query", "What", 'topic:ai-chips AND "license exception"; * for everything')}
    ${field(filled, "when", "When", "instant, or a digest: weekly mon 08:00 America/New_York")}
    <label for="min">From</label>
    <select id="min" name="min">
      ${significances.map(
        (each) =>
          html`<option value="${each}" ${each === filled.text.min ? html` selected` : null}>
            ${significanceWords[each]} up
          </option>`,
      )}
    </select>
    ${isNew ? field(filled, "secret", "Secret (webhooks only)", "signs each delivery; may be left empty") : null}
    <p class="buttons">
      <button name="do" value="preview">What would it have told?</button>
      <button name="do" value="save">${isNew ? "Subscribe" : "Save"}</button>
    </p>
  </form>`;
}

function field({ text, read }: FilledForm, name: WishField, label: string, hint: string): Html {
  const problem = read?.problems[name];
  const note = problem ?? read?.understood[name] ?? hint;
  return html`<label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${name === "secret" ? "password" : "text"}"
      value="${text[name]}"
      autocomplete="off"
      aria-describedby="${name}-note"
      ${problem === undefined ? null : html` aria-invalid="true"`}
    />
    <p id="${name}-note" class="${problem === undefined ? "hint" : "problem"}">${note}</p>`;
}

const shown = 20;

/** What the last 30 days would have told, the newest of it in full. */
export function preview(past: Past | null): Html | null {
  if (past === null) return null;
  const { found } = past;
  return html`<section aria-labelledby="preview">
    <h2 id="preview">The last 30 days</h2>
    <p role="status">${wouldHaveTold(past)}</p>
    <ul class="told">
      ${found.slice(0, shown).map(line)}
    </ul>
  </section>`;
}

function wouldHaveTold({ found, looked }: Past): string {
  const rest = found.length > shown ? `; these are the newest ${shown}` : "";
  return `Of ${counted(looked, "change")} it would have told ${found.length}${rest}.`;
}

function line({ id, significance, occurredAt, headline, title, language }: Change): Html {
  return html`<li>
    ${badge(significance)} ${when(occurredAt)} ${headline}
    <a href="${changePath(id)}" lang="${languageTag(language)}">${title}</a>
  </li>`;
}
