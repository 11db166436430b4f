import { reasonInWords } from "../alerts/reasons.ts";
import type { ComparedTexts, Comparison } from "../exports/comparison.ts";
import type { Change } from "../model/change.ts";
import type { Redline } from "../model/redline.ts";
import type { Version } from "../model/version.ts";
import type { Texts } from "./comparison.ts";

/** A change as the files that people take away show it. */
export function comparisonOf(change: Change, texts: Texts, redline: Redline): Comparison {
  const { title, language, significance, headline, summary, reasons, detectedAt: at } = change;
  const compared = { title, language, at, ...comparedTexts(texts), redline };
  return { ...compared, significance, headline, summary, reasons: reasons.map(reasonInWords) };
}

/** Two versions of a document as the files that people take away show them. */
export function comparedVersions(before: Version, after: Version, redline: Redline): ComparedTexts {
  const { title, language, observedAt: at } = after;
  return { title, language, at, ...comparedTexts({ before, after }), redline };
}

function comparedTexts({ before, after }: Texts): Pick<ComparedTexts, "before" | "after"> {
  return {
    before: { name: nameOf(before), blocks: before?.blocks ?? [] },
    after: { name: nameOf(after), blocks: after?.blocks ?? [] },
  };
}

function nameOf(version: Version | null): string {
  return version === null ? "nothing" : `version ${version.sequence}, seen ${version.observedAt.slice(0, 10)}`;
}

/** A title that every system takes as a file's name. */
export function fileName(title: string): string {
  const name = title
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return Array.from(name).slice(0, 80).join("") || "redline";
}
