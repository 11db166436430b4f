import { html } from "hono/html";
import type { DeliveryRecord } from "../../model/store.ts";
import type { Subscription } from "../../model/subscription.ts";
import type { Html, WebDeps } from "../deps.ts";
import { formKey, layout } from "../layout.ts";
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
        ${reader.admin ? html`<a href="/subscriptions/new">New subscription</a>, ` : null}
        <a href="/drafts">digests that wait to be approved</a>, <a href="/audit">what was told and decided</a>
      </p>
      ${
        views.length === 0
          ? emptyState(
              "Nobody is told",
              html`Add one: <code>npx regwatch subscriptions add --to terminal --query 'topic:export-controls'</code>`,
            )
          : views.map((view) => section(reader, view, deps.clock.now()))
      }`,
  );
}

const stateWords = { active: "Active", paused: "Paused", pending: "Waits for its address to confirm" } as const;

function section(reader: Reader, view: SubscriptionView, now: Temporal.Instant): Html {
  const { subscription, deliveries, unacknowledged } = view;
  const { id, query, minimum, state, pausedBecause, options, owner, tenant } = subscription;
  const { mute } = options;
  return html`<section class="subscription" aria-labelledby="s-${id}">
    <h2 id="s-${id}">
      ${shownDestination(subscription.destination)}
      <span class="state ${state === "active" ? "well" : "off"}">${stateWords[state]}</span>
    </h2>
    ${pausedBecause === null ? null : html`<p class="error">${pausedBecause}</p>`}
    <dl class="facts">
      ${fact("Wants", html`<code>${query === "" ? "everything" : query}</code>`)}
      ${fact("From", `${significanceWords[minimum]} up`)} ${fact("When", whenWords(subscription.when))}
      ${mute === null ? null : fact("Muted", html`until ${when(mute.until)}${mute.urgentToo ? ", urgent changes too" : ""}, by ${mute.by}`)}
      ${fact("Not acknowledged", `${unacknowledged} of the last 30 days`)}
      ${owner === null ? null : fact("Owner", shownDestination(owner))}
      ${tenant === "local" ? null : fact("Belongs to", tenant)}
      ${fact("Since", html`${when(subscription.createdAt)}, by ${subscription.createdBy}`)}
      ${fact("Id", html`<code>${id}</code>`)}
    </dl>
    <p><a href="/subscriptions/${encodeURIComponent(id)}/not-told">What was not told, and why</a></p>
    ${reader.admin ? actions(reader, subscription) : null}
    ${deliveries.length === 0 ? html`<p>Nothing has been sent yet.</p>` : deliveryTable(id, deliveries, now)}
  </section>`;
}

function fact(name: string, value: Html | string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function actions(reader: Reader, { id, state, options }: Subscription): Html {
  const form = (action: string, name: string, more: Html | null = null): Html =>
    html`<form class="line" method="post" action="/subscriptions/${id}/${action}">
      ${formKey(reader)}${more}<button class="quiet" aria-describedby="s-${id}">${name}</button>
    </form>`;
  const reason = html`<label for="r-${id}">Reason</label> <input id="r-${id}" name="reason" maxlength="300" />`;
  return html`<details class="decisions">
    <summary>Change it</summary>
    <p><a href="/subscriptions/${id}">Change what it wants, or when</a></p>
    ${state === "active" ? form("pause", "Pause", reason) : null}
    ${state === "paused" ? form("resume", "Resume") : null}
    ${options.mute === null ? null : form("unmute", "End the mute")} ${form("remove", "Remove")}
  </details>`;
}

function deliveryTable(id: string, deliveries: readonly DeliveryRecord[], now: Temporal.Instant): Html {
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
