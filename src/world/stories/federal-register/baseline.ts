import type { RegisterDocument } from "../../federal-register/document.ts";
import { easternTime } from "../../federal-register/document.ts";
import { readBody } from "../../federal-register/full-text.ts";
import { agencyLine, authority744, bureau, licensingContact, rulemakingRequirements } from "./common.ts";
import { committeeMeeting, denialOrder, informationCollection, tariffInclusions } from "./notices.ts";

const recordkeepingRule: RegisterDocument = {
  ...bureau,
  number: "2026-90011",
  type: "Rule",
  title: "Recordkeeping for Notified Exports of Advanced Computing Integrated Circuits",
  action: "Final rule.",
  abstract:
    "In this rule, the Bureau of Industry and Security (BIS) clarifies which records exporters must keep when they use the notification procedure for advanced computing integrated circuits, and for how long.",
  cfr: [{ title: 15, part: "740" }],
  docketIds: ["Docket No. 260128-9011"],
  rins: ["0694-ZZ11"],
  dates: "This rule is effective February 11, 2026.",
  effectiveOn: "2026-02-11",
  significant: false,
  topics: ["Administrative practice and procedure", "Exports", "Reporting and recordkeeping requirements"],
  publishedOn: "2026-02-11",
  startPage: 90_011,
  pages: 4,
  text: {
    agencyLine,
    summary:
      "In this rule, the Bureau of Industry and Security (BIS) clarifies which records exporters must keep when they use the notification procedure for advanced computing integrated circuits, and for how long.",
    dates: ["This rule is effective February 11, 2026."],
    contact: licensingContact,
    body: readBody(`
      # I. Background
      Exporters who use the notification procedure tell BIS of an export before it takes place. In reviewing notifications BIS found that exporters keep different records, and some keep none of the end user's statements.
      # II. Changes Made by This Rule
      This rule adds a list of records to § 740.98. It does not change who may use the procedure.
      ${rulemakingRequirements("0694-ZZ11", 340)}
      =List of Subjects in 15 CFR Part 740| Administrative practice and procedure, Exports, Reporting and recordkeeping requirements.
      For the reasons stated in the preamble, part 740 of the Export Administration Regulations (15 CFR parts 730-774) is amended as follows:
      @part 15 740 LICENSE EXCEPTIONS
      @amend 1. The authority citation for part 740 continues to read as follows:
      @authority 50 U.S.C. 4801-4852; 50 U.S.C. 4601 _et seq.;_ 50 U.S.C. 1701 _et seq._
      @amend 2. Section 740.98 is amended by adding paragraph (d) to read as follows:
      § 740.98 | Notified advanced computing.
      ***
      (d) _Records._ (1) An exporter who uses this section must keep the notification, the acknowledgement, and the end user's statement.
      (2) The records must be kept for five years from the date of the export.
      ***`),
    signature: ["", "M. Specimen,", "Assistant Secretary for Export Administration."],
    billingCode: "3510-33-P",
  },
};

const printingCorrection: RegisterDocument = {
  ...bureau,
  number: "C1-2026-90011",
  type: "Correction",
  title: "Recordkeeping for Notified Exports of Advanced Computing Integrated Circuits",
  correctionOf: "2026-90011",
  cfr: [{ title: 15, part: "740" }],
  publishedOn: "2026-02-18",
  startPage: 90_024,
  pages: 1,
  text: {
    body: readBody(`
      # Correction
      In rule document 2026-90011, appearing on pages 90011 through 90014 in the issue of Wednesday, February 11, 2026, make the following correction:
      § 740.98 | [Corrected]
      On page 90014, in the second column, in the second line of paragraph (d)(2), “five year” should read “five years”.`),
    billingCode: "0099-10-D",
  },
};

