import type { DocketStory } from "../dockets.ts";
import type { EcfrStory, StoryText } from "../ecfr.ts";
import { easternTime } from "../federal-register/document.ts";
import type { OiraStory } from "../oira.ts";

const header = ["Country", "Entity", "License requirement", "License review policy", "Federal Register citation"];
const all = "For all items subject to the EAR. (See § 744.11 of the EAR)";
const denial = "Presumption of denial";

function entityList(...rows: readonly (readonly string[])[]): StoryText {
  return {
    paragraphs: [
      "This supplement lists certain entities subject to license requirements for specified items under this part 744.",
    ],
    table: [header, ...rows],
  };
}

const signalWorks = [
  "FREEDONIA",
  "Freedonia Signal Works, a.k.a., the following one alias: —FSW. 4 Harbor Way, Port Duck, Freedonia.",
  all,
  denial,
  "91 FR 90031, 2/19/26.",
];
const crystal = [
  "FREEDONIA",
  "Sylvania Crystal Growth Institute. 17 Marx Square, Port Duck, Freedonia.",
  all,
  denial,
  "91 FR 90031, 2/19/26.",
];
const added = "91 FR 90140, 3/11/26.";

/** Part 744 as it is in force: the Entity List gains five rows on Thursday at 10:00, after an import of two hours. */
export const rulesInForce: EcfrStory = {
  parts: [
    {
      title: 15,
      part: "744",
      heading: "Control policy: End-user and end-use based",
      divisions: [
        {
          type: "section",
          identifier: "744.11",
          heading: "License requirements that apply to entities acting contrary to the national security.",
          versions: [
            {
              at: easternTime("2026-02-20", "10:00"),
              amended: "2026-02-19",
              citation: "91 FR 90031, Feb. 19, 2026",
              text: {
                paragraphs: [
                  "A license is required for exports to the entities in supplement no. 4 to this part, as stated in their entries.",
                ],
              },
            },
          ],
        },
        {
          type: "appendix",
          identifier: "Supplement No. 4 to Part 744",
          heading: "Entity List",
          versions: [
            {
              at: easternTime("2026-02-20", "10:00"),
              amended: "2026-02-19",
              citation: "91 FR 90031, Feb. 19, 2026",
              text: entityList(signalWorks, crystal),
            },
            {
              at: easternTime("2026-03-12", "10:00"),
              amended: "2026-03-11",
              citation: "91 FR 90140, Mar. 11, 2026",
              text: entityList(
                [
                  "FREEDONIA",
                  "Duck Soup Computing, Ltd., a.k.a., the following two aliases: —DSC; and —Duck Soup Racks. 9 Mirror Lane, Port Duck, Freedonia.",
                  all,
                  denial,
                  added,
                ],
                ["FREEDONIA", "Firefly Cloud Services. 22 Rufus Street, Port Duck, Freedonia.", all, denial, added],
                signalWorks,
                [
                  "FREEDONIA",
                  "Rufus Rack Assembly Co., Free Trade Zone, Building 3, Port Duck, Freedonia.",
                  all,
                  denial,
                  added,
                ],
                crystal,
                [
                  "SYLVANIA",
                  "Duck Soup Computing, Ltd. (See alternate address under Freedonia.) 1 Embassy Row, Trentino City, Sylvania.",
                  all,
                  denial,
                  added,
                ],
                [
                  "SYLVANIA",
                  "Trentino Institute of Machine Intelligence. 5 Academy Hill, Trentino City, Sylvania.",
                  all,
                  "Case-by-case review for items for civil medical research; presumption of denial for all other items",
                  added,
                ],
              ),
            },
          ],
        },
      ],
    },
  ],
  imports: [{ from: easternTime("2026-03-12", "08:00"), until: easternTime("2026-03-12", "10:00") }],
};

/** The docket of the proposal on remote access: comments are taken from Wednesday on, and on Thursday for thirty days more. */
export const dockets: DocketStory = {
  documents: [
    {
      id: "BIS-2026-9002-0001",
      docket: "BIS-2026-9002",
      agency: "BIS",
      type: "Other",
      title: "Questionnaire on Remote Access to Integrated Circuits",
      states: [{ at: easternTime("2026-02-27", "10:00") }],
    },
    {
      id: "BIS-2026-9002-0002",
      docket: "BIS-2026-9002",
      agency: "BIS",
      type: "Proposed Rule",
      title:
        "Customer Identification and Reporting by Providers of Remote Access to Advanced Computing Integrated Circuits",
      frDocNum: "2026-90103",
      states: [
        {
          at: easternTime("2026-03-11", "09:00"),
          commentsFrom: "2026-03-11",
          commentsUntil: "2026-05-11",
          comments: 3,
        },
        { at: easternTime("2026-03-12", "10:30"), commentsUntil: "2026-06-10", comments: 140 },
      ],
    },
  ],
};

/** A final rule under review. */
export const oira: OiraStory = {
  reviews: [
    {
      rin: "0694-ZZ09",
      title: "Remote Access to Advanced Computing Integrated Circuits by Listed Entities",
      stage: "Final Rule",
      received: easternTime("2026-03-10", "09:00"),
      concluded: easternTime("2026-03-13", "09:00"),
      decision: "Consistent with Change",
    },
  ],
};
