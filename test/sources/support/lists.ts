/** A source that reads lists, and what a publisher serves that is well: one document. */
export interface ListSource {
  readonly id: string;
  readonly params: (origin: string) => object;
  readonly well: (path: string) => string;
  /** Whether no answer may be larger than the door allows by itself. */
  readonly isBounded: boolean;
}

const section = `<?xml version="1.0"?><DIV5 N="744" TYPE="PART"><HEAD>PART 744</HEAD><DIV8 N="744.1" TYPE="SECTION"><HEAD>&#xA7; 744.1 One.</HEAD><P>(a) Text.</P></DIV8></DIV5>`;
const row = {
  date: "2031-01-02",
  amendment_date: "2031-01-02",
  issue_date: "2031-01-02",
  identifier: "744.1",
  part: "744",
  type: "section",
  removed: false,
  substantive: true,
};
const document = { id: "BIS-1", attributes: { title: "One", docketId: "BIS-2031-1", documentType: "Notice" } };

export const lists: readonly ListSource[] = [
  {
    id: "ecfr",
    params: (origin) => ({ baseUrl: origin, title: 15, parts: [744] }),
    well: (path) => {
      if (path.includes("titles.json"))
        return JSON.stringify({ titles: [{ number: 15, up_to_date_as_of: "2031-03-03" }], meta: {} });
      return path.includes("/versions/") ? JSON.stringify({ content_versions: [row] }) : section;
    },
    isBounded: true,
  },
  {
    id: "oira",
    params: (origin) => ({ baseUrl: origin, agencies: ["0694"] }),
    well: () => "<OIRA_DATA><REGACT><RIN>0694-ZZ01</RIN><TITLE>One</TITLE></REGACT></OIRA_DATA>",
    isBounded: true,
  },
  {
    id: "regulations-gov",
    params: (origin) => ({ baseUrl: origin, dockets: ["BIS-2031-1"] }),
    well: () => JSON.stringify({ data: [document], meta: { hasNextPage: false } }),
    isBounded: true,
  },
  {
    id: "table",
    params: (origin) => ({ url: `${origin}/list.json`, format: "json", key: ["name"] }),
    well: () => JSON.stringify([{ name: "One" }, { name: "Two" }]),
    isBounded: false,
  },
];
