import { expect, onTestFinished, test } from "vitest";
import { createWebhookChannel, type Post } from "../../src/channels/webhook.ts";
import { createPost } from "../../src/lib/post.ts";
import type { Delivery, SendOutcome } from "../../src/model/delivery.ts";
import { channelContract } from "../contract/channel.ts";
import {
  exampleChange,
  exampleDigest,
  exampleWord,
  exampleAlert,
  exampleDelivery,
  exampleNotice,
} from "../support/example-change.ts";
import { startWebhookReceiver, type Step, type WebhookReceiver } from "../support/webhook-receiver.ts";

const context = { now: Temporal.Instant.from("2026-01-12T19:15:00Z"), publicUrl: "https://regwatch.example.org" };
const never = new AbortController().signal;

channelContract("webhook", async () => {
  const receiver = await startWebhookReceiver();
  return {
    channel: createWebhookChannel({ post: postTo(receiver) }),
    address: receiver.url,
    secretPart: "a-secret-path",
    otherAddress: `${receiver.url}/other`,
    wrongAddress: "ftp://example.org/a-secret-path",
    taken: () => receiver.received.length,
    breakOnce: () => receiver.script("reset-before"),
    close: () => receiver.close(),
  };
});

test("a delivery holds to the contract, signed where the subscription has a secret", async () => {
  const { receiver, send } = await start("sesame");
  expect(await send()).toEqual({ kind: "sent" });
  expect(receiver.problems).toEqual([]);
  const [received] = receiver.received;
  expect(received?.signature).toMatch(/^t=1768245300,v1=/);
  expect(received?.body).toMatchObject({
    deliveryId: "delivery-1",
    subscriptionId: "sub-1",
    kind: "alert",
    changes: [{ id: "c0ffee", permalink: "https://regwatch.example.org/changes/c0ffee", rins: ["0694-AK11"] }],
  });
});

test("a wrong secret is noticed by the receiver and tried again", async () => {
  const { receiver, send } = await start("sesame", "poppy");
  expect(await send()).toEqual({ kind: "retry", reason: "The receiver answered 400." });
  expect(receiver.problems).toEqual(["the signature is wrong"]);
});

test("a health notice is told as one, without changes", async () => {
  const { receiver, send } = await start(null);
  await send(exampleDelivery(exampleNotice()));
  expect(receiver.received[0]?.body).toMatchObject({
    kind: "health",
    changes: [],
    health: { state: "ill", feedId: "federal-register/bis-rules" },
  });
});

test("a digest is told as one, its changes in their own form", async () => {
  const { receiver, send } = await start(null);
  await send(exampleDelivery(exampleDigest()));
  expect(receiver.problems).toEqual([]);
  expect(receiver.received[0]?.body).toMatchObject({
    kind: "digest",
    changes: [],
    digest: {
      zone: "America/New_York",
      threads: [{ changes: [{ id: "c0ffee", permalink: "https://regwatch.example.org/changes/c0ffee" }] }],
    },
  });
});

test("a word from regwatch is told with the changes it is about", async () => {
  const { receiver, send } = await start(null);
  await send(exampleDelivery(exampleWord({ changes: [exampleChange()] })));
  expect(receiver.problems).toEqual([]);
  expect(receiver.received[0]?.body).toMatchObject({
    kind: "notice",
    changes: [{ id: "c0ffee" }],
    notice: { subject: "paused", lines: [expect.any(String)] },
  });
});

test("an attempt that is repeated bears the same delivery id and the same body", async () => {
  const { receiver, send } = await start(null);
  receiver.script("reset-after");
  expect(await send()).toMatchObject({ kind: "retry" });
  expect(await send()).toEqual({ kind: "sent" });
  expect(receiver.accepted()).toEqual(new Map([["delivery-1", 2]]));
  expect(receiver.received[1]?.body).toEqual(receiver.received[0]?.body);
});

const outcomes: readonly (readonly [string, Step, SendOutcome])[] = [
  ["204", { status: 204 }, { kind: "sent" }],
  ["a 200 whose body never ends", "endless-body", { kind: "sent" }],
  ["410", { status: 410 }, { kind: "pause", reason: "The receiver answered 410: it wants no more deliveries." }],
  ["429 without a time", { status: 429 }, { kind: "retry", reason: "The receiver answered 429." }],
  [
    "429 with seconds",
    { status: 429, headers: { "Retry-After": "17" } },
    { kind: "retry", reason: "The receiver answered 429.", afterSeconds: 17 },
  ],
  [
    "503 with a date",
    { status: 503, headers: { "Retry-After": "Mon, 12 Jan 2026 19:16:00 GMT" } },
    { kind: "retry", reason: "The receiver answered 503.", afterSeconds: 60 },
  ],
  [
    "503 that asks for a year",
    { status: 503, headers: { "Retry-After": "31536000" } },
    { kind: "retry", reason: "The receiver answered 503.", afterSeconds: 86_400 },
  ],
  [
    "503 with nonsense",
    { status: 503, headers: { "Retry-After": "soon" } },
    { kind: "retry", reason: "The receiver answered 503." },
  ],
  ["500", { status: 500, body: "a-secret-path" }, { kind: "retry", reason: "The receiver answered 500." }],
  ["404", { status: 404 }, { kind: "retry", reason: "The receiver answered 404." }],
  [
    "a redirect",
    { status: 307, headers: { Location: "/elsewhere" } },
    { kind: "retry", reason: "The receiver answered 307 (redirects are not followed)." },
  ],
];
test.each(outcomes)("%s ends in one request with its outcome", async (_name, step, outcome) => {
  const { receiver, send } = await start(null);
  receiver.script(step);
  expect(await send()).toEqual(outcome);
  expect(receiver.requests()).toBe(1);
});

