import type { RegisterDocument } from "../../federal-register/document.ts";
import { easternTime } from "../../federal-register/document.ts";
import { readBody } from "../../federal-register/full-text.ts";
import { agencyLine, authority744, bureau, licensingContact, rulemakingRequirements } from "./common.ts";
import { committeeMeeting, denialOrder, informationCollection, tariffInclusions } from "./notices.ts";
import { correction, rackScaleRule, stay } from "./rack-scale-rule.ts";
import { extension, remoteAccessProposal } from "./remote-access-proposal.ts";

/** Listed at 6:00 on Wednesday; its text follows at 7:40. */
const entityListAddition: RegisterDocument = {
  ...bureau,
  number: "2026-90105",
  type: "Rule",
  title: "Additions to the Entity List",
  action: "Final rule.",
  abstract:
    "In this rule, the Bureau of Industry and Security (BIS) amends the Export Administration Regulations (EAR) by adding four entities under five entries to the Entity List, under the destinations of Freedonia (3) and Sylvania (2).",
  cfr: [{ title: 15, part: "744" }],
  docketIds: ["Docket No. 260306-9003"],
  rins: ["0694-ZZ03"],
  dates: "This rule is effective March 11, 2026.",
  effectiveOn: "2026-03-11",
  topics: ["Exports", "Reporting and recordkeeping requirements", "Terrorism"],
  publishedOn: "2026-03-11",
  textAt: easternTime("2026-03-11", "07:40"),
  startPage: 90_140,
  pages: 8,
  text: {
    agencyLine,
    summary:
      "In this rule, the Bureau of Industry and Security (BIS) amends the Export Administration Regulations (EAR) by adding four entities under five entries to the Entity List, under the destinations of Freedonia (3) and Sylvania (2). These entities have been determined by the U.S. Government to be acting contrary to the national security or foreign policy interests of the United States.",
    dates: ["This rule is effective March 11, 2026."],
    contact: "Chair, End-User Review Committee, Bureau of Industry and Security, Phone: (202) 555-0191.",
    body: readBody(`
      # Background
      The Entity List (supplement no. 4 to part 744 of the EAR) identifies entities for which there is reasonable cause to believe that they have been involved, are involved, or pose a significant risk of becoming involved in activities contrary to the interests of the United States. The EAR impose additional license requirements on exports to listed entities.
      # Additions to the Entity List
      The End-User Review Committee determined to add Duck Soup Computing, Ltd., with an address in each of two destinations, for obtaining integrated circuits of ECCN 3A090 on behalf of an entity already listed.
      The Committee determined to add Firefly Cloud Services and Rufus Rack Assembly Co. for offering remote access to such integrated circuits to a military end user, and the Trentino Institute of Machine Intelligence for training models for the design of weapons.
      # Savings Clause
      Shipments that were en route aboard a carrier to a port of export on March 11, 2026, may proceed under the previous eligibility before April 10, 2026.
      ${rulemakingRequirements("0694-ZZ03", 45)}
      =List of Subjects in 15 CFR Part 744| Exports, Reporting and recordkeeping requirements, Terrorism.
      Accordingly, part 744 of the Export Administration Regulations (15 CFR parts 730-774) is amended as follows:
      @part 15 744 CONTROL POLICY: END-USER AND END-USE BASED
      @amend 1. The authority citation for part 744 continues to read as follows:
      ${authority744}
      @amend 2. Supplement no. 4 to part 744 is amended by adding, in alphabetical order, under FREEDONIA, entries for “Duck Soup Computing, Ltd.,” “Firefly Cloud Services,” and “Rufus Rack Assembly Co.,” and under SYLVANIA, entries for “Duck Soup Computing, Ltd.” and “Trentino Institute of Machine Intelligence,” to read as follows:
      # Supplement No. 4 to Part 744—Entity List
      @table
      |Country|Entity|License requirement|License review policy|Federal Register citation|
      |FREEDONIA|Duck Soup Computing, Ltd., a.k.a., the following two aliases: —DSC; and —Duck Soup Racks. 9 Mirror Lane, Port Duck, Freedonia.|For all items subject to the EAR. (See §§ 744.11 and 744.99 of the EAR)|Presumption of denial|91 FR 90140, 3/11/26.|
      |FREEDONIA|Firefly Cloud Services. 22 Rufus Street, Port Duck, Freedonia.|For all items subject to the EAR. (See § 744.11 of the EAR)|Presumption of denial|91 FR 90140, 3/11/26.|
      |FREEDONIA|Rufus Rack Assembly Co. Free Trade Zone, Building 3, Port Duck, Freedonia.|For all items subject to the EAR. (See § 744.11 of the EAR)|Presumption of denial|91 FR 90140, 3/11/26.|
      |SYLVANIA|Duck Soup Computing, Ltd. (See alternate address under Freedonia.) 1 Embassy Row, Trentino City, Sylvania.|For all items subject to the EAR. (See §§ 744.11 and 744.99 of the EAR)|Presumption of denial|91 FR 90140, 3/11/26.|
      |SYLVANIA|Trentino Institute of Machine Intelligence. 5 Academy Hill, Trentino City, Sylvania.|For all items subject to the EAR. (See § 744.11 of the EAR)|Case-by-case review for items for civil medical research; presumption of denial for all other items|91 FR 90140, 3/11/26.|
      ***`),
    signature: ["", "M. Specimen,", "Assistant Secretary for Export Administration."],
    billingCode: "3510-33-P",
  },
};