const entityListText = {
  agencyLine,
  summary:
    "In this rule, the Bureau of Industry and Security (BIS) amends the Export Administration Regulations (EAR) by adding two entities to the Entity List under the destination of Freedonia. These entities have been determined by the U.S. Government to be acting contrary to the national security or foreign policy interests of the United States.",
  dates: ["This rule is effective February 19, 2026."],
  contact: "Chair, End-User Review Committee, Bureau of Industry and Security, Phone: (202) 555-0191.",
  body: readBody(`
    # Background
    The Entity List (supplement no. 4 to part 744 of the EAR) identifies entities for which there is reasonable cause to believe that they have been involved, are involved, or pose a significant risk of becoming involved in activities contrary to the interests of the United States.
    The End-User Review Committee determined to add Freedonia Signal Works and Sylvania Crystal Growth Institute for acquiring U.S.-origin items in support of the advanced-computing programs of a military end user.
    # Savings Clause
    Shipments of items that lose eligibility for a License Exception as a result of this rule and that were en route aboard a carrier on February 19, 2026, may proceed under the previous eligibility before March 23, 2026.
    ${rulemakingRequirements("0694-ZZ12", 20)}
    =List of Subjects in 15 CFR Part 744| Exports, Reporting and recordkeeping requirements, Terrorism.
    @part 15 744 CONTROL POLICY: END-USER AND END-USE BASED
    @amend 1. The authority citation for part 744 continues to read as follows:
    ${authority744}
    @amend 2. Supplement no. 4 to part 744 is amended under FREEDONIA by adding, in alphabetical order, entries for “Freedonia Signal Works” and “Sylvania Crystal Growth Institute” to read as follows:
    # Supplement No. 4 to Part 744—Entity List
    @table
    |Country|Entity|License requirement|License review policy|Federal Register citation|
    |FREEDONIA|Freedonia Signal Works, a.k.a., the following one alias: —FSW. 4 Harbor Way, Port Duck, Freedonia.|For all items subject to the EAR. (See § 744.11 of the EAR)|Presumption of denial|91 FR 90031, 2/19/26.|
    |FREEDONIA|Sylvania Crystal Growth Institute. 17 Marx Square, Port Duck, Freedonia.|For all items subject to the EAR. (See § 744.11 of the EAR)|Presumption of denial|91 FR 90031, 2/19/26.|
    ***`),
  signature: ["", "M. Specimen,", "Assistant Secretary for Export Administration."],
  billingCode: "3510-33-P",
};

const earlierEntityList: RegisterDocument = {
  ...bureau,
  number: "2026-90014",
  type: "Rule",
  title: "Additions to the Entity List; Freedonia",
  action: "Final rule.",
  abstract: entityListText.summary,
  cfr: [{ title: 15, part: "744" }],
  docketIds: ["Docket No. 260211-9012"],
  rins: ["0694-ZZ12"],
  dates: "This rule is effective February 19, 2026.",
  effectiveOn: "2026-02-19",
  topics: ["Exports", "Reporting and recordkeeping requirements", "Terrorism"],
  publishedOn: "2026-02-19",
  startPage: 90_031,
  pages: 6,
  text: entityListText,
  // The publisher processes old issues again: other dashes, other page marks, the same law.
  revisions: [
    {
      at: easternTime("2026-03-12", "03:00"),
      change: {
        text: {
          ...entityListText,
          body: entityListText.body.map((block) =>
            block.kind === "paragraph"
              ? { ...block, text: block.text.replaceAll("-", "–").replace(" to ", " [page]to ") }
              : block,
          ),
        },
      },
    },
  ],
};

