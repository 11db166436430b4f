import { html } from "hono/html";
import { languageTag } from "../../exports/markup.ts";
import type { AuditEntry } from "../../model/audit.ts";
import type { Subscription } from "../../model/subscription.ts";
import type { Html, WebDeps } from "../deps.ts";
import { formKey, layout } from "../layout.ts";
import { address, changePath, subscriptionPath } from "../links.ts";
import { when } from "../markup.ts";
import type { Reader } from "../reader.ts";
import { shownDestination } from "../subscription-view.ts";
import type { SubscriptionView } from "../subscription-view.ts";
import { decisionWords, significanceWords, whenWords } from "../words.ts";
import { preview, wishForm } from "./subscription-form.ts";
import type { FilledForm } from "./subscription-form.ts";
import { deliveryTable } from "./subscriptions.ts";

interface OneSubscription extends SubscriptionView {
  readonly filled: FilledForm;
  /** The latest alerts it was told, with what was decided about them. */
  readonly told: readonly AuditEntry[];
}

/** One subscription: how it stands, what it was told and what came of that, and the forms that change it. */
export function subscriptionPage(deps: WebDeps, reader: Reader, view: OneSubscription): Html {
  const { subscription, deliveries, filled, told } = view;
  const { id } = subscription;
  return layout(
    deps,
    { title: "Subscription", current: "/subscriptions", reader },
    html`<h1 id="s-${id}">${shownDestination(subscription.destination)}</h1>
      ${facts(subscription, deps.clock.now())} ${reader.admin ? changes(reader, subscription, filled) : null}
      ${preview(filled.past)}
      <section aria-labelledby="decided">
        <h2 id="decided">What was decided</h2>
        ${told.length === 0 ? html`<p>No alert was told yet.</p>` : decisions(told)}
        <p><a href="${address("/audit", { subscription: id })}">All of it, with the evidence</a></p>
      </section>
      <section aria-labelledby="sent">
        <h2 id="sent">What was sent</h2>
        ${deliveries.length === 0 ? html`<p>Nothing has been sent yet.</p>` : deliveryTable(id, deliveries, deps.clock.now())}
      </section>`,
  );
}

function facts(subscription: Subscription, now: Temporal.Instant): Html {
  const { query, minimum, tenant, owner, createdAt, createdBy, options, state, pausedBecause } = subscription;
  const { mute } = options;
  const isMuted = mute !== null && mute.until > now.toString();
  const rows: readonly (readonly [string, Html])[] = [
    [
      "State",
      html`${state === "active" ? "Active" : `${capital(state)}${pausedBecause === null ? "" : `: ${pausedBecause}`}`}`,
    ],
    [
      "Wants",
      html`<code>${query === "" ? "everything" : query}</code>, ${significanceWords[minimum].toLowerCase()} up`,
    ],
    ["When", html`${whenWords(subscription.when)}`],
    [
      "Muted",
      isMuted
        ? html`until ${when(mute.until)}, by ${mute.by}${mute.urgentToo ? ", urgent changes too" : ""}`
        : html`no`,
    ],
    ["Made", html`${when(createdAt)}, by ${createdBy}`],
    ["Owner", html`${owner === null ? createdBy : shownDestination(owner)}`],
    ["Tenant", html`${tenant}`],
    ["Id", html`<code>${subscription.id}</code>`],
  ];
  return html`<dl class="facts">
    ${rows.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function changes(reader: Reader, { id, state }: Subscription, filled: FilledForm): Html {
  const path = subscriptionPath(id);
  return html`<details ${filled.read === null ? null : html` open`}>
      <summary>Change it</summary>
      ${wishForm(reader, path, filled, false)}
    </details>
    ${
      state === "paused"
        ? html`<form class="stack" method="post" action="${path}/resume">
            ${formKey(reader)}<button>Resume</button>
          </form>`
        : null
    }
    ${
      state === "active"
        ? html`<details>
            <summary>Pause it</summary>
            <form class="stack" method="post" action="${path}/pause">
              ${formKey(reader)}<label for="because">Why</label>
              <input id="because" name="because" required maxlength="300" autocomplete="off" />
              <button>Pause</button>
            </form>
          </details>`
        : null
    }
    <details>
      <summary>Remove it</summary>
      <form class="stack" method="post" action="${path}/remove">
        ${formKey(reader)}
        <p>What still waits for it is given up. What was sent stays on record.</p>
        <button>Remove for good</button>
      </form>
    </details>`;
}

function decisions(told: readonly AuditEntry[]): Html {
  return html`<ul>
    ${told.map(({ changes: [change], decision, at }) => {
      const said =
        decision === null
          ? html`nobody has decided yet`
          : html`${decisionWords[decision.decision]}, by ${decision.byName},
            ${when(decision.at)}${decision.note === null ? null : html`: ${decision.note}`}`;
      return change === undefined
        ? null
        : html`<li>
            ${when(at)} ${change.headline}
            <a href="${changePath(change.id)}" lang="${languageTag(change.language)}">${change.title}</a>: ${said}
          </li>`;
    })}
  </ul>`;
}
