import { agencyBySlug, allAgencies } from "./agencies.ts";
import type { RegisterDocument } from "./document.ts";
import type { Query } from "./query.ts";
import { searchableWords } from "./records.ts";
import { readTerm } from "./term.ts";

/** What a search asks for, in the API's own manner: a filter, its description, or what is wrong with it by name. */
export type Conditions =
  | { readonly ok: true; readonly matches: Filter; readonly description: string; readonly term: string | null }
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> };

type Filter = (document: RegisterDocument) => boolean;

interface Condition {
  readonly matches: Filter;
  readonly says?: string;
}

const dateFields: Readonly<Record<string, (document: RegisterDocument) => string | undefined>> = {
  publication_date: (document) => document.publishedOn,
  effective_date: (document) => document.effectiveOn,
  comment_date: (document) => document.commentsCloseOn,
  signing_date: (document) => document.signedOn,
};

const typeCodes: Readonly<Record<string, string>> = {
  RULE: "Rule",
  PRORULE: "Proposed Rule",
  NOTICE: "Notice",
  PRESDOCU: "Presidential Document",
  CORRECT: "Correction",
};

const otherConditions: Readonly<Record<string, (query: Query) => Condition>> = {
  term(query) {
    const source = query.one("conditions[term]") ?? "";
    const term = readTerm(source);
    return { matches: (document) => term.matches(searchableWords(document)), says: `matching '${source}'` };
  },
  agencies(query) {
    const slugs = query.all("conditions[agencies]");
    const names = slugs.map((slug) => allAgencies().find((agency) => agency.slug === slug)?.name ?? slug);
    return {
      matches: (document) => document.agencies.some((slug) => slugs.includes(slug)),
      says: `from ${names.join(" or ")}`,
    };
  },
  agency_ids(query) {
    const ids = new Set(query.all("conditions[agency_ids]").map(Number));
    return { matches: (document) => document.agencies.some((slug) => ids.has(agencyBySlug(slug).id)) };
  },
  type(query) {
    const names = query.all("conditions[type]").map((code) => typeCodes[code] ?? code);
    return { matches: (document) => names.includes(document.type), says: `of type ${names.join(" or ")}` };
  },
  presidential_document_type(query) {
    const asked = query.all("conditions[presidential_document_type]");
    const subtypes = new Set(asked.map((name) => name.replaceAll("_", " ")));
    return { matches: (document) => subtypes.has(document.subtype?.toLowerCase() ?? "") };
  },
  docket_id(query) {
    const docket = query.one("conditions[docket_id]") ?? "";
    return { matches: (document) => (document.docketIds ?? []).some((own) => own.includes(docket)) };
  },
  regulation_id_number(query) {
    const rin = query.one("conditions[regulation_id_number]") ?? "";
    return { matches: (document) => (document.rins ?? []).includes(rin) };
  },
  cfr(query) {
    const title = query.one("conditions[cfr][title]");
    const [from, to] = (query.one("conditions[cfr][part]") ?? "").split("-").map(Number);
    return {
      matches: (document) =>
        (document.cfr ?? []).some(
          (reference) =>
            String(reference.title) === title &&
            (!from || (Number(reference.part) >= from && Number(reference.part) <= (to ?? from))),
        ),
    };
  },
  significant: (query) => ({
    matches: (document) => (document.significant === true) === (query.one("conditions[significant]") === "1"),
  }),
  correction: (query) => ({
    matches: (document) => (document.correctionOf !== undefined) === (query.one("conditions[correction]") === "1"),
  }),
  document_numbers(query) {
    const numbers = query.all("conditions[document_numbers]");
    return { matches: (document) => numbers.includes(document.number) };
  },
  volume: (query) => ({ matches: (document) => String(document.volume) === query.one("conditions[volume]") }),
  topics(query) {
    const topics = query.all("conditions[topics]");
    return {
      matches: (document) =>
        (document.topics ?? []).some((topic) => topics.includes(topic.toLowerCase().replaceAll(" ", "-"))),
    };
  },
};

export function readConditions(query: Query): Conditions {
  const errors: Record<string, string> = {};
  const conditions: Condition[] = [];
  for (const name of query.conditions) {
    if (Object.hasOwn(dateFields, name)) {
      const condition = dateCondition(name, query);
      if (condition === null) errors[name] = "is not a valid date";
      else conditions.push(condition);
    } else {
      const condition = otherConditions[name];
      if (condition === undefined) errors[name] = "is not a valid field";
      else conditions.push(condition(query));
    }
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return {
    ok: true,
    matches: (document) => conditions.every((condition) => condition.matches(document)),
    description: described(conditions.map((condition) => condition.says).filter((says) => says !== undefined)),
    term: query.one("conditions[term]") ?? null,
  };
}

function dateCondition(name: string, query: Query): Condition | null {
  const value = (bound: string) => query.one(`conditions[${name}][${bound}]`);
  const [is, gte, lte, year] = [value("is"), value("gte"), value("lte"), value("year")];
  if ([is, gte, lte].some((date) => date !== undefined && !isDate(date))) return null;
  const verb = { publication_date: "published", effective_date: "effective", comment_date: "with comments due" }[name];
  return {
    matches(document) {
      const date = dateFields[name]?.(document);
      if (date === undefined) return false;
      if (is !== undefined && date !== is) return false;
      if (year !== undefined && !date.startsWith(`${year}-`)) return false;
      return (gte === undefined || date >= gte) && (lte === undefined || date <= lte);
    },
    says: `${verb ?? "signed"} ${period(is, gte, lte, year)}`,
  };
}

function period(is?: string, gte?: string, lte?: string, year?: string): string {
  if (is !== undefined) return `on ${american(is)}`;
  if (year !== undefined) return `in ${year}`;
  if (gte !== undefined && lte !== undefined) return `from ${american(gte)} to ${american(lte)}`;
  return gte === undefined ? `on or before ${american(lte ?? "")}` : `on or after ${american(gte)}`;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

function american(date: string): string {
  const [year, month, day] = date.split("-");
  return `${month}/${day}/${year}`;
}

function described(says: readonly string[]): string {
  if (says.length === 0) return "All Documents";
  if (says.length < 3) return `Documents ${says.join(" and ")}`;
  return `Documents ${says.slice(0, -1).join(", ")}, and ${says.at(-1)}`;
}
