import { expect, test } from "vitest";
import { createLogger } from "../../src/lib/log.ts";
import { createObserve } from "../../src/telemetry/observe.ts";
import { followInLog } from "../../src/telemetry/step-log.ts";

const lines: Record<string, unknown>[] = [];
const log = (level: string) =>
  createLogger({
    level,
    process: "host-1",
    stream: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  });
let at = 0;
const observe = createObserve([followInLog(log("debug"))], null, () => (at += 250));

test("each step is a line with what an operator looks for: which process, feed, delivery and alert, how it ended, how long it took", async () => {
  await observe("poll", { feedId: "bis", source: "rss" }, async (note) => note({ outcome: "read", changes: 2 }));
  await observe("poll", { feedId: "bis", source: "rss" }, async (note) => note({ outcome: "read", changes: 0 }));
  const delivery = { delivery: "d1", alert: "a1", channel: "slack", subscription: "s1", changes: ["c1"] };
  await observe("send", delivery, async (note) => note({ outcome: "sent" }));
  await observe("send", delivery, async (note) => note({ outcome: "refused" }));
  await expect(observe("record", {}, () => Promise.reject(new Error("told by others")))).rejects.toThrow();
  expect(lines.map(({ level, step, outcome }) => [level, step, outcome])).toEqual([
    ["info", "poll", "read"],
    ["debug", "poll", "read"],
    ["info", "send", "sent"],
    ["warn", "send", "refused"],
  ]);
  expect(lines[0]).toMatchObject({ process: "host-1", feedId: "bis", source: "rss", ms: 250 });
  expect(lines[2]).toMatchObject({ ...delivery, msg: "an attempt to send has ended" });
});
