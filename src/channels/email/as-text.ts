import type { Passage } from "../../model/composed.ts";
import type { SpanOp } from "../../model/redline.ts";
import { plainText, wrap } from "../plain-text.ts";
import type { Part } from "./parts.ts";

const columns = 76;

/** Parts as plain text: every line safe, none longer than mail likes. */
export function asText(parts: readonly Part[]): string {
  return `${parts
    .flatMap(linesOf)
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}

function linesOf(part: Part): readonly string[] {
  switch (part.kind) {
    case "title":
      return [...broken(part.text), "=".repeat(40), ""];
    case "heading":
      return ["", ...broken(part.text), "-".repeat(40)];
    case "subheading":
      return ["", ...broken(part.text), ""];
    case "entry":
      return ["", ...broken(`* ${plainText(part.text)}`), ...(part.title === "" ? [] : broken(part.title, "  "))];
    case "line":
    case "strong":
    case "fine":
      return broken(part.text);
    case "date":
      return broken(part.text, "  ");
    case "fact":
      return broken(`${part.label}: ${part.before} → ${part.after}`, "  ");
    case "passage":
      return passageLines(part.passage);
    case "links":
      return part.links.map(({ label, url }) => `  ${label}: ${url}`);
    case "button":
      return ["", `${part.link.label}:`, part.link.url, ""];
    case "comment":
      return ["", "  Comment: ______________________________", ""];
    case "rule":
      return ["", "-- ".repeat(5).trim()];
    // A picture has no text.
    default:
      return [];
  }
}

function passageLines({ section, spans }: Passage): readonly string[] {
  const side = (...ops: readonly SpanOp[]): string =>
    spans
      .filter(({ op }) => op === "equal" || ops.includes(op))
      .map(({ text }) => text)
      .join("");
  const has = (...ops: readonly SpanOp[]): boolean => spans.some(({ op }) => ops.includes(op));
  return [
    ...(section === "" ? [] : broken(section, "  ")),
    ...(has("equal", "delete", "move-from") ? broken(side("delete", "move-from"), "  - before: ") : []),
    ...(has("equal", "insert", "move-to") ? broken(side("insert", "move-to"), "  + after:  ") : []),
  ];
}

function broken(text: string, lead = ""): readonly string[] {
  return wrap(plainText(text), columns - lead.length).map(
    (line, at) => `${at === 0 ? lead : " ".repeat(lead.length)}${line}`,
  );
}
