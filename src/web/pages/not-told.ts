import { html } from "hono/html";
import type { KeptBack } from "../../alerts/kept-back.ts";
import { languageTag } from "../../exports/markup.ts";
import { counted, figure } from "../../exports/redline-words.ts";
import type { Change } from "../../model/change.ts";
import type { Significance } from "../../model/significance.ts";
import type { Subscription } from "../../model/subscription.ts";
import type { Html, WebDeps } from "../deps.ts";
import { layout } from "../layout.ts";
import { address, changePath } from "../links.ts";
import { badge, emptyState, when } from "../markup.ts";
import type { Reader } from "../reader.ts";
import { shownDestination } from "../subscription-view.ts";
import { kindWords, significanceWords } from "../words.ts";

export interface NotToldEntry {
  readonly change: Change;
  readonly why: KeptBack;
  /** Filters that would have let it through, or null. */
  readonly wider: { readonly query: string; readonly minimum: Significance } | null;
}

export interface NotToldView {
  readonly subscription: Subscription;
  readonly entries: readonly NotToldEntry[];
  readonly counts: Readonly<Record<KeptBack["by"], number>>;
  readonly looked: number;
  readonly next: string | null;
  readonly isFirst: boolean;
  readonly daysBack: number;
}

/** What a subscription keeps back, each with its reason, so that its filters can be checked. */
export function notToldPage(deps: WebDeps, reader: Reader, view: NotToldView): Html {
  const { subscription, entries, looked, next, isFirst } = view;
  const path = `/subscriptions/${encodeURIComponent(subscription.id)}/not-told`;
  return layout(
    deps,
    { title: "What was not told", current: "/subscriptions", reader },
    html`<h1>What was not told</h1>
      <p>
        To ${shownDestination(subscription.destination)}, which wants <code>${subscription.query}</code>, from
        ${significanceWords[subscription.minimum].toLowerCase()} up. Its filters as they are now, laid on the changes of
        the last ${view.daysBack} days.
      </p>
      <p>
        Of ${isFirst ? "the newest" : "these"} ${counted(looked, "change")} its filters let
        ${figure(looked - entries.length)} through. ${countsInWords(view)}
      </p>
      ${
        entries.length === 0
          ? emptyState("Nothing was kept back", "Every change recorded here went through the filters.")
          : html`<ol class="entries">
              ${entries.map(notTold)}
            </ol>`
      }
      ${next === null ? null : html`<p class="more"><a rel="next" href="${address(path, { cursor: next })}">Earlier changes</a></p>`}`,
  );
}

function countsInWords({ counts }: NotToldView): string {
  const parts = [
    [counts.query, "not asked for by the query"],
    [counts.significance, "matter less than was asked for"],
    [counts.mute, "muted by the files of their feeds"],
  ] as const;
  const said = parts.flatMap(([count, words]) => (count === 0 ? [] : [`${figure(count)} ${words}`]));
  return said.length === 0 ? "" : `Kept back: ${said.join(", ")}.`;
}

function notTold({ change, why, wider }: NotToldEntry): Html {
  return html`<li class="entry ${change.significance}">
    <div class="aside">${badge(change.significance)}${when(change.occurredAt.slice(0, 10))}</div>
    <article>
      <p class="headline">${change.headline === "" ? kindWords[change.kind] : change.headline}</p>
      <h3><a href="${changePath(change.id)}" lang="${languageTag(change.language)}">${change.title}</a></h3>
      <p class="why">${reason(why, change)}</p>
      ${
        wider === null
          ? null
          : html`<p class="meta">
              <a href="${address("/subscriptions/new", { query: wider.query, min: wider.minimum })}"
                >Subscribe to a wider query that has this</a
              >
              <a href="${address("/", { q: wider.query, min: wider.minimum })}">See what that would tell</a>
            </p>`
      }
    </article>
  </li>`;
}

function reason(why: KeptBack, { significance, feedId }: Change): Html {
  if (why.by === "mute") return html`Muted: ${why.because} (feed <code>${feedId}</code>)`;
  if (why.by === "significance") return html`It is ${significanceWords[significance].toLowerCase()} only`;
  return html`The query asks for
  ${why.conditions.map((condition, at) => html`${at === 0 ? null : " and "}<code>${condition}</code>`)}, which does not
  hold`;
}
