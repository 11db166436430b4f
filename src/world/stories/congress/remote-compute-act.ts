import { easternTime } from "../../federal-register/document.ts";
import type { StoryBill } from "../../congress/bill.ts";
import { congress, introducedInHouse, introducedInSenate, passedHouse } from "./common.ts";

const title = "Remote Compute Accountability Act";
const officialTitle =
  "To provide for the control of remote access to rack-scale computing systems under the Export Control Reform Act of 2018.";

const introduced = `
  1. Short title| This Act may be cited as the Remote Compute Accountability Act.
  2. Control of remote access
  (a) Definition| Section 1742 of the Export Control Reform Act of 2018 (50 U.S.C. 4801) is amended by adding at the end the following:
  " (15) The term remote access means access by a foreign person to a rack-scale computing system through a network connection from a place other than the place where the system stands.
  (b) Licenses| The Secretary may require a license for remote access.
  3. Report| Not later than 180 days after the date of the enactment of this Act, the Secretary shall submit to Congress a report on remote access.`;

const substitute = `
  1. Short title| This Act may be cited as the Remote Compute Accountability Act.
  2. Licenses for remote access
  (a) Requirement| No provider of a cloud computing service may give a foreign person located in a country of concern remote access to a covered accelerator without a license.
  (b) Exception| Subsection (a) does not apply to access to fewer than 1,024 covered accelerators by any one customer in a calendar quarter.
  (c) Records| A provider shall keep records of the identity of each customer for 5 years.
  3. Definitions| In this Act:
  (1) Covered accelerator| The term covered accelerator means an integrated circuit classified under ECCN 3A090.
  (2) Country of concern| The term country of concern means Freedonia and Sylvania.
  4. Report| Not later than 90 days after the date of the enactment of this Act, the Secretary shall submit to Congress a report on remote access.`;

const engrossed = substitute
  .replace("fewer than 1,024", "fewer than 256")
  .replace("for 5 years", "for 7 years, and shall give them to the Secretary on request");

/** Reported with a substitute on Tuesday, passed on Wednesday evening, printed on Thursday, referred to the Senate on Friday. */
export const remoteComputeAct: StoryBill = {
  congress,
  type: "hr",
  number: 99041,
  sponsor: { bioguideId: "X000041", fullName: "Rep. Placeholder, Pat [I-ZZ-1]" },
  happenings: [
    {
      at: easternTime("2026-01-16", "08:10"),
      title,
      officialTitle,
      policyArea: "Foreign Trade and International Finance",
      cosponsors: 12,
      actions: introducedInHouse("2026-01-15", "Foreign Affairs"),
      print: { code: "ih", name: "Introduced in House", date: "2026-01-15", lines: introduced },
      committee: {
        name: "Foreign Affairs Committee",
        chamber: "House",
        systemCode: "hsfa00",
        activities: [{ name: "Referred To", date: "2026-01-15T15:00:00Z" }],
      },
    },
    {
      at: easternTime("2026-03-09", "15:20"),
      cosponsors: 27,
      actions: [
        {
          actionDate: "2026-03-09",
          text: "Ordered to be Reported in the Nature of a Substitute (Amended) by the Yeas and Nays: 38 - 2.",
          type: "Committee",
          actionCode: "H19000",
          sourceSystem: { code: 1, name: "House committee actions" },
        },
      ],
    },
    {
      at: easternTime("2026-03-10", "10:20"),
      actions: [
        {
          actionDate: "2026-03-10",
          text: "Reported (Amended) by the Committee on Foreign Affairs. H. Rept. 119-990.",
          type: "Committee",
          actionCode: "H12200",
          sourceSystem: { code: 2, name: "House floor actions" },
        },
        {
          actionDate: "2026-03-10",
          text: "Placed on the Union Calendar, Calendar No. 991.",
          type: "Calendars",
          actionCode: "H12410",
          sourceSystem: { code: 2, name: "House floor actions" },
        },
      ],
      print: { code: "rh", name: "Reported in House", date: "2026-03-10", lines: substitute, struck: introduced },
    },
    {
      at: easternTime("2026-03-11", "18:45"),
      actions: passedHouse("2026-03-11", { yeas: 352, nays: 41, roll: 991, time: "18:21:09" }),
    },
    {
      at: easternTime("2026-03-12", "08:05"),
      print: {
        code: "eh",
        name: "Engrossed in House",
        date: null,
        lines: engrossed,
        filesAt: easternTime("2026-03-12", "10:50"),
      },
    },
    {
      at: easternTime("2026-03-13", "09:10"),
      actions: [
        {
          actionDate: "2026-03-12",
          text: "Received in the Senate and Read twice and referred to the Committee on Banking, Housing, and Urban Affairs.",
          type: "IntroReferral",
          sourceSystem: { code: 0, name: "Senate" },
        },
      ],
      print: { code: "rfs", name: "Referred in Senate", date: "2026-03-12", lines: engrossed },
    },
  ],
};

/** Its companion, of the same text as the House's bill was introduced with. */
export const senateCompanion: StoryBill = {
  congress,
  type: "s",
  number: 99012,
  sponsor: { bioguideId: "X000012", fullName: "Sen. Sample, Sam [I-ZZ]" },
  happenings: [
    {
      at: easternTime("2026-02-05", "08:10"),
      title,
      officialTitle,
      cosponsors: 3,
      actions: introducedInSenate("2026-02-04", "Banking, Housing, and Urban Affairs"),
      print: { code: "is", name: "Introduced in Senate", date: "2026-02-04", lines: introduced },
      related: { type: "hr", number: 99041, title, how: "Identical bill" },
    },
  ],
};

/** A bill on many things, one clause of which is about accelerators. */
export const readinessAct: StoryBill = {
  congress,
  type: "hr",
  number: 99100,
  sponsor: { bioguideId: "X000077", fullName: "Rep. Specimen, Max [I-ZZ-2]" },
  happenings: [
    {
      at: easternTime("2026-03-10", "13:15"),
      title: "Coastal Readiness Authorization Act",
      officialTitle: "To authorize appropriations for coastal readiness, and for other purposes.",
      actions: introducedInHouse("2026-03-09", "Armed Services"),
      print: {
        code: "ih",
        name: "Introduced in House",
        date: "2026-03-09",
        lines: `
          1. Short title| This Act may be cited as the Coastal Readiness Authorization Act.
          2. Lighthouses| The Secretary shall keep lighthouses in repair.
          3. Procurement| No funds may be used to buy buoys of foreign make.
          4. Priority for American buyers
          (a) In general| A person that applies for an export license for an advanced integrated circuit shall certify that no order of a buyer in the United States is delayed by the export.
          (b) Penalty| Whoever certifies falsely shall be fined not more than $500,000.`,
      },
    },
  ],
};
