import { expect, test } from "vitest";
import type { CommandCall } from "../../src/model/command.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import { easternTime } from "../../src/world/federal-register/document.ts";
import { generateDocuments } from "../../src/world/federal-register/generate.ts";
import { openTestHouse } from "../support/house.ts";

test("what is watched from a place is told there, in the service as it is put together", async () => {
  const { documents } = generateDocuments({ seed: 7, count: 1, from: "2026-03-10", perDay: 4 });
  const written: string[] = [];
  const home = await openTestHouse(
    createWorldClock(Temporal.Instant.from(easternTime("2026-03-09", "09:00"))),
    { federalRegister: { documents } },
    {
      fittings: { write: (text) => void written.push(text) },
      feeds: (origin) => ({
        bis: `source: federal-register\ntitle: BIS\ntopics: [export-controls]\nparams: { baseUrl: "${origin}", agencies: [industry-and-security-bureau] }\n`,
      }),
    },
  );
  try {
    await home.check("bis");
    const { desk } = home.house;
    const call: CommandCall = {
      name: "watch",
      text: "topic:export-controls",
      options: {},
      place: { destination: { channel: "terminal", address: "" }, tenant: "local", name: "here", isDirect: false },
      actor: { id: "local/ada", name: "Ada", isAdmin: true, destination: null },
      confirmed: true,
    };
    expect(await desk.run(call)).toMatchObject({ kind: "done" });
    await home.clock.set(Temporal.Instant.from(easternTime("2026-03-10", "06:05")));
    await home.check("bis");
    expect(written).toHaveLength(1);
    expect(await desk.run({ ...call, name: "list", text: "" })).toMatchObject({
      subscriptions: [{ health: "active", unacknowledged: 1 }],
    });
    await home.clock.step({ minutes: 1 });
    expect((await desk.run({ ...call, name: "digest", text: "2d" })).digest).toMatchObject({
      threads: [{}],
      checks: { feeds: 1, checks: 2 },
    });
    expect(await desk.suggest("topic", "exp", call.place, 5)).toEqual(["export-controls"]);
  } finally {
    await home.close();
  }
});