const dataCenterProposal: RegisterDocument = {
  ...bureau,
  number: "2026-90016",
  type: "Proposed Rule",
  title: "Due Diligence by Operators of Large Data Centers",
  action: "Proposed rule; request for comments.",
  abstract:
    "The Bureau of Industry and Security (BIS) proposes that operators of data centers above 50 megawatts verify the ownership of customers who place advanced computing items there.",
  cfr: [
    { title: 15, part: "744" },
    { title: 15, part: "748" },
  ],
  docketIds: ["Docket No. 260213-9013"],
  rins: ["0694-ZZ13"],
  dates: "Comments must be received no later than April 21, 2026.",
  commentsCloseOn: "2026-04-21",
  regulationsDocket: "BIS-2026-9013",
  significant: true,
  publishedOn: "2026-02-20",
  startPage: 90_041,
  pages: 7,
  text: {
    agencyLine,
    summary:
      "The Bureau of Industry and Security (BIS) proposes that operators of data centers above 50 megawatts verify the ownership of customers who place advanced computing items there.",
    dates: ["Comments must be received no later than April 21, 2026."],
    addresses:
      "Comments may be submitted at _https://www.regulations.gov_ under docket BIS-2026-9013 or RIN 0694-ZZ13.",
    contact: licensingContact,
    body: readBody(`
      # I. Background
      Advanced computing items are often placed in data centers that belong to someone else. The owner of the items knows who uses them; the operator of the building often does not.
      # II. Proposed Changes
      BIS proposes a new § 744.98. An operator would have to ask who owns the customer, keep the answer, and report an answer that cannot be verified.
      # III. Questions
      1. Is 50 megawatts the right threshold?
      2. Which sources of ownership information are reliable?
      @part 15 744 CONTROL POLICY: END-USER AND END-USE BASED
      @amend 1. Section 744.98 is proposed to be added to read as follows:
      § 744.98 | Due diligence by operators of data centers.
      (a) _Scope._ This section applies to an operator of a data center with a connected load above 50 megawatts.
      (b) _Verification._ An operator must verify the ownership of a customer before the customer places an item of ECCN 3A090 or 4A090 in the data center.
      (c) _Reports._ An operator must report an ownership that it cannot verify within 30 days.`),
    billingCode: "3510-33-P",
  },
};

const executiveOrder: RegisterDocument = {
  number: "2026-90020",
  type: "Presidential Document",
  subtype: "Executive Order",
  title: "Securing the Supply of Artificial Intelligence Accelerators",
  agencies: ["executive-office-of-the-president"],
  executiveOrderNumber: "99014",
  signedOn: "2026-02-23",
  dispositionNotes: "See: EO 99003, October 1, 2025",
  volume: 91,
  publishedOn: "2026-02-26",
  startPage: 90_061,
  pages: 3,
  text: {
    body: readBody(`
      By the authority vested in me as President by the Constitution and the laws of the United States of America, it is hereby ordered:
      _Section 1. Purpose._ Accelerators for artificial intelligence are built in few places and needed in many. It is the policy of the United States to keep their supply secure.
      _Sec. 2. Report._ (a) Within 90 days of the date of this order, the Secretary of Commerce shall report on the resilience of the supply of accelerators and of high-bandwidth memory.
      (b) The report shall name the steps of production for which there is one supplier only.
      _Sec. 3. Rules._ The Secretary of Commerce shall consider whether remote access to accelerators should be subject to the same controls as their export.
      _Sec. 4. General Provisions._ (a) Nothing in this order shall be construed to impair or otherwise affect the authority granted by law to an executive department or agency.
      (b) This order is not intended to, and does not, create any right or benefit enforceable at law.`),
    billingCode: "3395-F4-P",
  },
  revisions: [
    {
      at: easternTime("2026-03-10", "14:00"),
      change: { dispositionNotes: "See: EO 99003, October 1, 2025; Amended by: EO 99021, March 6, 2026" },
    },
  ],
};

