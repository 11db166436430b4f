import { html } from "hono/html";
import type { Span } from "../model/redline.ts";
import { languageTag } from "./markup.ts";
import type { Html } from "./markup.ts";
import { preparedRedline } from "./redline-inline.ts";
import type { RedlineView, Writer } from "./redline-inline.ts";
import { inNew, inOld } from "./redline-lines.ts";
import type { Line } from "./redline-lines.ts";

/** Before and after, side by side. What did not change is folded and then stands once, over both columns. */
export function columnsRedline(lines: readonly Line[], view: RedlineView): Html {
  const { pieces, end, write } = preparedRedline(lines, view);
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
      ${pieces.map((piece) =>
        piece.fold === null
          ? html`<tbody>
              ${rows(piece.lines, write)}
            </tbody>`
          : html`<tbody class="unchanged">
              <tr>
                <td colspan="2">${write.folded(piece)}</td>
              </tr>
            </tbody>`,
      )}
    </table>
    ${end}`;
}

interface Row {
  readonly section: string;
  readonly left: Line | null;
  readonly right: Line | null;
}

function rows(lines: readonly Line[], write: Writer): readonly Html[] {
  let section: string | null = null;
  return paired(lines).map(({ section: name, left, right }) => {
    const heading =
      name === section || name === ""
        ? null
        : html`<tr>
            <th class="where" scope="colgroup" colspan="2">${name}</th>
          </tr>`;
    section = name;
    const same = left !== null && left.fate === "equal";
    // The first passage of a stop stands on either side.
    const id = (left && write.id(left)) ?? (right && write.id(right));
    const jumps = (left && write.jumps(left)) ?? (right && write.jumps(right));
    return html`${heading}<tr${id}${same ? html` class="same"` : ""}
      >${cell("before", left, inOld, write, right === null ? jumps : null)}${cell("after", right, inNew, write, jumps)}</tr
    >`;
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

function cell(
  side: string,
  line: Line | null,
  belongs: (span: Span) => boolean,
  write: Writer,
  jumps: Html | null,
): Html {
  if (line === null) return html`<td class="${side} none"></td>`;
  return html`<td class="${side}">
    <p class="${line.kind}">${jumps}${line.spans.filter(belongs).map(write.run)}</p>
  </td>`;
}
