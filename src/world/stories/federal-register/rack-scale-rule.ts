import type { RegisterDocument } from "../../federal-register/document.ts";
import { easternTime } from "../../federal-register/document.ts";
import { readBody } from "../../federal-register/full-text.ts";
import { agencyLine, authority744, bureau, licensingContact, rulemakingRequirements } from "./common.ts";

const title = "License Requirements for Rack-Scale Computing Systems and Their Remote Operation";

const identifiers = {
  cfr: [
    { title: 15, part: "740" },
    { title: 15, part: "744" },
  ],
  docketIds: ["Docket No. 260303-9001"],
  rins: ["0694-ZZ01"],
} as const satisfies Partial<RegisterDocument>;

/** Filed on Monday at 11:15 and in force from that moment; printed on Tuesday without a word changed. */
export const rackScaleRule: RegisterDocument = {
  ...bureau,
  ...identifiers,
  number: "2026-90101",
  type: "Rule",
  title,
  action: "Interim final rule, with request for comments.",
  abstract:
    "In this interim final rule, the Bureau of Industry and Security (BIS) imposes a license requirement on rack-scale computing systems above a stated performance and requires those who operate such systems for others to notify BIS. The rule is in force from its filing because advance notice would let shipments run ahead of it.",
  dates:
    "This interim final rule is effective March 9, 2026. Comments must be received on or before April 9, 2026. Compliance with § 744.99(c) is required beginning May 8, 2026. The temporary general license in § 744.99(f) expires June 8, 2026.",
  effectiveOn: "2026-03-09",
  commentsCloseOn: "2026-04-09",
  regulationsDocket: "BIS-2026-9001",
  significant: true,
  topics: ["Administrative practice and procedure", "Exports", "Reporting and recordkeeping requirements", "Terrorism"],
  publishedOn: "2026-03-10",
  filing: { at: easternTime("2026-03-09", "11:15"), kind: "special" },
  startPage: 90_101,
  pages: 11,
  text: {
    agencyLine,
    summary:
      "In this interim final rule, the Bureau of Industry and Security (BIS) imposes a license requirement on rack-scale computing systems above a stated performance and requires those who operate such systems for others to notify BIS. The rule is in force from its filing because advance notice would let shipments run ahead of it.",
    dates: [
      "This interim final rule is effective March 9, 2026.",
      "Comments must be received on or before April 9, 2026.",
      "Compliance with § 744.99(c) is required beginning May 8, 2026.",
      "The temporary general license in § 744.99(f) expires June 8, 2026.",
    ],
    addresses:
      "Comments on this rule may be submitted at _https://www.regulations.gov_ under docket BIS-2026-9001. Please refer to RIN 0694-ZZ01 in all comments.",
    contact: licensingContact,
    body: readBody(`
      # I. Background
      Advanced computing items are no longer sold one by one. They leave the factory as racks in which dozens of integrated circuits share memory and cooling, and the rack as a whole performs what no single part of it can.[^1] Controls that look at one integrated circuit at a time do not see the rack.
      ^1 A rack in this sense is a cabinet with its own power distribution, whether or not it is delivered in one piece.
      BIS has also learned of arrangements in which a rack stays where it may lawfully be, while a person elsewhere directs what it computes. In such an arrangement nothing crosses a border but instructions and [page]results, yet the effect on national security is that of an export.
      # II. What This Rule Does
      ## A. License Requirement for Rack-Scale Systems
      Under new § 744.99(b), a license is required to export, reexport, or transfer (in-country) a rack-scale computing system to or within any destination specified in Country Group D:5. License applications will be reviewed under a presumption of denial, except that applications for a data center validated end user will be reviewed case by case.
      ## B. Notification of Remote Operation
      Under new § 744.99(c), a person who operates a rack-scale computing system for the benefit of a party headquartered in Country Group D:5 must notify BIS no later than 72 hours before the operation begins. The notification must name the party, the model or workload, and the expected duration.
      ## C. Temporary General License
      So that supply chains can adjust, § 744.99(f) authorizes companies headquartered in the United States or in Country Group A:5 to continue to send items for assembly until June 8, 2026.
      # III. Savings Clause
      Shipments of items removed from eligibility for a License Exception as a result of this regulatory action that were en route aboard a carrier to a port of export, reexport, or transfer (in-country) on March 9, 2026, pursuant to actual orders, may proceed to that destination under the previous eligibility before April 6, 2026. Any such items not actually exported before midnight on April 6, 2026, require a license in accordance with this rule.
      # IV. Request for Comments
      BIS asks in particular whether the performance threshold of § 744.99(a) can be measured from outside the system, and what a notification under § 744.99(c) would cost.
      ${rulemakingRequirements("0694-ZZ01", 610)}
      =List of Subjects in 15 CFR Part 740| Administrative practice and procedure, Exports, Reporting and recordkeeping requirements.
      =List of Subjects in 15 CFR Part 744| Exports, Reporting and recordkeeping requirements, Terrorism.
      Accordingly, parts 740 and 744 of the Export Administration Regulations (15 CFR parts 730-774) are amended as follows:
      @part 15 740 LICENSE EXCEPTIONS
      @amend 1. The authority citation for part 740 continues to read as follows:
      @authority 50 U.S.C. 4801-4852; 50 U.S.C. 4601 _et seq.;_ 50 U.S.C. 1701 _et seq._
      @amend 2. Section 740.2 is amended by adding paragraph (a)(99) to read as follows:
      § 740.2 | Restrictions on all License Exceptions.
      (a) * * *
      (99) The item is a rack-scale computing system described in § 744.99(a) of the EAR and is destined to a destination specified in Country Group D:5, except under License Exception GOV.
      ***
      @part 15 744 CONTROL POLICY: END-USER AND END-USE BASED
      @amend 3. The authority citation for part 744 continues to read as follows:
      ${authority744}
      @amend 4. Section 744.99 is added to read as follows:
      § 744.99 | Restrictions on rack-scale computing systems and their remote operation.
      (a) _Definitions._ For the purposes of this section:
      (1) _Rack-scale computing system_ means a cabinet of one or more integrated circuits of ECCN 3A090 with an aggregate total processing performance of 160,000 or more.
      (2) _Operate_ means to direct, or to give another person the means to direct, what a system computes.
      (b) _License requirement._ A license is required to export, reexport, or transfer (in-country) a rack-scale computing system to or within a destination specified in Country Group D:5.
      (c) _Notification of remote operation._ (1) A person who operates a rack-scale computing system for the benefit of a party headquartered in a destination specified in Country Group D:5 shall notify BIS no later than 72 hours before the operation begins.
      (2) The notification must name the party, the model or workload, and the expected duration.
      (d) _License review policy._ Applications are reviewed under a presumption of denial, except that applications for a data center validated end user are reviewed case by case.
      (e) _Knowledge._ A person who has reason to know that a party acts for another must identify the other.
      (f) _Temporary general license._ Until June 8, 2026, companies headquartered in the United States or in a destination specified in Country Group A:5 may export items for assembly without a license under paragraph (b) of this section.`),
    signature: ["", "M. Specimen,", "Assistant Secretary for Export Administration."],
    billingCode: "3510-33-P",
  },
};

