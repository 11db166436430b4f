import { html } from "hono/html";
import type { Span } from "../model/redline.ts";
import type { Html } from "./deps.ts";
import { languageTag } from "./markup.ts";
import { createMarker, cutNotice, foldedWords, passages, wholeLink, withinBudget } from "./redline-inline.ts";
import type { RedlineView } from "./redline-inline.ts";
import { fold, inNew, inOld } from "./redline-lines.ts";
import type { Line } from "./redline-lines.ts";

/** Before and after, side by side. What did not change is folded and then stands once, over both columns. */
export function columnsRedline(lines: readonly Line[], view: RedlineView): Html {
  const mark = createMarker(lines);
  const { stretches, cut } = withinBudget(fold(lines), view);
  return html`<table class="redline columns" lang="${languageTag(view.language)}">
      <caption class="spoken" lang="en">
        The text before and after, passage by passage
      </caption>
      <thead lang="en">
        <tr>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      ${stretches.map(({ stretch, bodies }) =>
        stretch.kind === "folded"
          ? html`<tbody class="unchanged">
              <tr>
                <td colspan="2">
                  <details class="unchanged">
                    <summary lang="en">${foldedWords(stretch)}</summary>
                    ${bodies ? passages(stretch.lines, mark) : wholeLink(view)}
                  </details>
                </td>
              </tr>
            </tbody>`
          : html`<tbody>
              ${rows(stretch.lines, mark)}
            </tbody>`,
      )}
    </table>
    ${cut ? cutNotice(view) : null}`;
}

interface Row {
  readonly section: string;
  readonly left: Line | null;
  readonly right: Line | null;
}

function rows(lines: readonly Line[], run: (span: Span) => Html): readonly Html[] {
  let section: string | null = null;
  return paired(lines).map((row) => {
    const name =
      row.section === section || row.section === ""
        ? null
        : html`<tr>
            <th class="where" scope="colgroup" colspan="2">${row.section}</th>
          </tr>`;
    section = row.section;
    const same = row.left !== null && row.left.fate === "equal";
    return html`${name}<tr${same ? html` class="same"` : ""}>${cell("before", row.left, inOld, run)}${cell("after", row.right, inNew, run)}</tr>`;
  });
}

/** Passages that are in one text only stand beside their counterparts of the same section in the other, in order. */
function paired(lines: readonly Line[]): readonly Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < lines.length;) {
    const line = lines[at];
    if (line === undefined) break;
    if (line.fate === "equal" || line.fate === "mixed") {
      rows.push({ section: line.section, left: line, right: line });
      at += 1;
      continue;
    }
    const end = lines.findIndex(({ fate }, index) => index > at && fate !== "insert" && fate !== "delete");
    const run = lines.slice(at, end === -1 ? lines.length : end);
    for (const [section, changed] of Map.groupBy(run, (each) => each.section)) rows.push(...facing(section, changed));
    at += run.length;
  }
  return rows;
}

function facing(section: string, lines: readonly Line[]): readonly Row[] {
  const gone = lines.filter(({ fate }) => fate === "delete");
  const come = lines.filter(({ fate }) => fate === "insert");
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, index) => ({
    section,
    left: gone[index] ?? null,
    right: come[index] ?? null,
  }));
}

function cell(side: string, line: Line | null, belongs: (span: Span) => boolean, run: (span: Span) => Html): Html {
  if (line === null) return html`<td class="${side} none"></td>`;
  return html`<td class="${side}"><p class="${line.kind}">${line.spans.filter(belongs).map(run)}</p></td>`;
}
