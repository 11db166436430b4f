import type { RegisterDocument } from "../../federal-register/document.ts";
import { easternTime } from "../../federal-register/document.ts";
import { readBody } from "../../federal-register/full-text.ts";
import { agencyLine, bureau, licensingContact, rulemakingRequirements } from "./common.ts";

const title =
  "Customer Identification and Reporting by Providers of Remote Access to Advanced Computing Integrated Circuits";

const identifiers = {
  cfr: [
    { title: 15, part: "7" },
    { title: 15, part: "744" },
  ],
  docketIds: ["Docket No. 260304-9002"],
  rins: ["0694-ZZ02"],
} as const satisfies Partial<RegisterDocument>;

/** The proposal of the week: infrastructure as a service. Its comment deadline moves the day after it is printed. */
export const remoteAccessProposal: RegisterDocument = {
  ...bureau,
  ...identifiers,
  number: "2026-90103",
  type: "Proposed Rule",
  title,
  action: "Proposed rule; request for comments.",
  abstract:
    "The Bureau of Industry and Security (BIS) proposes that U.S. providers of infrastructure as a service identify foreign customers who obtain remote access to advanced computing integrated circuits, keep the records, and report the training of large models.",
  dates: "Comments must be received on or before May 11, 2026.",
  commentsCloseOn: "2026-05-11",
  regulationsDocket: "BIS-2026-9002",
  significant: true,
  topics: ["Cloud computing", "Exports", "Reporting and recordkeeping requirements"],
  publishedOn: "2026-03-11",
  filing: {
    at: easternTime("2026-03-10", "08:45"),
    kind: "regular",
    wording: [
      [
        "Comments must be received on or before May 11, 2026.",
        "Comments must be received on or before [INSERT DATE 60 DAYS AFTER DATE OF PUBLICATION IN THE FEDERAL REGISTER].",
      ],
    ],
  },
  startPage: 90_120,
  pages: 14,
  revisions: [{ at: easternTime("2026-03-12", "09:00"), change: { commentsCloseOn: "2026-06-10" } }],
  text: {
    agencyLine,
    summary:
      "The Bureau of Industry and Security (BIS) proposes that U.S. providers of infrastructure as a service identify foreign customers who obtain remote access to advanced computing integrated circuits, keep the records, and report the training of large models.",
    dates: ["Comments must be received on or before May 11, 2026."],
    addresses:
      "Comments may be submitted at _https://www.regulations.gov_ under docket BIS-2026-9002 or RIN 0694-ZZ02. Comments that contain confidential business information must be marked as such.",
    contact: licensingContact,
    body: readBody(`
      # I. Background
      Infrastructure as a service lets a customer rent an advanced computing integrated circuit by the hour without ever holding it. The Export Administration Regulations (EAR) control the export of the circuit; they say little of its rental.
      Executive Order 99014 of February 23, 2026, directs the Secretary of Commerce to consider whether remote access should be subject to the same controls as export. This proposed rule is a first step: it asks providers to know whom they serve.
      # II. Proposed Changes
      ## A. Who Is Covered
      The proposed rule would cover a U.S. provider that offers remote access to integrated circuits of ECCN 3A090 with an aggregate total processing performance above 40,000. Resellers would be covered as if they were providers.[^1]
      ^1 A reseller that only passes on bills, and cannot give access, would not be covered.
      ## B. Customer Identification
      A provider would have to collect the name, address, ownership, and means of payment of each foreign customer before access begins, verify them within 10 business days, and renew them every 12 months. A provider would be [page]free to choose the means of verification.
      ## C. Reports on the Training of Large Models
      A provider would have to report within 15 days when it knows or has reason to know that a foreign customer trains a model with more than 10 to the 26th operations.
      ## D. Records
      Records would have to be kept for two years after the customer's last access.
      # III. Costs
      BIS estimates the first-year cost as follows.
      @table Estimated First-Year Cost
      |Size of provider|Providers|Cost per provider|Total|
      |Large|12|$410,000|$4,920,000|
      |Medium|140|$58,000|$8,120,000|
      |Small|620|$9,500|$5,890,000|
      # IV. Questions for Comment
      1. Is a threshold by aggregate performance workable for a provider that shares circuits among customers?
      2. Which customers present so little risk that they should be exempt?
      3. Should a provider be able to rely on the verification made by another?
      4. How long do providers need before they can comply?
      ${rulemakingRequirements("0694-ZZ02", 18_400)}
      =List of Subjects in 15 CFR Part 7| Administrative practice and procedure, Communications, Computer technology, Foreign persons, Investigations, National security.
      For the reasons set forth in the preamble, BIS proposes to amend 15 CFR part 7 as follows:
      @part 15 7 SECURING THE INFORMATION AND COMMUNICATIONS TECHNOLOGY AND SERVICES SUPPLY CHAIN
      @amend 1. The authority citation for part 7 continues to read as follows:
      @authority 50 U.S.C. 1601 _et seq.;_ 50 U.S.C. 1701 _et seq._
      @amend 2. Add subpart Z, consisting of §§ 7.900 through 7.903, to read as follows:
      § 7.900 | Definitions.
      _Provider_ means a U.S. person that offers remote access to an advanced computing integrated circuit as a service, and includes a reseller.
      _Remote access_ means the ability to direct what an integrated circuit computes without holding it.
      § 7.901 | Customer identification.
      (a) Before a foreign customer obtains remote access, a provider shall collect:
      (1) The name and address of the customer;
      (2) The owners of 25 percent or more of the customer; and
      (3) The means of payment.
      (b) A provider shall verify the information within 10 business days and renew it every 12 months.
      (c) A provider must not continue access if it cannot verify the information.
      § 7.902 | Reports on the training of large models.
      (a) A provider shall report to BIS within 15 days when it knows or has reason to know that a foreign customer trains a model with more than 10 to the 26th operations.
      (b) The report must name the customer, the place of the circuits, and the dates of the training.
      § 7.903 | Records.
      A provider shall keep the records required by this subpart for two years after the customer's last access.`),
    signature: ["", "M. Specimen,", "Assistant Secretary for Export Administration."],
    billingCode: "3510-33-P",
  },
};

