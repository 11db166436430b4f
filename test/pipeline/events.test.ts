import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorldClock } from "../../src/world/clock.ts";
import { generateDocuments } from "../../src/world/federal-register/generate.ts";
import { quickStore } from "../support/database.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";
import { openPageHouse } from "./page-source.ts";

const noon = Temporal.Instant.from("2026-03-09T16:00:00Z");
const { documents } = generateDocuments({ seed: 5, count: 40, from: "2026-03-09", perDay: 40 });
const proposal = documents.find(({ type }) => type === "Proposed Rule") ?? documents[0];
const late = documents.find(({ type }) => type === "Rule");
if (proposal === undefined || late === undefined) throw new Error("the story has no rules");

let receiver: WebhookReceiver;
let home: TestHouse;

beforeEach(async () => {
  receiver = await startWebhookReceiver();
  const { store } = await quickStore();
  home = await openTestHouse(
    createWorldClock(noon),
    { federalRegister: { documents: [proposal] } },
    {
      allow: [receiver.host],
      fittings: { store },
      feeds: (origin) => ({ bureau: feedFile(origin, ""), rules: feedFile(origin, ", types: [RULE, PRORULE]") }),
    },
  );
  await home.subscribe(`webhook:${receiver.url}`, "*", { minimum: "cosmetic" });
  for (const feed of ["bureau", "rules"]) await home.check(feed);
});
afterEach(async () => {
  await home.close();
  await receiver.close();
});

function feedFile(origin: string, more: string): string {
  return `source: federal-register
title: A feed
params: { baseUrl: "${origin}", agencies: [industry-and-security-bureau]${more} }
`;
}

const told = () =>
  receiver.received.map(({ body }) =>
    body.changes.map(({ kind, facts }) => `${kind} ${facts.map(({ after }) => String(after)).join()}`).join(),
  );

async function moveDeadline(date: string): Promise<void> {
  home.world.federalRegister.revise(proposal?.number ?? "", {
    at: home.clock.now().toString(),
    change: { commentsCloseOn: date },
  });
  await home.clock.step({ hours: 1 });
  for (const feed of ["bureau", "rules"]) await home.check(feed);
}

test("a deadline that moves there, back and there again is told three times, each time once for both feeds", async () => {
  const first = proposal.commentsCloseOn ?? "";
  for (const date of ["2026-07-01", first, "2026-07-01"]) await moveDeadline(date);
  expect(told()).toEqual(["amended 2026-07-01", `amended ${first}`, "amended 2026-07-01"]);
  expect(new Set(receiver.received.map(({ deliveryId }) => deliveryId)).size).toBe(3);
});

test("a document that one feed saw without its text and another one with it is new once", async () => {
  const heal = await home.world.fault({ path: /\/documents\/full_text\//, does: { kind: "not-found" } });
  home.world.federalRegister.add(late);
  expect(await home.check("bureau")).toMatchObject({ changes: 1, deliveries: 1 });
  await heal();
  expect(await home.check("rules")).toMatchObject({ changes: 1, deliveries: 0 });
  expect(receiver.received).toHaveLength(1);
});

test("what a page says again half a year later is told also where its feed was renamed in between", async () => {
  const own = await openPageHouse();
  const says = async (text: string): Promise<void> => {
    own.pages.set("terms", { text });
    await own.look({ hours: 24 });
  };
  const [open, closed] = ["Customers may use the service.", "Customers may not use the service."];
  for (const text of [open, closed, open]) await says(text);
  await own.rename("policies");
  await says(open);
  await own.look({ hours: 24 * 180 });
  await says(closed);
  expect(own.told()).toHaveLength(3);
  await own.close();
});
