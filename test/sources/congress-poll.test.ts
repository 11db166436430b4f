import { describe, expect, it } from "vitest";
import { StatusError, UnreachableError, WrongBodyError } from "../../src/model/errors.ts";
import { congress } from "../../src/sources/congress.ts";
import type { StoryBill } from "../../src/world/congress/bill.ts";
import { remoteComputeAct, senateCompanion } from "../../src/world/stories/congress/remote-compute-act.ts";
import { capitol, pollCapitol } from "./support/capitol.ts";
import { memory } from "./support/poll.ts";

const afterAll = "2026-03-13T20:00:00Z";
const api = "(metadata, text, actions, titles, summaries, committees, related-bills, text-versions)";
const past = api.replace("text,", "past-text,");

describe("congress: polls of named bills", () => {
  it("captures every print in order at the first poll, and nothing where nothing moved", async () => {
    const own = capitol(remoteComputeAct);
    const kept = memory();
    expect((await pollCapitol(own, kept, afterAll)).said).toEqual([
      `captured hr99041-119 ${past}`,
      `captured hr99041-119 ${past}`,
      `captured hr99041-119 ${past}`,
      `captured hr99041-119 ${api}`,
    ]);
    own.requests.length = 0;
    expect(await pollCapitol(own, kept, "2026-03-13T20:30:00Z")).toMatchObject({
      said: ["unchanged hr99041-119 (facts)"],
      warnings: [],
    });
    expect(own.requests.map(({ pathname }) => pathname)).toEqual(["/v3/bill/119/hr/99041"]);
  });

  it("sends the key as a header, asks for JSON every time, and texts of the printer without the key", async () => {
    const own = capitol(remoteComputeAct);
    await pollCapitol(own, memory(), afterAll);
    for (const [index, { pathname, search, searchParams }] of own.requests.entries()) {
      const isApi = pathname.startsWith("/v3/");
      expect([pathname, own.keysSeen[index], searchParams.get("format")]).toEqual([
        pathname,
        isApi ? "a-key" : "",
        isApi ? "json" : null,
      ]);
      expect(search).not.toContain("a-key");
    }
  });

  it("reads status files where there is no key, and does not read them twice", async () => {
    const own = capitol(remoteComputeAct);
    const kept = memory();
    expect((await pollCapitol(own, kept, afterAll, {}, null)).said.at(-1)).toBe(
      "captured hr99041-119 (metadata, text)",
    );
    own.requests.length = 0;
    expect((await pollCapitol(own, kept, "2026-03-13T20:30:00Z", {}, null)).said).toEqual([
      "unchanged hr99041-119 (facts)",
    ]);
    expect(own.requests).toHaveLength(1);
  });

  it.each([
    ["api.congress.gov", "a-key", api],
    ["govinfo", null, "(metadata, text)"],
  ])(
    "reads a print again once a day through %s, and captures one that was issued anew under its name",
    async (_how, key, parts) => {
      const own = capitol(remoteComputeAct);
      const kept = memory();
      await pollCapitol(own, kept, "2026-02-09T12:00:00Z", {}, key);
      const print = "/content/pkg/BILLS-119hr99041ih";
      const reads = () => own.requests.filter(({ pathname }) => pathname.startsWith(print)).length;
      own.requests.length = 0;
      expect((await pollCapitol(own, kept, "2026-02-09T12:30:00Z", {}, key)).said).toEqual([
        "unchanged hr99041-119 (facts)",
      ]);
      expect(reads()).toBe(0);
      expect((await pollCapitol(own, kept, "2026-02-10T00:30:00Z", {}, key)).said).toEqual([
        "unchanged hr99041-119 (all)",
      ]);
      expect((await pollCapitol(own, kept, "2026-02-10T01:00:00Z", {}, key)).said).toEqual([
        "unchanged hr99041-119 (facts)",
      ]);
      expect(reads()).toBe(1);
      own.instead.set(
        print,
        "<bill><legis-body><section><enum>1.</enum><text>Other words.</text></section></legis-body></bill>",
      );
      kept.known.forEach(({ state }) => ((state as { print: { readOn: string } }).print.readOn = "2026-02-09"));
      expect((await pollCapitol(own, kept, "2026-02-10T02:00:00Z", {}, key)).said).toEqual([
        `captured hr99041-119 ${parts}`,
      ]);
      expect((await pollCapitol(own, kept, "2026-02-10T03:00:00Z", {}, key)).said).toEqual([
        "unchanged hr99041-119 (facts)",
      ]);
    },
  );

  it("waits for a print that is announced before its files are there, and tries again at every poll", async () => {
    const own = capitol(remoteComputeAct);
    const kept = memory();
    await pollCapitol(own, kept, "2026-03-12T11:00:00Z");
    expect((await pollCapitol(own, kept, "2026-03-12T13:00:00Z")).said).toEqual(["unchanged hr99041-119 (facts)"]);
    expect((await pollCapitol(own, kept, "2026-03-12T15:00:00Z")).said).toEqual([`captured hr99041-119 ${api}`]);
  });

  it("tells what happened beside the print that is known while the new one cannot be had, and gets that later", async () => {
    const own = capitol(remoteComputeAct);
    const kept = memory();
    await pollCapitol(own, kept, "2026-03-09T12:00:00Z");
    own.instead.set("/content/pkg/BILLS-119hr99041rh", 500);
    const poll = await pollCapitol(own, kept, "2026-03-10T16:00:00Z");
    expect(poll.said).toEqual([`captured hr99041-119 ${api}`]);
    expect(poll.warnings.join(" ")).toContain("“Reported in House” cannot be had yet");
    expect(own.requests.at(-1)?.pathname).toContain("99041ih");
    expect((await pollCapitol(own, kept, "2026-03-10T16:15:00Z")).said).toEqual(["unchanged hr99041-119 (facts)"]);
    own.instead.clear();
    expect((await pollCapitol(own, kept, "2026-03-10T16:30:00Z")).said).toEqual([`captured hr99041-119 ${api}`]);
    expect(own.requests.at(-1)?.pathname).toContain("99041rh");
  });

  it("tells what happened alone where no print can be had at all", async () => {
    const own = capitol(remoteComputeAct);
    const kept = memory();
    await pollCapitol(own, kept, "2026-03-09T12:00:00Z");
    own.instead.set("/content", 500);
    expect((await pollCapitol(own, kept, "2026-03-10T16:00:00Z")).said).toEqual([
      `captured hr99041-119 ${api.replace("text, ", "")}`,
    ]);
  });

  it("reads on behind a bill that the publisher answers with 500, wrong bodies or nonsense, and asks for it again", async () => {
    const bills = { bills: ["hr99041", "s99012"] };
    for (const answer of [500, "<html><body>Maintenance</body></html>", '{"bill":', '{"bill":{}}', "<api-root/>"]) {
      const own = capitol(remoteComputeAct, senateCompanion);
      const kept = memory();
      own.instead.set("/v3/bill/119/hr/99041", answer);
      const poll = await pollCapitol(own, kept, "2026-03-01T12:00:00Z", bills);
      expect(poll.said).toEqual([`captured s99012-119 ${api}`]);
      expect(poll.warnings.join(" ")).toContain("hr99041-119");
      own.instead.clear();
      expect((await pollCapitol(own, kept, "2026-03-01T13:00:00Z", bills)).said).toEqual([
        `captured hr99041-119 ${api}`,
        "unchanged s99012-119 (facts)",
      ]);
    }
  });

  it.each([
    ["the network is down", new UnreachableError("no network"), UnreachableError],
    ["it is told to slow down", new StatusError("slow down", 429, 3600), StatusError],
    ["the key is refused", 403, StatusError],
    ["all it gets is block pages", "<html><title>Just a moment...</title></html>", WrongBodyError],
    ["everything is an error", 500, StatusError],
  ])("fails as a whole when %s", async (_what, answer, error) => {
    const own = capitol(remoteComputeAct);
    own.instead.set("/", answer);
    await expect(pollCapitol(own, memory(), afterAll)).rejects.toThrow(error);
  });

  it("says that a number is not known, and goes on", async () => {
    const poll = await pollCapitol(capitol(remoteComputeAct), memory(), "2026-03-01T12:00:00Z", {
      bills: ["hr1", "hr99041"],
    });
    expect(poll.said).toEqual([`captured hr99041-119 ${api}`]);
    expect(poll.warnings).toEqual(["hr1-119 is not known to the publisher (404); check the number."]);
  });

  it("reads the next page of long lists, and stops where they point back", async () => {
    const own = capitol(remoteComputeAct);
    own.instead.set(
      "/v3/bill/119/hr/99041/titles",
      '{"titles":[{"title":"Named"}],"pagination":{"next":"https://api.congress.gov/v3/bill/119/hr/99041/titles?limit=250"}}',
    );
    const poll = await pollCapitol(own, memory(), "2026-03-01T12:00:00Z");
    expect(poll.said).toHaveLength(1);
    expect(poll.warnings.join(" ")).toContain("pointed back to a page already read");
  });
});

