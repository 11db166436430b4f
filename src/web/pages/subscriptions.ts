import { html } from "hono/html";
import type { DeliveryRecord } from "../../model/store.ts";
import type { Subscription } from "../../model/subscription.ts";
import type { Html, WebDeps } from "../deps.ts";
import { layout } from "../layout.ts";
import { subscriptionPath } from "../links.ts";
import { ago, emptyState, when } from "../markup.ts";
import type { Reader } from "../reader.ts";
import { shownDestination } from "../subscription-view.ts";
import type { SubscriptionView } from "../subscription-view.ts";
import { deliveryWords, significanceWords, whenWords } from "../words.ts";

export function subscriptionsPage(deps: WebDeps, reader: Reader, views: readonly SubscriptionView[]): Html {
  return layout(
    deps,
    { title: "Subscriptions", current: "/subscriptions", reader },
    html`<h1>Subscriptions</h1>
      <p>
        ${reader.admin ? html`<a href="/subscriptions/new">A new one</a>, ` : null}<a href="/drafts"
          >digests that wait to be approved</a
        >
      </p>
      ${
        views.length === 0
          ? emptyState(
              "Nobody is told",
              html`Add one: <code>npx regwatch subscriptions add --to terminal --query 'topic:export-controls'</code>`,
            )
          : views.map(({ subscription, deliveries }) => section(subscription, deliveries, deps.clock.now()))
      }`,
  );
}

const stateWords = { active: "Active", paused: "Paused", pending: "Waits for its address to confirm" } as const;

function section(subscription: Subscription, deliveries: readonly DeliveryRecord[], now: Temporal.Instant): Html {
  const { id, query, minimum, state, pausedBecause } = subscription;
  return html`<section class="subscription" aria-labelledby="s-${id}">
    <h2 id="s-${id}">
      <a href="${subscriptionPath(id)}">${shownDestination(subscription.destination)}</a>
      <span class="state ${state === "active" ? "well" : "off"}">${stateWords[state]}</span>
    </h2>
    ${pausedBecause === null ? null : html`<p class="error">${pausedBecause}</p>`}
    <dl class="facts">
      <div>
        <dt>Wants</dt>
        <dd><code>${query === "" ? "everything" : query}</code></dd>
      </div>
      <div>
        <dt>From</dt>
        <dd>${significanceWords[minimum]} up</dd>
      </div>
      <div>
        <dt>When</dt>
        <dd>${whenWords(subscription.when)}</dd>
      </div>
      <div>
        <dt>Since</dt>
        <dd>${when(subscription.createdAt)}, by ${subscription.createdBy}</dd>
      </div>
      <div>
        <dt>Id</dt>
        <dd><code>${id}</code></dd>
      </div>
    </dl>
    <p><a href="/subscriptions/${encodeURIComponent(id)}/not-told">What was not told, and why</a></p>
    ${deliveries.length === 0 ? html`<p>Nothing has been sent yet.</p>` : deliveryTable(id, deliveries, now)}
  </section>`;
}

export function deliveryTable(id: string, deliveries: readonly DeliveryRecord[], now: Temporal.Instant): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="s-${id}">
    <table class="list stacking">
      <thead>
        <tr>
          <th scope="col">Delivery</th>
          <th scope="col">State</th>
          <th scope="col" class="number">Attempts</th>
          <th scope="col">Created</th>
        </tr>
      </thead>
      <tbody>
        ${deliveries.map(
          (delivery) =>
            html`<tr>
              <th scope="row">${delivery.title}</th>
              <td data-label="State">
                <span class="state ${delivery.state}">${deliveryWords[delivery.state]}</span
                >${delivery.lastError === null ? null : html`<p class="error">${delivery.lastError}</p>`}
              </td>
              <td data-label="Attempts" class="number">${delivery.attempts}</td>
              <td data-label="Created">${ago(delivery.createdAt, now)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
