import { expect, test } from "vitest";
import type { SendOutcome } from "../../../src/model/delivery.ts";
import { exampleAlert, exampleDelivery } from "../../support/example-change.ts";
import { openSlackChannel, type OpenChannel } from "../../support/slack/open-channel.ts";
import type { Step } from "../../support/slack/slack.ts";
import { standing } from "../../support/slack/workspace.ts";

const context = { now: Temporal.Instant.from("2026-01-12T19:15:00Z"), publicUrl: "https://regwatch.example.org" };
const ambiguous: readonly Step[] = [
  "reset-after",
  { error: "fatal_error", taken: true },
  { error: "internal_error", taken: true },
  { error: "request_timeout", taken: true },
  { error: "service_unavailable", taken: true },
  { status: 502, taken: true },
  { status: 200, body: "<html>We are sorry</html>", taken: true },
];

function delivery(parts: Partial<ReturnType<typeof exampleDelivery>> = {}): ReturnType<typeof exampleDelivery> {
  const destination = { channel: "slack", address: "C0EXPORT" };
  return { ...exampleDelivery(exampleAlert(), { destination }), destination, ...parts };
}

function send({ ours }: OpenChannel, parts: Parameters<typeof delivery>[0] = {}): Promise<SendOutcome> {
  const one = delivery(parts);
  return ours.send(ours.render(one.alert, one, context), one, new AbortController().signal);
}

function look({ ours }: OpenChannel, parts: Parameters<typeof delivery>[0] = {}) {
  const beganAt = Temporal.Now.instant().toString();
  return ours.look?.at(delivery(parts), { beganAt, triedSince: beganAt, looks: 0 }, new AbortController().signal);
}

test.each(ambiguous)(
  "after %j the end is unknown, nothing is sent again, and a look finds the message",
  async (step) => {
    const open = await openSlackChannel();
    open.slack.script("chat.postMessage", step);
    expect((await send(open)).kind).toBe("unknown");
    expect(standing(open.channel)).toHaveLength(1);
    expect(open.slack.calls.map(({ method }) => method)).toEqual(["chat.postMessage"]);
    const [message] = standing(open.channel);
    expect(await look(open)).toEqual({ kind: "sent", reference: `C0EXPORT/${message?.ts}` });
  },
);

test.each(["reset-before", { error: "fatal_error" }, { status: 503 }] as const)(
  "after %j the end is unknown, and a look says that nothing is there",
  async (step) => {
    const open = await openSlackChannel();
    open.slack.script("chat.postMessage", step);
    expect((await send(open)).kind).toBe("unknown");
    expect(await look(open)).toEqual({ kind: "absent" });
  },
);

test("a look finds nothing while Slack's history lags, and the message when it has caught up", async () => {
  let now = Temporal.Now.instant();
  const open = await openSlackChannel({ clock: { now: () => now }, historyLagMs: 20_000 });
  open.slack.script("chat.postMessage", "reset-after");
  await send(open);
  expect(await look(open)).toEqual({ kind: "absent" });
  now = now.add({ seconds: 21 });
  expect((await look(open))?.kind).toBe("sent");
});

test("a look finds the message also where Slack's clock is most of a minute behind ours", async () => {
  const now = Temporal.Now.instant().subtract({ seconds: 50 });
  const open = await openSlackChannel({ clock: { now: () => now } });
  open.slack.script("chat.postMessage", "reset-after");
  await send(open);
  expect((await look(open))?.kind).toBe("sent");
});

test("a look joins a public channel that regwatch may post to without being in it", async () => {
  const open = await openSlackChannel();
  open.channel.isMember = false;
  open.slack.script("chat.postMessage", "reset-after");
  await send(open);
  expect((await look(open))?.kind).toBe("sent");
  expect(open.channel.isMember).toBe(true);
});

test("nothing is sent where the connection could not be made", async () => {
  const open = await openSlackChannel();
  await open.slack.shut();
  expect(await send(open)).toMatchObject({ kind: "retry", reason: expect.stringContaining("ECONNREFUSED") as string });
  await open.slack.open();
});

test("a 429 is waited out to the second, and then the message goes out once", async () => {
  let now = Temporal.Instant.from("2026-01-12T19:15:00Z");
  const open = await openSlackChannel({ clock: { now: () => now } });
  open.slack.script("chat.postMessage", { rateLimited: 7 });
  const asked = { kind: "retry", reason: expect.any(String) as string, exact: true };
  expect(await send(open)).toEqual({ ...asked, afterSeconds: 7 });
  now = now.add({ seconds: 4 });
  expect(await send(open)).toEqual({ ...asked, afterSeconds: 3 });
  now = now.add({ seconds: 3 });
  expect((await send(open)).kind).toBe("sent");
  expect(standing(open.channel)).toHaveLength(1);
  expect(open.slept).toEqual([]);
});

