import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../src/lib/hash.ts";
import { createTimeStamper } from "../../src/lib/time-stamp.ts";
import type { Change } from "../../src/model/change.ts";
import type { Store } from "../../src/model/store.ts";
import type { Services } from "../../src/pipeline/services.ts";
import { stampHeads } from "../../src/pipeline/stamp.ts";
import { verify } from "../../src/web/bundle/verify.mjs";
import { embeddedStore } from "../support/database.ts";
import { unzipBytes } from "../exports/unzip.ts";
import { exampleChange } from "../support/example-change.ts";
import { opensslHere, startTimeAuthority } from "../support/time-authority.ts";
import type { TimeAuthority } from "../support/time-authority.ts";
import { openWeb } from "./open-web.ts";
import type { OpenWeb } from "./open-web.ts";
import { feeds, shelf } from "./sample.ts";

let store: Store;
let close: () => Promise<void>;
let web: OpenWeb;
let authority: TimeAuthority;
let folder: string;
const warnings: string[] = [];

describe.skipIf(!opensslHere)("a bundle", () => {
  beforeAll(async () => {
    [{ store, close }, authority] = await Promise.all([embeddedStore(), startTimeAuthority()]);
    await store.syncFeeds(
      feeds.map((feed) => ({ feed, host: "publisher.example" })),
      "2026-01-10T08:00:00.000Z",
    );
    await record(exampleChange({ id: "first", documentId: "rule", kind: "first-seen" }), 0);
    await record(exampleChange({ id: "other", documentId: "neighbour", kind: "first-seen", eventKey: "n" }), 0);
    await record({ ...sample("c-rule"), id: "amended", eventKey: "a", permalink: "/changes/amended" }, 1);
    web = await openWeb({ store });
    folder = await mkdtemp(join(tmpdir(), "regwatch-bundle-"));
  });
  afterAll(async () => {
    await Promise.all([web.close(), authority.close(), rm(folder, { recursive: true })]);
    await close();
  });

  test("a checkpoint that cannot be stamped waits, longer each time, and is told", async () => {
    authority.fault = "down";
    for (const at of ["00:01", "00:02", "00:06", "00:07", "00:16"]) await tick(`2026-01-13T${at}:00Z`);
    expect(warnings).toHaveLength(3);
    expect(await store.stampStanding()).toEqual({
      lastStampedAt: null,
      waiting: 1,
      error: expect.stringContaining("answers with 503"),
    });
    expect(await web.text("/metrics")).toContain("regwatch_checkpoints_waiting 1");
  });

  test("once the authority answers, the checkpoint of that day has its token, and there is one a day", async () => {
    authority.fault = null;
    await tick("2026-01-13T02:00:00Z");
    await tick("2026-01-14T00:00:00Z");
    const [stamp, ...more] = await store.timeStampsOf("rule");
    expect(more).toEqual([]);
    expect(stamp).toMatchObject({ day: "2026-01-13", stampedAt: "2026-01-13T02:00:00.000Z" });
    expect(stamp?.heads.map(({ documentId }) => documentId)).toEqual(["neighbour", "rule"]);
    expect(await web.text("/changes/amended")).toContain(">Time-stamped</strong>");
  });

  test("a bundle holds together, and anybody can see it with what is in it", async () => {
    const answer = await web.get("/changes/amended/bundle.zip");
    expect(answer.headers.get("content-type")).toBe("application/zip");
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="evidence-amended.zip"');
    await unpack(new Uint8Array(await answer.arrayBuffer()), folder);
    expect(await files(folder)).toEqual([
      "README.txt",
      "SHA256SUMS",
      "chain.json",
      "change.json",
      "redline.html",
      "redline.json",
      "served.json",
      expect.stringMatching(/^snapshots\/[0-9a-f]{64}$/),
      expect.stringMatching(/^snapshots\/[0-9a-f]{64}$/),
      "timestamps/2026-01-13/checkpoint.txt",
      "timestamps/2026-01-13/path.json",
      "timestamps/2026-01-13/token.tst",
      "verify.mjs",
      "versions/after.json",
      "versions/before.json",
    ]);
    const { stdout } = await promisify(execFile)(process.execPath, ["verify.mjs"], { cwd: folder });
    expect(stdout).not.toContain("BROKEN");
    expect(stdout).toContain("entry 2 recorded this change");
    expect(stdout).toMatch(/the token is for that checkpoint and says 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
    expect(stdout).toContain("The bundle holds together.");
    // The form that `sha256sum -c` reads.
    expect(await readFile(join(folder, "SHA256SUMS"), "utf8")).toMatch(/^([0-9a-f]{64} {2}[\w./-]+\n)+$/);
    const [token, text] = await Promise.all(
      ["token.tst", "checkpoint.txt"].map((name) => readFile(join(folder, "timestamps/2026-01-13", name))),
    );
    if (token === undefined || text === undefined) throw new Error("there is no time stamp");
    expect(await authority.verify(token, text)).toBe(true);
    // The neighbour's head is proven by a hash alone.
    expect(await readFile(join(folder, "timestamps/2026-01-13/path.json"), "utf8")).not.toContain("neighbour");
  });

  test("a file that is altered is named", async () => {
    for (const name of await files(folder)) {
      if (name === "SHA256SUMS") continue;
      const broken = await tampered(name, (bytes) => Buffer.concat([bytes, Buffer.from(" ")]), false);
      expect(broken, name).toContain(`${name} is not the file that SHA256SUMS lists`);
    }
  });

  test("who alters a file and its hash in the list does not get past the chain", async () => {
    const snapshot = (await files(folder)).find((name) => name.startsWith("snapshots/")) ?? "";
    const day = "timestamps/2026-01-13";
    const attempts = [
      [snapshot, swap("served", "serfed"), /holds the bytes/],
      ["served.json", swap('"status": 200', '"status": 404'), /served .* as entry/],
      ["versions/after.json", swap("thirty days", "sixty days"), /the text after is version 2/],
      ["versions/before.json", swap("ninety days", "sixty days"), /the text before is version 1/],
      ["change.json", swap("substantive", "editorial"), /recorded this change/],
      ["change.json", swap("2026-01-12T19:12", "2026-01-11T19:12"), /recorded this change/],
      ["redline.json", swap("thirty", "sixty"), /gives back the text after/],
      ["chain.json", swap('"kind": "version"', '"kind": "noted"'), /entry 1 of the chain does not have the hash/],
      [`${day}/checkpoint.txt`, swap("at 2026", "at 2016"), /the token is for that checkpoint/],
      [`${day}/path.json`, swap('"entries": 2', '"entries": 1'), /the checkpoint of 2026-01-13 covers/],
    ] as const;
    for (const [name, alter, problem] of attempts) {
      expect((await tampered(name, alter, true)).join("\n"), name).toMatch(problem);
    }
  });

  test("what was served when a document came back as it was stands on its page and in its bundle", async () => {
    const redline = { spans: [], stats: { inserted: 0, deleted: 0, moved: 0, sections: 0 } };
    const gone = { documentId: "back", redline } as const;
    await record(exampleChange({ id: "there", documentId: "back", kind: "first-seen", eventKey: "b1" }), 0);
    await note(exampleChange({ ...gone, id: "away", kind: "withdrawn", eventKey: "b2" }), true);
    await note(exampleChange({ ...gone, id: "again", kind: "amended", eventKey: "b3" }), false);
    const served = shelf.snapshots[1]?.id ?? "";
    expect(await web.text("/changes/again")).toContain(`/changes/again/evidence/${served}`);
    expect((await web.get(`/changes/again/evidence/${served}`)).status).toBe(200);
    const into = join(folder, "back");
    await unpack(new Uint8Array(await (await web.get("/changes/again/bundle.zip")).arrayBuffer()), into);
    expect(await files(into)).toContain(`snapshots/${served.replace("sha256:", "")}`);
    const checks = verify(into);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^after, text: served .* as entry 3 says/),
    );
  });
});