const sanctionsRule: RegisterDocument = {
  number: "2026-90022",
  type: "Rule",
  title: "Freedonia Sanctions Regulations; General License for Cloud Services Incident to Communications",
  action: "Final rule.",
  abstract:
    "The Office of Foreign Assets Control (OFAC) adds a general license for services incident to the exchange of communications over the internet, and makes clear that it does not cover the lease of accelerators.",
  agencies: ["treasury-department", "foreign-assets-control-office"],
  cfr: [{ title: 31, part: "599" }],
  dates: "This rule is effective March 2, 2026.",
  effectiveOn: "2026-03-02",
  volume: 91,
  publishedOn: "2026-03-02",
  startPage: 90_071,
  pages: 3,
  text: {
    agencyLine: "Office of Foreign Assets Control, Treasury.",
    summary:
      "The Office of Foreign Assets Control (OFAC) adds a general license for services incident to the exchange of communications over the internet, and makes clear that it does not cover the lease of accelerators.",
    dates: ["This rule is effective March 2, 2026."],
    contact: "Assistant Director for Regulatory Affairs, Phone: (202) 555-0160.",
    body: readBody(`
      # Background
      OFAC was asked whether the exchange of personal communications over hosted services is authorized. This rule answers that it is.
      # Limits
      The general license does not authorize the provision of computing capacity for the training of models.
      @part 31 599 FREEDONIA SANCTIONS REGULATIONS
      @amend 1. Add § 599.540 to read as follows:
      § 599.540 | Services incident to communications.
      (a) Services incident to the exchange of personal communications over the internet are authorized.
      (b) This section does not authorize the lease of computing capacity.`),
    billingCode: "4810-AL-P",
  },
};

const airPlan: RegisterDocument = {
  number: "2026-90018",
  type: "Rule",
  title: "Air Plan Revisions; State of Example; Valley Air District",
  action: "Final rule.",
  abstract:
    "The Environmental Protection Agency (EPA) approves a revision to the Valley Air District portion of the State plan.",
  agencies: ["environmental-protection-agency"],
  cfr: [{ title: 40, part: "52" }],
  docketIds: ["EPA-R99-OAR-2025-9001"],
  dates: "This rule is effective March 25, 2026.",
  effectiveOn: "2026-03-25",
  volume: 91,
  publishedOn: "2026-02-23",
  startPage: 90_052,
  pages: 2,
  text: {
    agencyLine: "Environmental Protection Agency (EPA).",
    summary:
      "The Environmental Protection Agency (EPA) approves a revision to the Valley Air District portion of the State plan.",
    dates: ["This rule is effective March 25, 2026."],
    body: readBody(`
      # I. Background
      The district revised its rule on fees. No comments were received on the proposal.
      # II. Final Action
      The EPA approves the revision.`),
    billingCode: "6560-50-P",
  },
};

/** The thirty days before the demo begins. */
export const baseline: readonly RegisterDocument[] = [
  denialOrder(
    { number: "2026-90010", publishedOn: "2026-02-10", startPage: 90_005 },
    {
      name: "Alder Example",
      place: "Riverton",
      goods: "radio-frequency modules",
      until: "June 12, 2032",
      years: "seven",
    },
  ),
  recordkeepingRule,
  informationCollection(
    { number: "2026-90012", publishedOn: "2026-02-12", startPage: 90_016 },
    {
      subject: "Statements by Ultimate Consignees",
      control: "0694-9921",
      by: "April 13, 2026",
      closesOn: "2026-04-13",
    },
  ),
  committeeMeeting(
    { number: "2026-90013", publishedOn: "2026-02-13", startPage: 90_019 },
    { committee: "Emerging Technology", on: "March 12, 2026", room: "3884" },
  ),
  printingCorrection,
  earlierEntityList,
  dataCenterProposal,
  airPlan,
  tariffInclusions(
    { number: "2026-90019", publishedOn: "2026-02-24", startPage: 90_056 },
    { metal: "Aluminum", by: "March 24, 2026", closesOn: "2026-03-24" },
  ),
  executiveOrder,
  denialOrder(
    { number: "2026-90021", publishedOn: "2026-02-27", startPage: 90_067 },
    { name: "Birch Specimen", place: "Lakeside", goods: "night-vision optics", until: "August 3, 2035", years: "ten" },
  ),
  sanctionsRule,
  committeeMeeting(
    { number: "2026-90023", publishedOn: "2026-03-04", startPage: 90_078 },
    { committee: "Information Systems", on: "April 8, 2026", room: "6087B" },
  ),
  denialOrder(
    { number: "2026-90024", publishedOn: "2026-03-06", startPage: 90_082 },
    { name: "Cedar Placeholder", place: "Hillcrest", goods: "aircraft bearings", until: "May 20, 2031", years: "five" },
  ),
];
