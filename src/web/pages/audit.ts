import { html } from "hono/html";
import { languageTag } from "../../exports/markup.ts";
import type { Action, AuditEntry, AuditedDelivery } from "../../model/audit.ts";
import type { Change } from "../../model/change.ts";
import type { Page } from "../../model/store.ts";
import { decisions } from "../../model/standing.ts";
import type { Html, WebDeps } from "../deps.ts";
import { formKey, layout } from "../layout.ts";
import { address, changePath } from "../links.ts";
import { badge, emptyState, outward, when } from "../markup.ts";
import type { AuditParameters } from "../parameters.ts";
import type { Reader } from "../reader.ts";
import { decisionWords, deliveryWords } from "../words.ts";

interface AuditPageView {
  readonly given: AuditParameters;
  readonly problem: { readonly field: string | undefined; readonly message: string } | null;
}

/** What was told to whom, what was decided about it, and the evidence it rests on. */
export function auditPage(
  deps: WebDeps,
  reader: Reader,
  view: AuditPageView & { readonly page: Page<AuditEntry> },
): Html {
  const { page, given } = view;
  const filters = { ...given, cursor: undefined };
  return layout(
    deps,
    { title: "Audit", current: "/audit", reader },
    html`<h1>Audit</h1>
      <p>
        Every alert that was told, with what was decided and the evidence behind it.
        <a href="/audit/actions">Who did what</a>. Take it along: <a href="${address("/audit.csv", filters)}">CSV</a>,
        <a href="${address("/audit.json", filters)}">JSON</a>.
      </p>
      ${filterForm("/audit", view, true)}
      ${page.rows.length === 0 ? emptyState("Nothing here", "No alert fits these filters.") : page.rows.map((entry) => entrySection(reader, entry))}
      ${more("/audit", given, page.next)}`,
  );
}

/** What people and regwatch itself did. */
export function actionsPage(
  deps: WebDeps,
  reader: Reader,
  view: AuditPageView & { readonly page: Page<Action> },
): Html {
  const { page, given } = view;
  return layout(
    deps,
    { title: "Who did what", current: "/audit", reader },
    html`<h1>Who did what</h1>
      <p><a href="/audit">What was told, and what was decided</a></p>
      ${filterForm("/audit/actions", view, false)}
      ${page.rows.length === 0 ? emptyState("Nothing here", "Nobody did anything that fits these filters.") : actionTable(page.rows)}
      ${more("/audit/actions", given, page.next)}`,
  );
}

function filterForm(path: string, { given, problem }: AuditPageView, searches: boolean): Html {
  const field = (name: "q" | "person" | "since" | "until", label: string, hint: string): Html => {
    const wrong = problem?.field === name ? problem.message : null;
    return html`<div>
      <label for="${name}">${label}</label>
      <input
        id="${name}"
        name="${name}"
        value="${given[name] ?? ""}"
        placeholder="${hint}"
        ${wrong === null ? null : html` aria-invalid="true" aria-describedby="${name}-problem"`}
      />
      ${wrong === null ? null : html`<span class="problem" id="${name}-problem" role="alert">${wrong}</span>`}
    </div>`;
  };
  return html`<form class="filters fields" method="get" action="${path}">
    ${searches ? field("q", "Query", "topic:ai-chips") : null}
    ${field("person", searches ? "Decided by" : "By", "a name")} ${field("since", "From", "2026-01-31 or 30d")}
    ${field("until", "Until", "2026-02-28")}
    <div class="buttons"><button>Show</button></div>
  </form>`;
}

function entrySection(reader: Reader, entry: AuditEntry): Html {
  const { alertId, tenant, at, changes, decision, deliveries } = entry;
  const id = `${tenant}-${alertId}`.replace(/[^\w-]+/g, "-");
  return html`<section class="subscription" aria-labelledby="a-${id}">
    <h2 id="a-${id}">${changes[0]?.headline ?? "An alert"} <span class="key">${tenant}</span></h2>
    <p>Told ${when(at)}</p>
    <ul>
      ${changes.map((change) => html`<li>${changeLine(change)}</li>`)}
    </ul>
    ${
      decision === null
        ? html`<p><strong>Nobody has decided yet.</strong></p>`
        : html`<p>
            <strong>${decisionWords[decision.decision]}</strong>, by ${decision.byName},
            ${when(decision.at)}${decision.owner === null ? null : html`; owner ${decision.owner}`}${decision.until === null ? null : html`; until ${decision.until}`}${decision.note === null ? null : html`: ${decision.note}`}
          </p>`
    }
    ${reader.admin ? decideForm(reader, entry, id) : null}
    ${deliveries.length === 0 ? null : deliveryTable(id, deliveries)}
  </section>`;
}