/** A document that is gone, or came back with the text it had. */
async function note(change: Change, vanished: boolean): Promise<void> {
  const snapshot = shelf.snapshots[1];
  if (snapshot === undefined) throw new Error("the sample has no snapshot");
  const { documentId, feedId, threadKey, detectedAt: at } = change;
  const before = shelf.snapshots[0]?.id ?? null;
  const evidence = { ...change.evidence, before, after: vanished ? null : snapshot.id };
  const recorded = await store.record({
    feedId,
    documentId,
    key: documentId,
    threadKey,
    expectedSequence: 1,
    at,
    state: null,
    snapshots: vanished ? [] : [{ role: "text", snapshot }],
    version: null,
    vanished,
    gather: null,
    change: { ...change, evidence },
    alert: null,
  });
  expect(recorded.kind).toBe("recorded");
}

function swap(from: string, to: string): (bytes: Buffer) => Buffer {
  return (bytes) => {
    expect(bytes.toString()).toContain(from);
    return Buffer.from(bytes.toString().replaceAll(from, to));
  };
}

async function tick(at: string): Promise<void> {
  const now = Temporal.Instant.from(at);
  const log = { debug() {}, error: (_: object, message: string) => warnings.push(message) };
  await stampHeads({
    store,
    clock: { now: () => now },
    log: { ...log, warn: log.error },
    timeStamper: createTimeStamper(authority.url, fetch),
  } as unknown as Services);
}

