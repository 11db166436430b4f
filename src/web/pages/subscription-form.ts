import { html } from "hono/html";
import { printWhen } from "../../alerts/when.ts";
import type { Change } from "../../model/change.ts";
import { type Significance, significances } from "../../model/significance.ts";
import type { Subscription } from "../../model/subscription.ts";
import type { Html, WebDeps } from "../deps.ts";
import { formKey, layout } from "../layout.ts";
import { changePath } from "../links.ts";
import { badge, when } from "../markup.ts";
import type { Reader } from "../reader.ts";
import { shownDestination } from "../subscription-view.ts";
import { significanceWords } from "../words.ts";

/** What the form holds, as typed. `to` and `secret` are asked for new subscriptions alone. */
export interface SubscriptionForm {
  readonly to: string;
  readonly query: string;
  readonly when: string;
  readonly minimum: Significance;
  readonly secret: string;
}

export const emptyForm: SubscriptionForm = { to: "", query: "", when: "instant", minimum: "editorial", secret: "" };

export function formOf({ query, when: schedule, minimum }: Subscription): SubscriptionForm {
  return { ...emptyForm, query, when: printWhen(schedule), minimum };
}

interface SubscriptionFormView {
  /** The one that is changed, or null for a new one. */
  readonly subscription: Subscription | null;
  readonly form: SubscriptionForm;
  readonly preview: { readonly found: readonly Change[]; readonly looked: number } | null;
  /** What is wrong, by field. */
  readonly problems: Readonly<Record<string, string>>;
}

/** The form of a subscription, with what it would have sent beside it. */
export function subscriptionFormPage(deps: WebDeps, reader: Reader, view: SubscriptionFormView): Html {
  const { subscription, form, problems, preview } = view;
  const path = subscription === null ? "/subscriptions" : `/subscriptions/${subscription.id}`;
  const title = subscription === null ? "New subscription" : "Change a subscription";
  return layout(
    deps,
    { title, current: "/subscriptions", reader },
    html`<h1>${title}</h1>
      <form class="stack" method="post" action="${path}">
        ${formKey(reader)}
        ${
          subscription === null
            ? html`${field("to", "Where to", form.to, problems, "slack:C024BE91L, discord:…, email:…, webhook:https://…, terminal")}
              ${field("secret", "Secret that signs webhooks (may be left empty)", form.secret, problems, "")}`
            : html`<p>To ${shownDestination(subscription.destination)}</p>`
        }
        ${field("query", "What", form.query, problems, 'topic:ai-chips AND "license exception"; * for everything')}
        <label for="minimum">From which significance on</label>
        <select id="minimum" name="minimum">
          ${significances.map(
            (each) =>
              html`<option value="${each}" ${each === form.minimum ? html` selected` : null}>
                ${significanceWords[each]}
              </option>`,
          )}
        </select>
        ${field("when", "When", form.when, problems, "instant, or weekly mon 08:00 America/New_York")}
        <div class="decide">
          <button>${subscription === null ? "Subscribe" : "Save"}</button>
          <button class="quiet" name="preview" value="1">What would that have sent?</button>
        </div>
      </form>
      ${preview === null ? null : previewList(preview)}`,
  );
}

function field(
  name: string,
  label: string,
  value: string,
  problems: Readonly<Record<string, string>>,
  hint: string,
): Html {
  const wrong = problems[name];
  return html`<label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      value="${value}"
      placeholder="${hint}"
      autocomplete="off"
      ${wrong === undefined ? null : html` aria-invalid="true" aria-describedby="${name}-problem"`}
    />
    ${wrong === undefined ? null : html`<p class="problem" id="${name}-problem" role="alert">${wrong}</p>`}`;
}

const shownAtMost = 50;

function previewList({ found, looked }: { readonly found: readonly Change[]; readonly looked: number }): Html {
  return html`<section aria-labelledby="preview">
    <h2 id="preview">The last 30 days</h2>
    <p role="status">${found.length} of ${looked} changes would have been sent.</p>
    <ul>
      ${found.slice(0, shownAtMost).map(
        (change) =>
          html`<li>
            ${badge(change.significance)} ${when(change.occurredAt)}
            <a href="${changePath(change.id)}">${change.title}</a>
          </li>`,
      )}
    </ul>
    ${found.length > shownAtMost ? html`<p>and ${found.length - shownAtMost} more</p>` : null}
  </section>`;
}
