import type { FactValue } from "../model/facts.ts";
import type { Extraction } from "../model/version.ts";

/** Whether a rule binds today: by its date in the Federal Register's time zone, and by the instant where it states one. */
export function isInForce(document: Extraction, now: Temporal.Instant): boolean {
  const today = now.toZonedDateTimeISO("America/New_York").toPlainDate().toString();
  const date = effectiveDate(document);
  if (date === null || date > today) return false;
  const at = document.deadlines.find((deadline) => deadline.kind === "effective" && deadline.date === date)?.at;
  return date < today || at === undefined || Temporal.Instant.compare(Temporal.Instant.from(at), now) <= 0;
}

/** The day a document takes effect: as the publisher lists it, else as its DATES section says. */
export function effectiveDate(document: Extraction): string | null {
  const stated = text(document, "effectiveDate");
  if (stated !== "") return stated;
  return (
    document.deadlines.find((deadline) => deadline.kind === "effective" && /\bDATES?\b/.test(deadline.section ?? ""))
      ?.date ?? null
  );
}

export function type(document: Extraction): string {
  return text(document, "documentType");
}

export function action(document: Extraction): string {
  return text(document, "action");
}

export function subject(document: Extraction): string {
  return `${action(document)} ${document.title}`;
}

export function text({ facts }: Extraction, name: string): string {
  return words(facts[name] ?? null);
}

export function words(value: FactValue): string {
  return items(value).join(", ");
}

export function items(value: FactValue): readonly string[] {
  if (value === null || value === "") return [];
  return typeof value === "object" ? value : [String(value)];
}

export function isNone(value: FactValue): boolean {
  return items(value).length === 0;
}