/** Filed on Tuesday for Thursday's issue, and taken back on Wednesday morning. */
const withdrawnRule: RegisterDocument = {
  ...bureau,
  number: "2026-90104",
  type: "Rule",
  title: "Removal of License Exception for Servers Deployed by Allied Governments",
  action: "Final rule.",
  abstract:
    "The Bureau of Industry and Security (BIS) removes the license exception for servers deployed by allied governments.",
  cfr: [{ title: 15, part: "740" }],
  docketIds: ["Docket No. 260305-9004"],
  rins: ["0694-ZZ04"],
  dates: "This rule is effective March 12, 2026.",
  effectiveOn: "2026-03-12",
  publishedOn: "2026-03-12",
  published: false,
  filing: {
    at: easternTime("2026-03-10", "16:15"),
    kind: "special",
    withdrawn: {
      at: easternTime("2026-03-11", "10:30"),
      note: "This document was withdrawn from public inspection at the request of the agency and will not be published.",
      removedAt: easternTime("2026-03-11", "17:15"),
    },
  },
  startPage: 90_150,
  pages: 3,
  text: {
    agencyLine,
    summary:
      "The Bureau of Industry and Security (BIS) removes the license exception for servers deployed by allied governments.",
    dates: ["This rule is effective March 12, 2026."],
    contact: licensingContact,
    body: readBody(`
      # I. Background
      License Exception GOV has allowed the shipment of servers that allied governments deploy abroad. BIS has reviewed its use.
      # II. Removal
      This rule removes the exception for servers. Exporters must apply for a license.
      ${rulemakingRequirements("0694-ZZ04", 80)}
      @part 15 740 LICENSE EXCEPTIONS
      @amend 1. Section 740.11 is amended by removing paragraph (c)(9).`),
    billingCode: "3510-33-P",
  },
};

const amendingOrder: RegisterDocument = {
  number: "2026-90100",
  type: "Presidential Document",
  subtype: "Executive Order",
  title: "Amending the Order on the Supply of Artificial Intelligence Accelerators",
  agencies: ["executive-office-of-the-president"],
  executiveOrderNumber: "99021",
  signedOn: "2026-03-06",
  volume: 91,
  publishedOn: "2026-03-10",
  filing: { at: easternTime("2026-03-09", "16:15"), kind: "special" },
  startPage: 90_096,
  pages: 1,
  text: {
    body: readBody(`
      By the authority vested in me as President by the Constitution and the laws of the United States of America, it is hereby ordered:
      _Section 1. Amendment._ Section 2(a) of Executive Order 99014 of February 23, 2026 (Securing the Supply of Artificial Intelligence Accelerators), is amended by striking “90 days” and inserting in lieu thereof “60 days”.
      _Sec. 2. General Provisions._ Nothing in this order shall be construed to impair or otherwise affect the authority granted by law to an executive department or agency.`),
    billingCode: "3395-F4-P",
  },
};

/** Monday, March 9 to Friday, March 13, 2026. */
export const week: readonly RegisterDocument[] = [
  amendingOrder,
  rackScaleRule,
  denialOrder(
    {
      number: "2026-90102",
      publishedOn: "2026-03-10",
      startPage: 90_115,
      filing: { at: easternTime("2026-03-09", "08:45"), kind: "regular" },
    },
    {
      name: "Hazel Sample",
      place: "Brookfield",
      goods: "accelerator cards",
      until: "January 15, 2034",
      years: "eight",
    },
  ),
  remoteAccessProposal,
  withdrawnRule,
  entityListAddition,
  committeeMeeting(
    { number: "2026-90110", publishedOn: "2026-03-11", startPage: 90_148 },
    { committee: "Sensors and Instrumentation", on: "April 14, 2026", room: "3884" },
  ),
  extension,
  correction,
  denialOrder(
    { number: "2026-90109", publishedOn: "2026-03-12", startPage: 90_162 },
    {
      name: "Juniper Mock",
      place: "Fordham",
      goods: "gallium nitride wafers",
      until: "October 2, 2030",
      years: "five",
    },
  ),
  informationCollection(
    { number: "2026-90111", publishedOn: "2026-03-12", startPage: 90_165 },
    {
      subject: "Data Center Validated End-User Reports",
      control: "0694-9927",
      by: "May 11, 2026",
      closesOn: "2026-05-11",
    },
  ),
  stay,
  committeeMeeting(
    { number: "2026-90112", publishedOn: "2026-03-13", startPage: 90_174 },
    { committee: "Materials and Equipment", on: "April 23, 2026", room: "6087B" },
  ),
  tariffInclusions(
    { number: "2026-90113", publishedOn: "2026-03-13", startPage: 90_176 },
    { metal: "Steel", by: "April 10, 2026", closesOn: "2026-04-10" },
  ),
];
