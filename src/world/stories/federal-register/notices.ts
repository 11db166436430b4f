import type { Filing, RegisterDocument } from "../../federal-register/document.ts";
import { readBody } from "../../federal-register/full-text.ts";
import { agencyLine, bureau } from "./common.ts";

/** What varies from one routine notice to the next. */
export interface Routine {
  readonly number: string;
  readonly publishedOn: string;
  readonly startPage: number;
  readonly filing?: Filing;
}

export function denialOrder(
  routine: Routine,
  order: {
    readonly name: string;
    readonly place: string;
    readonly goods: string;
    readonly until: string;
    readonly years: string;
  },
): RegisterDocument {
  const { name, place, goods, until, years } = order;
  return {
    ...bureau,
    ...routine,
    type: "Notice",
    title: `In the Matter of: ${name}, ${place}; Order Denying Export Privileges`,
    pages: 2,
    text: {
      billingCode: "3510-DT-P",
      body: readBody(`
        - In the Matter of: ${name}, ${place}
        In a United States district court, ${name} was convicted of conspiring to export ${goods} without the license that the Export Administration Regulations[^1] require.
        ^1 The Regulations are codified in the Code of Federal Regulations at 15 CFR parts 730-774.
        Under section 1760(e) of the Export Control Reform Act (50 U.S.C. 4819(e)), the export privileges of a person convicted of certain offenses may be denied for up to ten years from the date of conviction. The Office of Export Enforcement gave ${name} notice and an opportunity to make a written submission under § 766.25 of the Regulations. It received none.
        After reviewing the record, and after consulting the Office of Exporter Services, I have decided to deny the export privileges of ${name} for ${years} years from the date of conviction, and to revoke any license in which ${name} had an interest at that time.
        _Accordingly, it is hereby ordered:_
        _First,_ from the date of this Order until ${until}, ${name}, and anyone acting for or on behalf of that person (the “Denied Person”), may not directly or indirectly participate in any transaction involving any commodity, software or technology that is subject to the Regulations, including:
        A. Applying for, obtaining, or using any license, license exception, or export control document;
        B. Negotiating, ordering, buying, receiving, using, selling, storing, forwarding, transporting, financing, or servicing any item exported or to be exported from the United States; or
        C. Benefitting in any way from any such transaction.
        _Second,_ no person may, directly or indirectly, export, reexport, or transfer (in-country) to or on behalf of the Denied Person any item subject to the Regulations, or help the Denied Person to acquire one.
        _Third,_ after notice and opportunity for comment, any person related to the Denied Person by ownership, control, or position of responsibility may also be made subject to this Order.
        _Fourth,_ this Order is effective immediately and shall remain in effect until ${until}.`),
      signature: ["", "R. Sample,", "Acting Director, Office of Export Enforcement."],
    },
  };
}

export function committeeMeeting(
  routine: Routine,
  meeting: { readonly committee: string; readonly on: string; readonly room: string },
): RegisterDocument {
  const { committee, on, room } = meeting;
  const dates = `The meeting will be held on ${on}, from 9 a.m. to 3:30 p.m., Eastern Time.`;
  return {
    ...bureau,
    ...routine,
    type: "Notice",
    title: `${committee} Technical Advisory Committee; Notice of Partially Closed Meeting`,
    action: "Notice of partially closed meeting.",
    abstract: `The ${committee} Technical Advisory Committee will meet to advise the Department on technical questions that affect the level of export controls.`,
    dates,
    pages: 1,
    text: {
      agencyLine,
      summary: `The ${committee} Technical Advisory Committee will meet to advise the Department on technical questions that affect the level of export controls.`,
      dates: [dates],
      addresses: `The meeting will be held in Room ${room} of the Herbert C. Hoover Building, Washington, DC. The public session will be accessible by teleconference.`,
      contact: "Committee Liaison Officer, Bureau of Industry and Security, Phone: (202) 555-0120.",
      body: readBody(`
        The Committee will meet on ${on}. The session is partly closed, as announced below.
        # Agenda
        ## Public Session
        1. Welcome and introductions.
        2. Reports of the working groups.
        3. Industry presentations.
        ## Closed Session
        4. Discussion of matters determined to be exempt from the open meeting and public participation requirements of the Federal Advisory Committee Act.
        # Attendance
        A limited number of seats is available to the public. Reservations are not accepted. Written statements may be submitted at any time before or after the meeting.`),
      signature: ["", "K. Placeholder,", "Committee Liaison Officer."],
      billingCode: "3510-JT-P",
    },
  };
}

export function informationCollection(
  routine: Routine,
  collection: { readonly subject: string; readonly control: string; readonly by: string; readonly closesOn: string },
): RegisterDocument {
  const { subject, control, by, closesOn } = collection;
  const dates = `To ensure consideration, comments regarding this information collection must be received on or before ${by}.`;
  return {
    ...bureau,
    ...routine,
    type: "Notice",
    title: `Agency Information Collection Activities; Submission to the Office of Management and Budget for Review and Approval; Comment Request; ${subject}`,
    action: "Notice of information collection, request for comment.",
    abstract: `The Department invites the public to comment on the information collection ${subject}, as the Paperwork Reduction Act of 1995 requires.`,
    dates,
    commentsCloseOn: closesOn,
    pages: 2,
    text: {
      agencyLine,
      summary: `The Department invites the public to comment on the information collection ${subject}, as the Paperwork Reduction Act of 1995 requires.`,
      dates: [dates],
      contact: "Records Management Office, Bureau of Industry and Security, Phone: (202) 555-0133.",
      body: readBody(`
        # I. Abstract
        The information collected lets BIS verify the end use of controlled items. Respondents keep it for five years.
        # II. Method of Collection
        Electronic.
        # III. Data
        OMB Control Number: ${control}.
        Type of Review: Regular submission. Extension of a current collection.
        Estimated Number of Respondents: 1,480.
        Estimated Time per Response: 25 minutes.
        # IV. Request for Comments
        Comments are invited on whether the collection is necessary, on the accuracy of the estimated burden, and on ways to make it smaller.`),
      billingCode: "3510-33-P",
    },
  };
}

export function tariffInclusions(
  routine: Routine,
  notice: { readonly metal: string; readonly by: string; readonly closesOn: string },
): RegisterDocument {
  const { metal, by, closesOn } = notice;
  return {
    ...bureau,
    ...routine,
    type: "Notice",
    title: `Opening of the Section 232 Inclusions Window for ${metal} Articles`,
    action: "Notice of request for public comments.",
    abstract: `This notice opens the window in which producers may ask that ${metal.toLowerCase()} articles be included in the scope of the Section 232 duties.`,
    dates: `Comments must be received by ${by}.`,
    commentsCloseOn: closesOn,
    pages: 1,
    text: {
      agencyLine,
      summary: `This notice opens the window in which producers may ask that ${metal.toLowerCase()} articles be included in the scope of the Section 232 duties.`,
      dates: [`Comments must be received by ${by}.`],
      body: readBody(`
        # Background
        Producers and trade associations may submit inclusion requests three times a year. Requests that meet the requirements are posted for comment.
        # Requests
        A request must identify the article, its classification in the tariff schedule, and the reasons for which its importation threatens to impair national security.`),
      billingCode: "3510-33-P",
    },
  };
}
