import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { startService, type Service } from "../../src/cli/service.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import { demoStart, demoStory } from "../../src/world/stories/demo.ts";
import { ask } from "../cli/command.ts";
import { freePort } from "../support/free-port.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { opensslHere, startTimeAuthority } from "../support/time-authority.ts";

const docs = join(import.meta.dirname, "../../docs");
const alertsFile = join(docs, "monitoring/alerts.yaml");
const alerts = parse(readFileSync(alertsFile, "utf8")) as {
  readonly groups: readonly { readonly rules: readonly Rule[] }[];
};
interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}
const rules = alerts.groups.flatMap((group) => group.rules);
const dashboard = readFileSync(join(docs, "monitoring/dashboard.json"), "utf8");

let home: TestHouse;
let service: Service;
let at = "";

// A process with the role scheduler that serves no pages, after a poll between two ticks.
beforeAll(async () => {
  const authority = opensslHere ? await startTimeAuthority() : null;
  const port = await freePort();
  at = `http://127.0.0.1:${port}`;
  home = await openTestHouse(createWorldClock(demoStart), demoStory, {
    settings: {
      REGWATCH_ROLES: "scheduler",
      REGWATCH_METRICS_PORT: String(port),
      ...(authority && { REGWATCH_TSA_URL: authority.url }),
    },
  });
  const rung = Promise.withResolvers<() => Promise<void>>();
  service = await startService(home.house, (ring) => {
    rung.resolve(ring);
    return () => {};
  });
  await home.check();
  await (
    await rung.promise
  )();
  await authority?.close();
});
afterAll(async () => {
  await service.stop();
  await home.close();
});

test("a process without pages answers to /healthz, /readyz and /metrics at an address of its own", async () => {
  expect(service.url).toBeNull();
  expect(await ask(`${at}/healthz`)).toEqual({ status: 200, text: "ok\n" });
  expect(await ask(`${at}/readyz`)).toMatchObject({ status: 200 });
  expect(await ask(`${at}/`)).toMatchObject({ status: 404 });
  const metrics = await ask(`${at}/metrics`);
  expect(metrics?.text).toContain('regwatch_polls_total{source="federal-register",outcome="read"} 1');
  expect(metrics?.text).toContain('regwatch_ticks_total{outcome="ok"} 2');
});

describe("the rules and the dashboard", () => {
  test("they ask only for what /metrics tells", async () => {
    const metrics = (await ask(`${at}/metrics`))?.text ?? "";
    const told = new Set(
      Array.from(metrics.matchAll(/^# TYPE (\S+) (\w+)/gm), ([, name = "", type]) =>
        type === "histogram" ? [name, `${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
      ).flat(),
    );
    const asked = [...rules.map(({ expr }) => expr), dashboard].flatMap((text) =>
      Array.from(text.matchAll(/\b(?:regwatch|process|nodejs)_\w+/g), ([name]) => name),
    );
    const missing = new Set(asked.filter((name) => !told.has(name)));
    if (!opensslHere) missing.delete("regwatch_time_stamp_age_seconds");
    expect(missing).toEqual(new Set());
    expect(new Set(asked).size).toBeGreaterThan(30);
  });

  test("each rule says what is the matter and names a heading of the runbook", () => {
    const headings = Array.from(
      readFileSync(join(docs, "runbook.md"), "utf8").matchAll(/^#+ (.+)$/gm),
      ([, text = ""]) =>
        text
          .toLowerCase()
          .replaceAll(/[^\w -]/g, "")
          .replaceAll(" ", "-"),
    );
    for (const { alert, annotations, labels } of rules) {
      const [file, anchor] = annotations.runbook.split("#");
      expect(file).toBe("docs/runbook.md");
      expect(headings, alert).toContain(anchor);
      expect(annotations.summary).not.toBe("");
      expect(["page", "ticket"]).toContain(labels.severity);
    }
  });

  test("the dashboard is one: every panel has a question and a place of its own", () => {
    const { panels } = JSON.parse(dashboard) as {
      panels: { id: number; type: string; title: string; targets?: { expr: string }[] }[];
    };
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { type, title, targets = [] } of panels) {
      expect(type === "row" || targets.every(({ expr }) => expr !== ""), title).toBe(true);
    }
  });

  const promtool = spawnSync("promtool", ["--version"]).status === 0;
  if (!promtool) console.warn("No promtool is installed (Debian: prometheus): it does not check the rules.");
  test.runIf(promtool)("promtool finds nothing to object to, and they speak up when they should", () => {
    for (const [verb, file] of [
      ["check", alertsFile],
      ["test", join(import.meta.dirname, "alerts.promtool.yaml")],
    ] as const) {
      expect(execFileSync("promtool", [verb, "rules", file], { encoding: "utf8" })).toContain("SUCCESS");
    }
  });
});
