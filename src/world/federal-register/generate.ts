import type { FederalRegisterStory, RegisterDocument } from "./document.ts";
import { readBody } from "./full-text.ts";
import { longDate } from "./printed.ts";

export interface GenerateOptions {
  readonly seed: number;
  readonly count: number;
  /** First publication day; weekends are left out, as the publisher does. */
  readonly from: string;
  readonly perDay: number;
}

/** The kinds of documents the bureau publishes, in about the measured proportions of a year (per cent). */
const kinds = [
  { share: 47, make: denialOrder },
  { share: 18, make: tariffNotice },
  { share: 11, make: collectionNotice },
  { share: 10, make: committeeMeeting },
  { share: 10, make: finalRule },
  { share: 4, make: proposedRule },
] as const;

/** Any number of invented documents, oldest first; the same seed gives the same documents to the letter. */
export function generateDocuments(options: GenerateOptions): FederalRegisterStory {
  const random = randomFrom(options.seed);
  const documents: RegisterDocument[] = [];
  let day = workingDay(Temporal.PlainDate.from(options.from));
  for (let index = 0; index < options.count; index++) {
    if (index > 0 && index % options.perDay === 0) day = workingDay(day.add({ days: 1 }));
    documents.push(makeOne({ index, day, random }));
  }
  return { documents };
}

interface Draw {
  readonly index: number;
  readonly day: Temporal.PlainDate;
  readonly random: () => number;
}

type Made = Pick<RegisterDocument, "type" | "title" | "text"> & Partial<RegisterDocument>;

function makeOne(draw: Draw): RegisterDocument {
  const ticket = draw.random() * 100;
  let passed = 0;
  const kind = kinds.find(({ share }) => (passed += share) > ticket) ?? kinds[0];
  return {
    number: `${draw.day.year}-${80_000 + draw.index}`,
    agencies: ["commerce-department", "industry-and-security-bureau"],
    volume: draw.day.year - 1935,
    startPage: 80_000 + draw.index * 3,
    pages: 2,
    publishedOn: draw.day.toString(),
    ...kind.make(draw),
  };
}

function denialOrder({ index, day, random }: Draw): Made {
  const name = `${pick(firstNames, random)} ${pick(lastNames, random)}`;
  const years = 5 + Math.floor(random() * 6);
  const until = longDate(day.add({ years }));
  const goods = pick(["firearm parts", "radio modules", "night-vision optics", "aircraft fasteners"], random);
  return {
    type: "Notice",
    title: `In the Matter of ${name}, Case ${1000 + index}; Order Denying Export Privileges`,
    text: {
      billingCode: "3510-DT-P",
      body: readBody(`
        ${name} was convicted in a United States district court of sending ${goods} abroad without the required license.
        The Office of Export Enforcement gave notice of the conviction and an opportunity to answer. No answer was received.
        Having reviewed the record, I have decided to deny the export privileges of ${name} for ${years} years from the date of conviction.
        _First,_ until ${until}, ${name} may not take part in any transaction involving an item subject to the Regulations.
        _Second,_ no person may export, reexport, or transfer (in-country) to or on behalf of ${name} any item subject to the Regulations.
        _Third,_ this Order is effective immediately and shall remain in effect until ${until}.`),
      signature: [
        `Dated: ${longDate(day.subtract({ days: 4 }))}.`,
        "A. Example,",
        "Director, Office of Export Enforcement.",
      ],
    },
  };
}

function tariffNotice({ index, day, random }: Draw): Made {
  const product = pick(["steel fittings", "aluminum extrusions", "copper cathode", "timber panels"], random);
  const close = day.add({ days: 14 });
  return {
    type: "Notice",
    title: `Section 232 Inclusions Request ${index}: ${capital(product)}`,
    action: "Notice of request for public comments.",
    abstract: `A request was received to include ${product} in the scope of the duties under Section 232.`,
    dates: `Comments must be received by ${longDate(close)}.`,
    commentsCloseOn: close.toString(),
    docketIds: [`Docket No. ${compact(day)}-${digits(index)}`],
    text: {
      billingCode: "3510-33-P",
      agencyLine: "Bureau of Industry and Security, Department of Commerce.",
      summary: `A request was received to include ${product} in the scope of the duties under Section 232.`,
      dates: [`Comments must be received by ${longDate(close)}.`],
      body: readBody(`
        # Background
        Producers may ask that articles made of a covered metal be included. This request number ${index} concerns ${product}.
        # Comments
        Comments may address the description of the article, its volume of trade, and the effect on domestic producers.`),
    },
  };
}

function collectionNotice({ index, day, random }: Draw): Made {
  const subject = pick(
    ["End-Use Statements", "Delivery Verification", "Voluntary Self-Disclosures", "Import Certificates"],
    random,
  );
  const close = day.add({ days: 60 });
  return {
    type: "Notice",
    title: `Agency Information Collection Activities; ${subject}, Collection ${index}`,
    action: "Notice of information collection, request for comment.",
    dates: `To ensure consideration, comments must be received on or before ${longDate(close)}.`,
    commentsCloseOn: close.toString(),
    text: {
      billingCode: "3510-33-P",
      agencyLine: "Bureau of Industry and Security, Department of Commerce.",
      summary: "The Department invites the public to comment on a continuing information collection.",
      dates: [`To ensure consideration, comments must be received on or before ${longDate(close)}.`],
      body: readBody(`
        # I. Abstract
        The collection ${subject.toLowerCase()} supports the licensing of exports. Its estimated burden is ${20 + Math.floor(random() * 90)} minutes per response.
        # II. Data
        Type of review: regular submission. Affected public: business or other for-profit organizations.`),
    },
  };
}

