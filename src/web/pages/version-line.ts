import { html } from "hono/html";
import type { Change } from "../../model/change.ts";
import type { VersionSummary } from "../../model/store.ts";
import { readableDate } from "../dates.ts";
import type { Html } from "../deps.ts";
import { address, changePath } from "../links.ts";
import { significanceWords } from "../words.ts";

const height = 64;
const line = 26;
/** Labels of years that stand closer than this would overlap. Hundredths of the width. */
const labelsApart = 9;

/** Every version on one line of time, each a link to its change, or to what it reads differently. Versions come newest first. */
export function versionLine(
  versions: readonly VersionSummary[],
  changes: readonly Change[],
  path: string,
): Html | null {
  const [last, first] = [versions[0], versions.at(-1)];
  if (last === undefined || first === undefined || versions.length < 2) return null;
  const place = scale(first.observedAt, last.observedAt);
  const significance = new Map(changes.map((change) => [change.id, change.significance]));
  return html`<svg
    class="line"
    width="100%"
    height="${height}"
    role="group"
    aria-label="${versions.length} versions in time"
  >
    <line x1="${place(first.observedAt)}%" x2="${place(last.observedAt)}%" y1="${line}" y2="${line}" />
    ${years(first.observedAt, last.observedAt, place)}
    ${versions.map((version, at) => dot(version, versions[at + 1], place, significance.get(version.changeId ?? ""), path)).toReversed()}
  </svg>`;
}

// Between a version and the one kept before it others may have been let go, with the changes that led to both.
function dot(
  { sequence, observedAt, changeId }: VersionSummary,
  before: VersionSummary | undefined,
  place: (at: string) => string,
  significance: Change["significance"] | undefined,
  path: string,
): Html {
  const target =
    changeId === null ? address(path, { from: before?.sequence ?? null, to: sequence }) : changePath(changeId);
  const reading = changeId === null && before?.sequence === sequence - 1 ? "read again" : null;
  const kind = significance === undefined ? reading : significanceWords[significance];
  const isNamed = sequence > 1 && kind !== null;
  const words = `Version ${sequence}, ${readableDate(observedAt.slice(0, 10))}${isNamed ? `, ${kind}` : ""}`;
  return html`<a href="${target}" aria-label="${words}"
    ><circle class="${significance ?? "none"}" cx="${place(observedAt)}%" cy="${line}" r="6"
      ><title>${words}</title></circle
    ></a
  >`;
}

function years(from: string, to: string, place: (at: string) => string): readonly Html[] {
  const [start, end] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
  const starts = Array.from({ length: end - start }, (_, index) => start + index + 1);
  const labels = starts.length === 0 ? [from, to] : starts.map((year) => `${year}-01-01T00:00:00Z`);
  let lastAt = -labelsApart;
  return labels.flatMap((moment) => {
    const at = Number(place(moment));
    if (at - lastAt < labelsApart) return [];
    lastAt = at;
    const anchor = at < 5 ? "start" : at > 95 ? "end" : "middle";
    return html`<line class="tick" x1="${at}%" x2="${at}%" y1="${line}" y2="${line + 14}" />
      <text x="${at}%" y="${height - 8}" text-anchor="${anchor}">
        ${starts.length === 0 ? readableDate(moment.slice(0, 10)) : moment.slice(0, 4)}
      </text>`;
  });
}

// Two hundredths are left free on each side, so that no dot is cut.
function scale(from: string, to: string): (at: string) => string {
  const [start, end] = [from, to].map((at) => Temporal.Instant.from(at).epochMilliseconds) as [number, number];
  const length = Math.max(1, end - start);
  return (at) => (2 + (96 * (Temporal.Instant.from(at).epochMilliseconds - start)) / length).toFixed(2);
}