const to = (at: number) => ({ id: `delivery-${at}`, destination: { channel: "slack", address: `C0MANY${at}` } });

test("what a workspace takes in a minute is spread over its channels, and other workspaces do not wait", async () => {
  let now = Temporal.Instant.from("2026-01-12T19:15:00Z");
  const open = await openSlackChannel({ clock: { now: () => now } });
  for (let at = 0; at < 200; at += 1) await send(open, to(at));
  expect(await send(open, to(200))).toMatchObject({ kind: "retry", afterSeconds: 60, exact: true });
  now = now.add({ seconds: 61 });
  const calls = open.slack.calls.length;
  await send(open, to(200));
  expect(open.slack.calls.length).toBe(calls + 1);
});

test("messages to a channel are a second apart, and other channels do not wait for it", async () => {
  const now = Temporal.Instant.from("2026-01-12T19:15:00Z");
  const open = await openSlackChannel({ clock: { now: () => now } });
  const other = { channel: "slack", address: "C0OTHER" };
  await send(open);
  await send(open, { id: "delivery-2" });
  await send(open, { id: "delivery-3", destination: other });
  expect(open.slept).toEqual([1000]);
});

test.each([
  ["is_archived", { isArchived: true }, /archived/],
  ["restricted_action", { isRestricted: true }, /Only some people/],
  ["channel_not_found", { isPrivate: true, isMember: false }, /Invite regwatch/],
] as const)("%s pauses at the first refusal and says what to do", async (_code, state, reason) => {
  const open = await openSlackChannel();
  Object.assign(open.channel, state);
  expect(await send(open)).toEqual({ kind: "pause", reason: expect.stringMatching(reason) as string });
  expect(open.slack.calls).toHaveLength(1);
});

test.each(["revoked", "inactive"] as const)("a token that is %s pauses", async (state) => {
  const open = await openSlackChannel();
  for (const token of open.workspace.tokens) token.state = state;
  expect((await send(open)).kind).toBe("pause");
});

test("a missing scope pauses, and the reason says so", async () => {
  const open = await openSlackChannel();
  for (const token of open.workspace.tokens) token.scopes = ["commands"];
  expect(await send(open)).toMatchObject({ kind: "pause", reason: expect.stringContaining("permission") as string });
});

test("a message whose blocks Slack refuses goes out as text", async () => {
  const open = await openSlackChannel();
  open.slack.script("chat.postMessage", { error: "invalid_blocks" });
  expect((await send(open)).kind).toBe("sent");
  expect(standing(open.channel)[0]).toMatchObject({
    blocks: [],
    text: expect.stringContaining("Comment deadline") as string,
  });
});

test("a follow-up stands under the first message about its thread, without being broadcast", async () => {
  const open = await openSlackChannel();
  const first = await send(open);
  const parent = first.kind === "sent" ? (first.reference ?? null) : null;
  await send(open, { id: "delivery-2", parent });
  expect(standing(open.channel)[1]).toMatchObject({ threadTs: standing(open.channel)[0]?.ts, broadcast: false });
});

test("a follow-up whose first message is gone stands in the channel, and is found there", async () => {
  const open = await openSlackChannel();
  const parts = { id: "delivery-2", parent: "C0EXPORT/1.000001" };
  open.slack.script("chat.postMessage", "ok", "reset-after");
  expect((await send(open, parts)).kind).toBe("unknown");
  expect((await look(open, parts))?.kind).toBe("sent");
});

test("what was decided is written into the message that stands", async () => {
  const open = await openSlackChannel();
  const sent = await send(open);
  const acknowledgement = {
    by: "slack:T0ACME/U0ADA",
    byName: "Ada",
    at: "2026-01-12T20:00:00.000Z",
    decision: "action-needed",
    owner: "Legal <!channel>",
    until: "2026-02-01",
    note: null,
  } as const;
  const one = delivery({ standing: { acknowledgement, retracted: null } });
  const reference = sent.kind === "sent" ? (sent.reference ?? "") : "";
  const amended = await open.ours.amend?.(
    open.ours.render(one.alert, one, context),
    reference,
    one,
    new AbortController().signal,
  );
  expect(amended?.kind).toBe("sent");
  expect(standing(open.channel)).toHaveLength(1);
  expect(standing(open.channel)[0]?.edits).toBe(1);
  expect(JSON.stringify(standing(open.channel)[0]?.blocks)).toContain("Acknowledged by Ada");
  expect(open.slack.desk.problems).toEqual([]);
});

test("a message that somebody deleted is not amended, and not sent again", async () => {
  const open = await openSlackChannel();
  const one = delivery();
  const rendered = open.ours.render(one.alert, one, context);
  expect(await open.ours.amend?.(rendered, "C0EXPORT/1.000001", one, new AbortController().signal)).toMatchObject({
    kind: "refused",
  });
});