function committeeMeeting({ index, day, random }: Draw): Made {
  const committee = pick(
    ["Sensors and Instrumentation", "Materials and Equipment", "Information Systems", "Transportation"],
    random,
  );
  const meeting = longDate(day.add({ days: 21 }));
  return {
    type: "Notice",
    title: `${committee} Technical Advisory Committee; Notice of Partially Closed Meeting ${index}`,
    action: "Notice of partially closed meeting.",
    dates: `The meeting will be held on ${meeting}, from 9 a.m. to 4 p.m., Eastern Time.`,
    text: {
      billingCode: "3510-JT-P",
      agencyLine: "Bureau of Industry and Security, Department of Commerce.",
      summary: `The ${committee} Technical Advisory Committee will meet to advise on technical questions of export controls.`,
      dates: [`The meeting will be held on ${meeting}, from 9 a.m. to 4 p.m., Eastern Time.`],
      body: readBody(`
        # Agenda
        ## Public Session
        1. Welcome and introductions.
        2. Reports of the working groups.
        ## Closed Session
        3. Discussion of matters determined to be exempt from open meeting requirements.`),
    },
  };
}

function finalRule({ index, day, random }: Draw): Made {
  const part = pick(["734", "740", "742", "744", "748", "774"], random);
  const hours = 12 + Math.floor(random() * 60);
  const section = `§ ${part}.${900 + (index % 99)}`;
  const summary = `The Bureau of Industry and Security revises the notification period for certain integrated circuits in part ${part} to ${hours} hours.`;
  return {
    type: "Rule",
    title: `Notification Requirements for Certain Integrated Circuits; Revision ${index}`,
    action: "Final rule.",
    abstract: summary,
    cfr: [{ title: 15, part }],
    docketIds: [`Docket No. ${compact(day)}-${digits(index)}`],
    rins: [`0694-Z${letters(index)}`],
    dates: `This rule is effective ${longDate(day)}.`,
    effectiveOn: day.toString(),
    text: {
      billingCode: "3510-33-P",
      agencyLine: "Bureau of Industry and Security, Department of Commerce.",
      summary,
      dates: [`This rule is effective ${longDate(day)}.`],
      contact: "Office of Exporter Services, Bureau of Industry and Security, Phone: (202) 555-0100.",
      body: readBody(`
        # I. Background
        Exporters must notify the bureau before certain integrated circuits leave the country. Experience has shown that the period is too short.
        # II. Changes
        This rule sets the period to ${hours} hours and requires that the consignee be named.
        =List of Subjects in 15 CFR Part ${part}| Exports, Reporting and recordkeeping requirements.
        Accordingly, part ${part} of title 15 is amended as follows:
        @part 15 ${part} EXPORT ADMINISTRATION REGULATIONS
        @amend 1. Section ${section.slice(2)} is revised to read as follows:
        ${section} | Notification of certain integrated circuits.
        (a) _Period._ An exporter shall notify the bureau no later than ${hours} hours before the export.
        (b) _Contents._ The notification must name the consignee and the number of integrated circuits.`),
    },
  };
}

function proposedRule(draw: Draw): Made {
  const close = draw.day.add({ days: 60 });
  const final = finalRule(draw);
  const dates = `Comments must be received by ${longDate(close)}.`;
  const { effectiveOn: _, ...rest } = final;
  return {
    ...rest,
    type: "Proposed Rule",
    title: `Notification Requirements for Certain Integrated Circuits; Proposal ${draw.index}`,
    action: "Proposed rule; request for comments.",
    dates,
    commentsCloseOn: close.toString(),
    text: { ...final.text, dates: [dates] },
  };
}

const firstNames = ["Alder", "Birch", "Cedar", "Hazel", "Juniper", "Linden", "Rowan", "Willow"];
const lastNames = ["Brook", "Field", "Ford", "Hill", "Lake", "Marsh", "Moor", "Shore"];

function pick<Item>(items: readonly [Item, ...Item[]] | readonly Item[], random: () => number): Item {
  return items[Math.floor(random() * items.length)] as Item;
}

function workingDay(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.dayOfWeek > 5 ? day.add({ days: 8 - day.dayOfWeek }) : day;
}

/** `260310`, as the bureau begins its docket numbers. */
function compact(day: Temporal.PlainDate): string {
  return day.toString().replaceAll("-", "").slice(2);
}

function digits(index: number): string {
  return String(index % 10_000).padStart(4, "0");
}

/** RINs end in a letter and two digits; `Z` and a letter stand for no real agency rule. */
function letters(index: number): string {
  return String.fromCodePoint(65 + (Math.floor(index / 100) % 26)) + String(index % 100).padStart(2, "0");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Mulberry32: small, seeded, the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