export const correction: RegisterDocument = {
  ...bureau,
  ...identifiers,
  number: "2026-90107",
  type: "Rule",
  title: `${title}; Correction`,
  action: "Interim final rule; correction.",
  abstract:
    "The Bureau of Industry and Security (BIS) corrects the interim final rule published on March 10, 2026. The rule gave two different periods for the notification of remote operation; the period is seven days.",
  correctionOf: "2026-90101",
  dates: "Effective March 12, 2026.",
  effectiveOn: "2026-03-12",
  publishedOn: "2026-03-12",
  filing: { at: easternTime("2026-03-11", "08:45"), kind: "regular" },
  startPage: 90_160,
  pages: 1,
  text: {
    agencyLine,
    summary:
      "The Bureau of Industry and Security (BIS) corrects the interim final rule published on March 10, 2026. The rule gave two different periods for the notification of remote operation; the period is seven days.",
    dates: ["Effective March 12, 2026."],
    contact: licensingContact,
    body: readBody(`
      # Background
      On March 10, 2026, BIS published an interim final rule (91 FR 90101). Its preamble and § 744.99(c) state that a notification is due 72 hours before an operation begins. BIS intended seven days.
      # Correction
      In FR Doc. 2026-90101, appearing on page 90101 in the _Federal Register_ of Tuesday, March 10, 2026, the following correction is made:
      @part 15 744 CONTROL POLICY: END-USER AND END-USE BASED
      @amend 1. On page 90110, in the second column, paragraph (c)(1) of § 744.99 is corrected to read as follows:
      § 744.99 | Restrictions on rack-scale computing systems and their remote operation. [Corrected]
      ***
      (c) _Notification of remote operation._ (1) A person who operates a rack-scale computing system for the benefit of a party headquartered in a destination specified in Country Group D:5 shall notify BIS no later than seven days before the operation begins.
      ***`),
    signature: ["", "M. Specimen,", "Assistant Secretary for Export Administration."],
    billingCode: "3510-33-P",
  },
};

export const stay: RegisterDocument = {
  ...bureau,
  ...identifiers,
  number: "2026-90108",
  type: "Rule",
  title: `One-Year Suspension of the Notification of Remote Operation of Rack-Scale Computing Systems`,
  action: "Interim final rule; stay.",
  abstract:
    "In this action, the Bureau of Industry and Security (BIS) stays the notification requirement of § 744.99(c), which the interim final rule of March 10, 2026, added, for one year. The license requirement of § 744.99(b) stays in force.",
  dates: "Effective March 13, 2026, § 744.99(c), added at 91 FR 90101, March 10, 2026, is stayed until March 12, 2027.",
  effectiveOn: "2026-03-13",
  publishedOn: "2026-03-13",
  filing: { at: easternTime("2026-03-12", "16:15"), kind: "special" },
  startPage: 90_171,
  pages: 2,
  text: {
    agencyLine,
    summary:
      "In this action, the Bureau of Industry and Security (BIS) stays the notification requirement of § 744.99(c), which the interim final rule of March 10, 2026, added, for one year. The license requirement of § 744.99(b) stays in force.",
    dates: [
      "Effective March 13, 2026, § 744.99(c), added at 91 FR 90101, March 10, 2026, is stayed until March 12, 2027.",
    ],
    contact: licensingContact,
    body: readBody(`
      # I. Background
      On March 10, 2026, BIS published an interim final rule (91 FR 90101) (RIN 0694-ZZ01), corrected on March 12, 2026 (91 FR 90160). Operators told BIS that they cannot know seven days ahead which party will use a system.
      # II. Stay
      BIS stays § 744.99(c) until March 12, 2027, and will use the time to consider the comments. During the stay no notification is required. Operations that began before March 13, 2026, need not be notified afterwards.
      # III. What Remains in Force
      The license requirement of § 744.99(b), the restriction of License Exceptions in § 740.2(a)(99), and the temporary general license of § 744.99(f) are not affected.
      ${rulemakingRequirements("0694-ZZ01", 0)}
      @part 15 744 CONTROL POLICY: END-USER AND END-USE BASED
      @amend 1. In § 744.99, paragraph (c) is stayed until March 12, 2027.`),
    signature: ["", "M. Specimen,", "Assistant Secretary for Export Administration."],
    billingCode: "3510-33-P",
  },
};