test("a receiver that hangs is left after the time allowed", async () => {
  const { receiver, send } = await start(
    null,
    null,
    (post) => (url, request) => post(url, { ...request, timeoutMs: 50 }),
  );
  receiver.script("hang");
  expect(await send()).toEqual({ kind: "retry", reason: "The receiver gave no answer within 10 seconds." });
  expect(receiver.requests()).toBe(1);
});

test("ten seconds are allowed in all", async () => {
  const asked: number[] = [];
  const { send } = await start(null, null, (post) => (url, request) => {
    asked.push(request.timeoutMs);
    return post(url, request);
  });
  await send();
  expect(asked).toEqual([10_000]);
});

test("a receiver that is not there is tried again later", async () => {
  const { receiver, send } = await start(null);
  await receiver.close();
  expect(await send()).toEqual({ kind: "retry", reason: "The receiver gave no answer (ECONNREFUSED)." });
});

test("a private address that is not allowed pauses the subscription and is not asked", async () => {
  const receiver = await started(null);
  const channel = createWebhookChannel({ post: createPost({ allowHosts: [], proxy: null }) });
  const delivery = exampleDelivery(exampleAlert(), { destination: channel.destination(receiver.url) });
  const outcome = await channel.send(channel.render(delivery.alert, delivery, context), delivery, never);
  expect(outcome).toMatchObject({ kind: "pause", reason: expect.stringMatching(/REGWATCH_ALLOW_HOSTS/) });
  expect(receiver.requests()).toBe(0);
});

test("a delivery that is stopped on its way is tried again", async () => {
  const { receiver, send } = await start(null);
  receiver.script("hang");
  const stop = new AbortController();
  const sent = send(undefined, stop.signal);
  await expect.poll(() => receiver.received.length).toBe(1);
  stop.abort();
  expect(await sent).toEqual({ kind: "retry", reason: "regwatch was stopped while it was sending." });
});

test("what a broken connection says is not passed on, because it may hold the address", async () => {
  const channel = createWebhookChannel({
    post: async (url) => {
      throw Object.assign(new Error(`cannot reach ${url}`), { code: "E https://example.org" });
    },
  });
  const delivery = exampleDelivery(exampleAlert(), { destination: channel.destination("https://example.org/s3cret") });
  const outcome = await channel.send(channel.render(delivery.alert, delivery, context), delivery, never);
  expect(outcome).toEqual({ kind: "retry", reason: "The receiver gave no answer." });
});

test("an address is described by its host and a short hash", () => {
  const channel = createWebhookChannel({ post: async () => ({ status: 200, headers: {} }) });
  const description = channel.describe(channel.destination("https://example.org:8443/s3cret?token=x"));
  expect(description).toMatch(/^webhook [0-9a-f]{8} \(example\.org:8443\)$/);
});

async function started(secret: string | null): Promise<WebhookReceiver> {
  const receiver = await startWebhookReceiver(secret);
  onTestFinished(() => receiver.close());
  return receiver;
}

function postTo(receiver: WebhookReceiver): Post {
  return createPost({ allowHosts: [receiver.host], proxy: null });
}

interface Started {
  readonly receiver: WebhookReceiver;
  readonly send: (delivery?: Delivery, signal?: AbortSignal) => Promise<SendOutcome>;
}

async function start(
  receiverSecret: string | null,
  secret = receiverSecret,
  around: (post: Post) => Post = (post) => post,
): Promise<Started> {
  const receiver = await started(receiverSecret);
  const channel = createWebhookChannel({ post: around(postTo(receiver)) });
  return {
    receiver,
    send: (delivery = exampleDelivery(), signal = never) => {
      const destination = channel.destination(receiver.url);
      const subscription = { ...delivery.subscription, destination, secret };
      const addressed = { ...delivery, subscription, destination };
      return channel.send(channel.render(delivery.alert, addressed, context), addressed, signal);
    },
  };
}
