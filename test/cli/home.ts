import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWorldClock } from "../../src/world/clock.ts";
import { generateDocuments } from "../../src/world/federal-register/generate.ts";
import { startWorld } from "../../src/world/world.ts";
import { prepareDataFolder } from "../support/database.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";
import { freePort } from "../support/free-port.ts";
import { inside, type Ended } from "./command.ts";

/** A folder as somebody has who uses regwatch: one feed, an embedded database, and a receiver for webhooks. */
export interface Home {
  readonly dir: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly url: string;
  readonly receiver: WebhookReceiver;
  /** Runs a command in this process. */
  readonly run: (...argv: readonly string[]) => Promise<Ended>;
  /** The publisher brings out one more document. Returns its number. */
  publish(): string;
  /** How many it has brought out. */
  published(): number;
  close(): Promise<void>;
}

export const secret = "a secret between us";

/** The feed's first documents are checked one by one, if any: the first is the baseline, each other one is a change. */
export async function openHome(checked: number): Promise<Home> {
  const started = Temporal.Now.instant();
  const rules = rulesOfLastWeek(started);
  const dir = await mkdtemp(join(tmpdir(), "regwatch-cli-"));
  const story = { federalRegister: { documents: rules.slice(0, 1) } };
  const world = await startWorld({ clock: createWorldClock(started, 1), story });
  const receiver = await startWebhookReceiver(secret);
  const { origin } = world.federalRegister;
  await mkdir(join(dir, "feeds"));
  await writeFile(join(dir, "feeds/bis.yaml"), feedFile(origin));
  await prepareDataFolder(join(dir, "data"));
  const port = String(await freePort());
  const settings = { REGWATCH_PORT: port, REGWATCH_ALLOW_HOSTS: `${new URL(origin).host},${receiver.host}` };
  let count = 1;
  const home: Home = {
    dir,
    settings,
    url: `http://127.0.0.1:${port}`,
    receiver,
    run: (...argv) => inside(dir, settings, ...argv),
    publish() {
      const next = rules.slice(count, count + 1);
      count += 1;
      world.federalRegister.add(...next);
      return next[0]?.number ?? "";
    },
    published: () => count,
    async close() {
      await Promise.all([world.close(), receiver.close()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
  for (let known = 1; known <= checked; known += 1) {
    if (known > 1) home.publish();
    await home.run("check");
  }
  return home;
}

function rulesOfLastWeek(now: Temporal.Instant): ReturnType<typeof generateDocuments>["documents"] {
  const from = now.toZonedDateTimeISO("America/New_York").toPlainDate().subtract({ days: 7 }).toString();
  const { documents } = generateDocuments({ seed: 3, count: 30, from, perDay: 30 });
  return documents.filter(({ type }) => type === "Rule" || type === "Proposed Rule");
}

/** Once a year is not while the tests run. */
export function feedFile(origin: string): string {
  return `source: federal-register
title: The bureau
topics: [export-controls]
schedule: "0 0 1 1 *"
params: { baseUrl: "${origin}", agencies: [industry-and-security-bureau], publicInspection: false }
`;
}
