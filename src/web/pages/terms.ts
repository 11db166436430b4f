import { html } from "hono/html";
import type { StandingPlace, Term, TermMove, TermTotal } from "../../model/term.ts";
import type { Html, WebDeps } from "../deps.ts";
import { layout } from "../layout.ts";
import { address, changePath, documentPath } from "../links.ts";
import { emptyState, when } from "../markup.ts";
import type { Reader } from "../reader.ts";

/** The register: each term, what turns on it, and what is said with it now. */
export function termsPage(deps: WebDeps, reader: Reader, terms: readonly Entry[]): Html {
  return layout(
    deps,
    { title: "Terms", current: "/terms", reader },
    html`<h1>Terms</h1>
      <p>
        The words and thresholds that the field turns on: where each stands now in the rules, bills and pages that are
        watched, and how its value moved.
      </p>
      ${terms.length === 0 ? emptyState("No terms are followed", html`They stand in <code>terms.yaml</code> in the feeds folder.`) : register(terms)}`,
  );
}

interface Entry {
  readonly term: Term;
  readonly total: TermTotal | undefined;
}

/** What stands somewhere comes first; the rest is folded away. */
function register(entries: readonly Entry[]): Html {
  const standing = entries.filter(({ total }) => total !== undefined);
  const rest = entries.filter(({ total }) => total === undefined);
  return html`<dl class="register">${standing.map(entryOf)}</dl>
    ${
      rest.length === 0
        ? null
        : html`<details ${standing.length === 0 ? html` open` : ""}>
            <summary>${rest.length} stand in no document that is watched</summary>
            <dl class="register">${rest.map(entryOf)}</dl>
          </details>`
    }`;
}

function entryOf({ term, total }: Entry): Html {
  const { id, title, zh, why } = term;
  return html`<div>
    <dt><a href="/terms/${id}">${title}</a> <span class="zh" lang="zh">${zh[0] ?? ""}</span></dt>
    <dd>${why}</dd>
    ${total === undefined ? null : html`<dd class="meta"><span>${inDocuments(total.documents)}</span>${total.values.length === 0 ? null : html`<span>values stated: <b class="value">${inOrder(total.values).join(", ")}</b>${unitOf(term)}</span>`}</dd>`}
  </div>`;
}

/** One term: how its value moved, then every place where it stands, by kind of document. */
export function termPage(
  deps: WebDeps,
  reader: Reader,
  {
    term,
    places,
    moves,
  }: { readonly term: Term; readonly places: readonly StandingPlace[]; readonly moves: readonly TermMove[] },
): Html {
  const words = [...term.en, ...term.zh];
  return layout(
    deps,
    { title: term.title, current: "/terms", reader },
    html`<p class="path"><a href="/terms">Terms</a></p>
      <h1>${term.title}</h1>
      <p>${term.why}</p>
      <p class="meta">
        <span>Written: ${words.join(", ")}</span
        ><span
          ><a href="${address("/", { q: words.map((word) => `"${word}"`).join(" OR ") })}"
            >Changes that mention it</a
          ></span
        >
      </p>
      ${term.value === undefined ? null : movesOf(term, moves)}
      <h2 id="now">Where it stands now</h2>
      ${places.length === 0 ? html`<p>In no document that is watched.</p>` : byKind(term, places)}`,
  );
}

function movesOf(term: Term, moves: readonly TermMove[]): Html {
  if (moves.length === 0)
    return html`<h2 id="moves">How its value moved</h2>
      <p>It has not moved since the watch began.</p>`;
  return html`<h2 id="moves">How its value moved</h2>
    <div class="wide" tabindex="0" role="region" aria-labelledby="moves">
      <table class="terms">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
            <th scope="col">Where</th>
          </tr>
        </thead>
        <tbody>
          ${moves.map(
            ({ at, before, after, title, section, changeId }) =>
              html`<tr>
                <td>${when(at.slice(0, 10))}</td>
                <td class="value">${before === null ? "not stated" : html`<del>${before}</del>`}</td>
                <td class="value">${after === null ? "not stated" : html`<ins>${after}</ins>${unitOf(term)}`}</td>
                <td><a href="${changePath(changeId)}">${title}</a>${section === "" ? null : html` · ${section}`}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function byKind(term: Term, places: readonly StandingPlace[]): readonly Html[] {
  return [...Map.groupBy(places, ({ source }) => kindOf(source))].map(
    ([kind, own]) =>
      html`<section aria-label="${kind}">
        <h3>${kind}</h3>
        <ol class="places">
          ${[...Map.groupBy(own, ({ documentId }) => documentId).values()].map((group) => documentEntry(term, group))}
        </ol>
      </section>`,
  );
}

function documentEntry(term: Term, places: readonly StandingPlace[]): Html {
  const [first] = places;
  return html`<li>
    <h4><a href="${documentPath(first?.documentId ?? "")}">${first?.title ?? ""}</a></h4>
    ${first?.citation ? html`<p class="meta"><span>${first.citation}</span></p>` : null}
    ${places.map(
      ({ section, sentence, value }) =>
        html`<blockquote>
          ${value === null ? null : html`<b class="value">${value}${unitOf(term)}</b> `}${sentence}${section === "" ? null : html` <cite>${section}</cite>`}
        </blockquote>`,
    )}
  </li>`;
}

/** What kind of document a source brings. */
function kindOf(source: string): string {
  if (source === "federal-register" || source === "ecfr") return "Rules and notices";
  if (source === "congress") return "Bills";
  return "Pages and posts";
}

function unitOf({ unit }: Term): Html | null {
  return unit === undefined ? null : html` ${unit}`;
}

function inDocuments(count: number): string {
  return count === 1 ? "in one document" : `in ${count} documents`;
}

/** Values by size, so that thresholds stand in their order. */
function inOrder(values: readonly string[]): readonly string[] {
  return values.toSorted(
    (a, b) => Number.parseFloat(a) - Number.parseFloat(b) || a.localeCompare(b, "en", { numeric: true }),
  );
}
