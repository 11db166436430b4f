import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort } from "../support/free-port.ts";
import { ask, regwatch, until, type Running } from "./command.ts";

let home: string;
let demo: Running;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "regwatch-demo-"));
});
afterEach(async () => {
  demo.process.kill("SIGKILL");
  await demo.ended;
  await rm(home, { recursive: true, force: true });
});

test("the demo shows a real alert, its page answers, and Ctrl+C ends it", { timeout: 120_000 }, async () => {
  const settings = { REGWATCH_PORT: String(await freePort()) };
  demo = regwatch(home, settings, "demo");
  // What the baseline found is listed with its path alone.
  const link = new RegExp(`http://127\\.0\\.0\\.1:${settings.REGWATCH_PORT}/changes/[0-9a-f]{32}`);
  const [address] = await until(demo, () => link.exec(demo.stdout()));
  expect(await ask(address)).toMatchObject({ status: 200, text: expect.stringContaining("</h1>") });
  const messages = `http://127.0.0.1:${settings.REGWATCH_PORT}/messages`;
  expect(await ask(messages)).toMatchObject({ status: 200, text: expect.stringContaining("Acknowledge") as string });
  const feeds = `http://127.0.0.1:${settings.REGWATCH_PORT}/feeds`;
  expect(await ask(feeds)).toMatchObject({ text: expect.stringContaining("Federal Register") as string });
  expect(await ask(feeds)).not.toMatchObject({ text: expect.stringContaining("problem in feed files") as string });
  demo.process.kill("SIGINT");
  expect(await demo.ended).toMatchObject({ code: 0 });
});
