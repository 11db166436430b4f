import type { Alert } from "../model/alert.ts";
import type { Channel, RenderContext } from "../model/channel.ts";
import {
  type Composed,
  type ComposedChange,
  type ComposedDigest,
  type ComposedNotice,
  type Passage,
  isTrouble,
} from "../model/composed.ts";
import { UsageError } from "../model/errors.ts";
import type { SpanOp } from "../model/redline.ts";
import type { Significance } from "../model/significance.ts";
import type { Standing } from "../model/standing.ts";
import { plainText, wrap } from "./plain-text.ts";

export interface TerminalSettings {
  readonly compose: (alert: Alert, context: RenderContext, standing: Standing) => Composed;
  readonly write: (text: string) => void | Promise<void>;
  readonly colour: boolean;
  /** Lines are broken at this width; left out, the terminal breaks them itself. */
  readonly columns?: number;
}

/** Alerts as lines in the terminal in which the service runs. */
export function createTerminalChannel(settings: TerminalSettings): Channel<string> {
  const paint = settings.colour ? colourful : plain;
  const columns = settings.columns ?? Number.POSITIVE_INFINITY;
  return {
    id: "terminal",
    title: "Terminal",
    destination(address) {
      if (address.trim() === "") return { channel: "terminal", address: "" };
      throw new UsageError("The destination terminal takes no address; write terminal alone.");
    },
    lane: () => "terminal",
    render(alert, delivery, context) {
      const lines = linesOf(settings.compose(alert, context, delivery.standing));
      return `${lines.flatMap((line) => print(line, columns, paint)).join("\n")}\n\n`;
    },
    async send(rendered) {
      try {
        await settings.write(rendered);
        return { kind: "sent" };
      } catch {
        return { kind: "retry", reason: "The terminal took no text." };
      }
    },
    describe: () => "terminal",
  };
}

type Style = Significance | "bold" | "dim" | "insert" | "delete" | "none";

/** A line of foreign and own words. `lead` stands before it, and its width before every further line. */
interface Line {
  readonly lead: string;
  readonly style: Style;
  readonly text: string;
}

function linesOf(composed: Composed): readonly Line[] {
  if (composed.kind === "health") return healthLines(composed.notice);
  if (composed.kind === "digest") return digestLines(composed.digest);
  if (composed.kind === "notice") {
    return [...composed.lines.map((text): Line => ({ lead: "", style: "bold", text })), ...listed(composed.changes)];
  }
  const many = composed.changes.length > 1;
  return [
    ...composed.standing.map((text): Line => ({ lead: "", style: "bold", text })),
    ...(many ? [{ lead: "", style: "bold" as const, text: composed.headline }] : []),
    ...composed.changes.slice(0, composed.inFull).flatMap(changeLines),
    ...(composed.inFull === 1 ? named : listed)(composed.changes.slice(composed.inFull)),
  ];
}

function digestLines(digest: ComposedDigest): readonly Line[] {
  return [
    { lead: "", style: "bold", text: `${digest.headline} · ${digest.period}` },
    ...(digest.counts === "" ? [] : [indented(digest.counts)]),
    ...digest.threads.flatMap((thread) => [indented(thread.title, "bold"), ...listed(thread.changes)]),
    ...listed(digest.retracted),
    ...digest.deadlines.map(({ label, date, words, title }) => indented(`${label} ${date} (${words}) · ${title}`)),
    indented(digest.silence, "dim"),
  ];
}

// What is said of the one told in full holds for all: their titles are enough.
function named(changes: readonly ComposedChange[]): readonly Line[] {
  return changes.flatMap((change) => [indented(`· ${change.title}`), indented(`  ${change.pageUrl}`, "dim")]);
}

function listed(changes: readonly ComposedChange[]): readonly Line[] {
  return changes.flatMap((change) => [
    {
      lead: `${marks[change.significance]} `,
      style: change.significance,
      text: `${change.headline} · ${change.title}`,
    },
    indented(change.pageUrl, "dim"),
  ]);
}

function changeLines(change: ComposedChange): readonly Line[] {
  return [
    { lead: `${marks[change.significance]} `, style: change.significance, text: change.headline },
    indented(change.title, "bold"),
    indented(change.summary),
    ...change.facts.map((fact) => indented(`${fact.label}: ${fact.before} → ${fact.after}`)),
    ...change.passages.flatMap(passageLines),
    ...change.deadlines.map((deadline) => indented(`${deadline.label} ${deadline.date} (${deadline.words})`)),
    indented(`${change.source} · ${change.evidence}`, "dim"),
    indented(
      [change.citation, change.officialUrl ?? change.sourceUrl].filter((part) => part !== null).join(" · "),
      "dim",
    ),
    indented(change.pageUrl, "dim"),
  ].filter((line) => line.text !== "");
}

function healthLines(notice: ComposedNotice): readonly Line[] {
  return [
    {
      lead: isTrouble(notice) ? "!  " : "ok ",
      style: isTrouble(notice) ? "urgent" : "bold",
      text: notice.headline,
    },
    indented(notice.message),
    indented(notice.since, "dim"),
    indented(notice.pageUrl, "dim"),
  ];
}

function passageLines(passage: Passage): readonly Line[] {
  const before = sideOf(passage, ["equal", "delete", "move-from"]);
  const after = sideOf(passage, ["equal", "insert", "move-to"]);
  const has = (...ops: readonly SpanOp[]): boolean => passage.spans.some(({ op }) => ops.includes(op));
  const lines: Line[] = passage.section === "" ? [] : [indented(passage.section)];
  if (!has("insert", "delete")) {
    return [
      ...lines,
      { lead: "   ~ ", style: "none", text: `moved ${has("move-to") ? "here: " + after : "from here: " + before}` },
    ];
  }
  if (has("equal", "delete", "move-from")) lines.push({ lead: "   - ", style: "delete", text: before });
  if (has("equal", "insert", "move-to")) lines.push({ lead: "   + ", style: "insert", text: after });
  return lines;
}

function sideOf(passage: Passage, ops: readonly SpanOp[]): string {
  return passage.spans
    .filter(({ op }) => ops.includes(op))
    .map(({ text }) => text)
    .join("");
}

function indented(text: string, style: Style = "none"): Line {
  return { lead: "   ", style, text };
}

// How much it matters is told by the mark and the word; colour only repeats it.
const marks: Readonly<Record<Significance, string>> = {
  urgent: "!!",
  substantive: "! ",
  editorial: "· ",
  cosmetic: "  ",
};

type Paint = (style: Style, text: string) => string;

const plain: Paint = (_style, text) => text;

const codes: Readonly<Record<Style, string>> = {
  urgent: "1;31",
  substantive: "1;33",
  editorial: "36",
  cosmetic: "2",
  bold: "1",
  dim: "2",
  insert: "32",
  delete: "31",
  none: "",
};

const colourful: Paint = (style, text) => (codes[style] === "" ? text : `\u001b[${codes[style]}m${text}\u001b[0m`);

function print(line: Line, columns: number, paint: Paint): readonly string[] {
  const margin = " ".repeat(line.lead.length);
  const pieces = wrap(plainText(line.text), Math.max(20, columns - line.lead.length));
  return pieces.map((piece, at) => {
    if (at > 0) return margin + paint(line.style, piece);
    return line.lead.trim() === "" ? line.lead + paint(line.style, piece) : paint(line.style, line.lead + piece);
  });
}