export const extension: RegisterDocument = {
  ...bureau,
  ...identifiers,
  number: "2026-90106",
  type: "Proposed Rule",
  title: `${title}; Extension of Comment Period`,
  action: "Proposed rule; extension of comment period.",
  abstract:
    "The Bureau of Industry and Security (BIS) extends the comment period of the proposed rule published on March 11, 2026, because its cost study was posted to the docket late.",
  dates:
    "The comment period for the proposed rule published at 91 FR 90120 on March 11, 2026, is extended from May 11, 2026, to June 10, 2026.",
  commentsCloseOn: "2026-06-10",
  regulationsDocket: "BIS-2026-9002",
  publishedOn: "2026-03-12",
  filing: { at: easternTime("2026-03-11", "16:15"), kind: "special" },
  startPage: 90_158,
  pages: 1,
  text: {
    agencyLine,
    summary:
      "The Bureau of Industry and Security (BIS) extends the comment period of the proposed rule published on March 11, 2026, because its cost study was posted to the docket late.",
    dates: [
      "The comment period for the proposed rule published at 91 FR 90120 on March 11, 2026, is extended from May 11, 2026, to June 10, 2026.",
    ],
    contact: licensingContact,
    body: readBody(`
      On March 11, 2026, BIS published a proposed rule on customer identification and reporting by providers of remote access to advanced computing integrated circuits (91 FR 90120). The cost study on which section III of the preamble relies will be in the docket only from April 10, 2026.
      So that the public has sixty days with the study, BIS extends the comment period to June 10, 2026. Comments already submitted need not be submitted again. The proposed rule is otherwise unchanged.`),
    signature: ["", "M. Specimen,", "Assistant Secretary for Export Administration."],
    billingCode: "3510-33-P",
  },
};
