import { html } from "hono/html";
import { languageTag } from "../../exports/markup.ts";
import type { DocumentRecord, VersionSummary } from "../../model/store.ts";
import type { Block } from "../../model/text.ts";
import type { Version } from "../../model/version.ts";
import type { Origin } from "../../redline/blame.ts";
import { readableDate } from "../dates.ts";
import type { Html, WebDeps } from "../deps.ts";
import { layout } from "../layout.ts";
import { address, changePath, documentPath } from "../links.ts";
import { when } from "../markup.ts";
import type { Reader } from "../reader.ts";
import type { TextChoice } from "../redline-view.ts";

export interface BlameView {
  readonly document: DocumentRecord;
  readonly version: Version;
  readonly origins: readonly Origin[];
  readonly choice: TextChoice;
}

/** Characters of one page, and passages of one origin under one name. */
const shownAtMost = 400_000;
const togetherAtMost = 30;

/** One version with, beside each clause, when it came in and by which change. */
export function blamePage(deps: WebDeps, reader: Reader, view: BlameView): Html {
  const { document, version } = view;
  const path = documentPath(document.id);
  const oldest = document.versions.at(-1)?.sequence ?? 1;
  return layout(
    deps,
    { title: `When each clause came in: ${document.title}`, reader },
    html`<header class="lead">
        <p class="headline">When each clause came in</p>
        <h1 lang="${languageTag(version.language)}">${document.title}</h1>
        <p class="meta">
          <span>Version ${version.sequence}, seen ${when(version.observedAt)}</span>
          <span>${document.versions.length} versions since ${when(document.firstSeenAt)}</span>
        </p>
        <p class="actions"><a href="${path}">The document and its history</a>${versionChoice(view, path)}</p>
      </header>
      <p class="fine">
        What was there in the first version that regwatch saw may be older. A clause that moved keeps its age; better
        reading of the same page changes none.${hasGaps(document) ? html` ${letGo}` : null}
      </p>
      ${passages(view, oldest, path)}`,
  );
}

// Versions are numbered without gaps until the retention rule lets some go.
function hasGaps({ versions }: DocumentRecord): boolean {
  return versions.length < (versions[0]?.sequence ?? 0);
}

const letGo = `Some versions were let go by the retention rule: what came in with one of those stands at the next one that is kept,
  and what was in the oldest that is kept may have come in with an earlier one.`;

function versionChoice({ document, version }: BlameView, path: string): Html | null {
  if (document.versions.length < 2) return null;
  return html`<form class="inline" method="get" action="${path}/blame">
    <label for="to">Another version</label>
    <select id="to" name="to">
      ${document.versions.map(
        ({ sequence, observedAt }) =>
          html`<option value="${sequence}" ${sequence === version.sequence ? html` selected` : ""}>
            ${sequence}, ${readableDate(observedAt.slice(0, 10))}
          </option>`,
      )}
    </select>
    <button class="quiet">Show</button>
  </form>`;
}

interface Stretch {
  readonly origin: Origin;
  readonly blocks: readonly Block[];
}

function passages({ document, version, origins, choice }: BlameView, oldest: number, path: string): Html {
  const { stretches, cut } = stretchesOf(
    version.blocks,
    origins,
    choice.whole ? Number.POSITIVE_INFINITY : shownAtMost,
  );
  const versions = new Map(document.versions.map((each) => [each.sequence, each]));
  return html`<div class="blame${version.blocks.length > 200 ? " long" : ""}">
      ${stretches.map(
        ({ origin, blocks }) =>
          html`<section class="${origin.since === oldest && origin.changed === oldest ? "old" : "young"}">
            <p class="origin">${originWords(origin, versions, oldest)}</p>
            <div lang="${languageTag(version.language)}">
              ${blocks.map(({ kind, text }) => html`<p class="${kind}">${text}</p>`)}
            </div>
          </section>`,
      )}
    </div>
    ${cut ? html`<p class="notice">The text goes on. <a href="${address(`${path}/blame`, { to: version.sequence, whole: 1 })}">Show all of it</a> (a long page).</p>` : null}`;
}

// Neighbours of one origin stand together, but for very many: what is laid out only in view must be in pieces.
function stretchesOf(blocks: readonly Block[], origins: readonly Origin[], most: number) {
  const stretches: { origin: Origin; blocks: Block[] }[] = [];
  let size = 0;
  for (const [index, block] of blocks.entries()) {
    size += block.text.length;
    if (size > most && index > 0) return { stretches: stretches as readonly Stretch[], cut: true };
    const origin = origins[index] ?? { since: 1, changed: 1 };
    const last = stretches.at(-1);
    const joins = last?.origin.since === origin.since && last.origin.changed === origin.changed;
    if (last !== undefined && joins && last.blocks.length < togetherAtMost) last.blocks.push(block);
    else stretches.push({ origin, blocks: [block] });
  }
  return { stretches: stretches as readonly Stretch[], cut: false };
}

function originWords({ since, changed }: Origin, versions: ReadonlyMap<number, VersionSummary>, oldest: number): Html {
  const came = since === oldest ? html`from the start` : html`came in ${versionLink(since, versions)}`;
  return changed === since ? came : html`${came}, changed ${versionLink(changed, versions)}`;
}

function versionLink(sequence: number, versions: ReadonlyMap<number, VersionSummary>): Html {
  const version = versions.get(sequence);
  if (version === undefined) return html`with version ${sequence}`;
  const day = when(version.observedAt.slice(0, 10));
  return version.changeId === null ? day : html`<a href="${changePath(version.changeId)}">${day}</a>`;
}