function changeLine(change: Change): Html {
  const { evidence } = change;
  return html`${badge(change.significance)}
    <a href="${changePath(change.id)}" lang="${languageTag(change.language)}">${change.title}</a>
    ${change.retracted === undefined ? null : html`<strong>Retracted: ${change.retracted.reason}</strong>`}
    <details>
      <summary>Evidence</summary>
      <dl class="facts">
        <div>
          <dt>${evidence.lastSeenBefore === null ? "First seen" : "Changed between"}</dt>
          <dd>
            ${evidence.lastSeenBefore === null ? null : html`${when(evidence.lastSeenBefore)} and `}${when(evidence.firstSeenAfter)}
          </dd>
        </div>
        <div>
          <dt>Before</dt>
          <dd><code>${evidence.before ?? "none"}</code></dd>
        </div>
        <div>
          <dt>After</dt>
          <dd><code>${evidence.after ?? "none"}</code></dd>
        </div>
        <div>
          <dt>Chain</dt>
          <dd><code>${evidence.chain}</code></dd>
        </div>
        <div>
          <dt>Source</dt>
          <dd>${outward(change.officialUrl ?? change.sourceUrl, change.citation ?? change.sourceUrl)}</dd>
        </div>
      </dl>
    </details>`;
}

function decideForm(reader: Reader, { alertId, tenant, decision }: AuditEntry, id: string): Html {
  return html`<details>
    <summary>${decision === null ? "Decide" : "Decide anew"}</summary>
    <form class="stack" method="post" action="/audit/${encodeURIComponent(alertId)}">
      ${formKey(reader)}
      <input type="hidden" name="tenant" value="${tenant}" />
      <label for="d-${id}">Decision</label>
      <select id="d-${id}" name="decision">
        ${decisions.map((each) => html`<option value="${each}" ${each === decision?.decision ? html` selected` : null}>${decisionWords[each]}</option>`)}
      </select>
      <label for="o-${id}">Owner</label>
      <input id="o-${id}" name="owner" maxlength="200" value="${decision?.owner ?? ""}" />
      <label for="n-${id}">Note</label>
      <input id="n-${id}" name="note" maxlength="1000" value="${decision?.note ?? ""}" />
      <button>Record it</button>
    </form>
  </details>`;
}

function deliveryTable(id: string, deliveries: readonly AuditedDelivery[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Deliveries of this alert">
    <table class="list stacking">
      <thead>
        <tr>
          <th scope="col">Delivery</th>
          <th scope="col">Subscription</th>
          <th scope="col">State</th>
          <th scope="col" class="number">Attempts</th>
          <th scope="col">Settled</th>
        </tr>
      </thead>
      <tbody>
        ${deliveries.map(
          (delivery) =>
            html`<tr id="${id}-${delivery.id}">
              <th scope="row">${delivery.channel} <span class="key">${delivery.reference ?? delivery.id}</span></th>
              <td data-label="Subscription"><code>${delivery.subscriptionId}</code></td>
              <td data-label="State">
                <span class="state ${delivery.state}">${deliveryWords[delivery.state]}</span>
                ${delivery.lastError === null ? null : html`<p class="error">${delivery.lastError}</p>`}
              </td>
              <td data-label="Attempts" class="number">${delivery.attempts}</td>
              <td data-label="Settled">${delivery.settledAt === null ? "not yet" : when(delivery.settledAt)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function actionTable(actions: readonly Action[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Actions">
    <table class="list stacking">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Who</th>
          <th scope="col">Did</th>
          <th scope="col">To</th>
          <th scope="col">Details</th>
        </tr>
      </thead>
      <tbody>
        ${actions.map(
          ({ at, actor, action, subject, detail }) =>
            html`<tr>
              <td data-label="When">${when(at)}</td>
              <th scope="row">${actor}</th>
              <td data-label="Did">${action}</td>
              <td data-label="To"><code>${subject}</code></td>
              <td data-label="Details">${detail === null ? null : html`<code>${JSON.stringify(detail)}</code>`}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function more(path: string, given: AuditParameters, next: string | null): Html | null {
  if (next === null) return null;
  return html`<p class="more"><a rel="next" href="${address(path, { ...given, cursor: next })}">Earlier</a></p>`;
}
