import type { ComposedFact } from "../model/composed.ts";
import type { FactChange, FactValue } from "../model/facts.ts";
import { clip } from "./clip.ts";

/** A fact that moved, as people say it: `Comment deadline`, `2026-01-05`, `2026-02-04`. */
export function factInWords(fact: FactChange): ComposedFact {
  return { label: label(fact.name), before: value(fact.before), after: value(fact.after) };
}

const known: ReadonlyMap<string, string> = new Map(
  Object.entries({
    cfrReferences: "CFR references",
    docketIds: "Dockets",
    rins: "RINs",
    filedAt: "Filed for public inspection",
  }),
);

function label(name: string): string {
  const words = name.replace(/([a-z\d])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  return known.get(name) ?? words.charAt(0).toUpperCase() + words.slice(1);
}

function value(fact: FactValue): string {
  if (fact === null || fact === "") return "none";
  if (typeof fact === "boolean") return fact ? "yes" : "no";
  const text = typeof fact === "object" ? fact.join("; ") : String(fact);
  return text === "" ? "none" : clip(text, 200);
}