describe("congress: bills that are found", () => {
  const found = { bills: [], term: '"remote compute" act' };
  const strangers = Array.from({ length: 300 }, (_, index): StoryBill => ({
    ...senateCompanion,
    number: 90_000 + index,
    happenings: [{ at: "2026-02-20T12:00:00Z", title: `Lighthouse Act ${index}`, officialTitle: "On lighthouses." }],
  }));

  it("finds by title among all bills of the Congress, page after page, and looks into what moved lately", async () => {
    const own = capitol(...strangers, senateCompanion, remoteComputeAct);
    const kept = memory();
    const poll = await pollCapitol(own, kept, "2026-03-01T12:00:00Z", { ...found, searchIn: ["titles"] });
    expect(poll).toMatchObject({ said: [`captured hr99041-119 ${api}`, `captured s99012-119 ${api}`], warnings: [] });
    expect(own.requests.filter(({ pathname }) => pathname === "/v3/bill/119")).toHaveLength(2);
    expect((await pollCapitol(own, kept, "2026-03-01T13:00:00Z", { ...found, searchIn: ["titles"] })).said).toEqual([
      "unchanged hr99041-119 (facts)",
      "unchanged s99012-119 (facts)",
    ]);
  });

  it("looks into so many bills at a poll, comes back soon for the rest, and looks into none twice", async () => {
    const own = capitol();
    const kept = memory();
    const params = { ...found, looksPerPoll: 20 };
    await pollCapitol(own, kept, "2026-02-19T12:00:00Z", params);
    own.add(...strangers.slice(0, 60));
    const looks = () => own.requests.filter(({ pathname }) => pathname.includes("BILLSTATUS")).length;
    const again: (number | null)[] = [];
    for (const time of ["13:00", "13:05", "13:10", "13:15"]) {
      again.push((await pollCapitol(own, kept, `2026-02-21T${time}:00Z`, params)).againInMinutes);
    }
    expect(again).toEqual([5, 5, null, null]);
    expect(looks()).toBe(60);
  });

  it("narrows by committee and sponsor", async () => {
    const own = capitol(remoteComputeAct, senateCompanion);
    const at = "2026-02-10T12:00:00Z";
    const keys = async (params: object) =>
      (await pollCapitol(own, memory(), at, { bills: [], ...params })).sightings.map(({ key }) => key);
    expect(await keys({ committees: ["hsfa00"] })).toEqual(["hr99041-119"]);
    expect(await keys({ sponsors: ["Sample, Sam"] })).toEqual(["s99012-119"]);
    expect(await keys({ sponsors: ["X000041"], committees: ["Rules"] })).toEqual([]);
  });

  it("looks again at a bill whose own answer is older than the list", async () => {
    const own = capitol(remoteComputeAct);
    const kept = memory();
    const params = { ...found, searchIn: ["titles"] };
    await pollCapitol(own, kept, "2026-03-01T12:00:00Z", params);
    const old = await own.fetch("http://capitol.test/v3/bill/119/hr/99041?format=json", {
      headers: { "x-api-key": "a-key" },
    });
    own.instead.set("/v3/bill/119/hr/99041?", new TextDecoder().decode(old.body));
    expect((await pollCapitol(own, kept, "2026-03-09T20:00:00Z", params)).said).toEqual([
      "unchanged hr99041-119 (all)",
    ]);
    own.instead.clear();
    expect((await pollCapitol(own, kept, "2026-03-09T20:30:00Z", params)).said).toEqual([
      `captured hr99041-119 ${api}`,
    ]);
  });

  it("reads each batch of changed status files once where there is no key", async () => {
    const own = capitol(remoteComputeAct, ...strangers.slice(0, 5));
    const kept = memory();
    const at = async (time: string) => pollCapitol(own, kept, time, found, null);
    expect((await at("2026-03-01T12:00:00Z")).said).toEqual(["captured hr99041-119 (metadata, text)"]);
    own.requests.length = 0;
    await at("2026-03-01T13:00:00Z");
    expect(own.requests.map(({ pathname }) => pathname)).toEqual(["/rss/billstatus-batch.xml", "/rss/bills.xml"]);
    expect((await at("2026-03-09T20:00:00Z")).said).toEqual(["captured hr99041-119 (metadata, text)"]);
  });

  it("goes on without the list of new prints, and not without the batches", async () => {
    const own = capitol(remoteComputeAct);
    own.instead.set("/rss/bills.xml", 500);
    expect((await pollCapitol(own, memory(), "2026-03-01T12:00:00Z", found, null)).said).toHaveLength(1);
    own.instead.set("/rss/billstatus-batch.xml", 500);
    await expect(pollCapitol(own, memory(), "2026-03-01T12:00:00Z", found, null)).rejects.toThrow(StatusError);
  });
});

describe("congress: settings of a feed", () => {
  it("takes bills as people write them, and a mirror for both publishers", () => {
    expect(
      congress.params.parse({ bills: ["H.R. 2683", "s3519", "hr8152-118"], baseUrl: "http://127.0.0.1:9/" }),
    ).toMatchObject({
      bills: ["hr2683-119", "s3519-119", "hr8152-118"],
      baseUrl: "http://127.0.0.1:9",
      govinfoUrl: "http://127.0.0.1:9",
    });
    expect(congress.params.parse({ bills: ["hr1"] }).govinfoUrl).toBe("https://www.govinfo.gov");
  });

  it.each([[{}], [{ bills: ["2683"] }], [{ bills: ["hr1"], unknown: 1 }], [{ term: "" }]])("refuses %j", (params) => {
    expect(congress.params.safeParse(params).success).toBe(false);
  });
});