/** What the verifier finds broken once a file was altered, and perhaps the list of hashes with it. */
async function tampered(name: string, alter: (bytes: Buffer) => Buffer, relist: boolean): Promise<readonly string[]> {
  const copy = `${folder}-copy`;
  await cp(folder, copy, { recursive: true });
  const bytes = alter(await readFile(join(copy, name)));
  await writeFile(join(copy, name), bytes);
  if (relist) {
    const list = await readFile(join(copy, "SHA256SUMS"), "utf8");
    const lines = list.split("\n").map((line) => (line.endsWith(`  ${name}`) ? `${sha256(bytes)}  ${name}` : line));
    await writeFile(join(copy, "SHA256SUMS"), lines.join("\n"));
  }
  const broken = verify(copy).flatMap(({ ok, text }) => (ok ? [] : [text]));
  await rm(copy, { recursive: true });
  return broken;
}

async function unpack(zip: Uint8Array, into: string): Promise<void> {
  for (const [name, bytes] of unzipBytes(zip)) {
    await mkdir(dirname(join(into, name)), { recursive: true });
    await writeFile(join(into, name), bytes);
  }
}

async function files(of: string): Promise<readonly string[]> {
  const found = await readdir(of, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(of.length + 1))
    .toSorted();
}

function sample(id: string): Change {
  const change = shelf.changes.find((each) => each.id === id);
  if (change === undefined) throw new Error(`the sample has no ${id}`);
  return change;
}

async function record(change: Change, sequence: 0 | 1): Promise<void> {
  const [extraction, snapshot] = [shelf.versions[sequence], shelf.snapshots[sequence]];
  if (extraction === undefined || snapshot === undefined) throw new Error("the sample has no version");
  const { documentId, feedId, threadKey, detectedAt: at } = change;
  const recorded = await store.record({
    feedId,
    documentId,
    key: documentId,
    threadKey,
    expectedSequence: sequence,
    at,
    state: null,
    snapshots: [{ role: "text", snapshot }],
    version: { extraction, recipe: extraction.recipe },
    vanished: false,
    gather: null,
    change: { ...change, evidence: { ...change.evidence, after: snapshot.id } },
    alert: null,
  });
  expect(recorded.kind).toBe("recorded");
}
