import { expect, test } from "vitest";
import { createReporter } from "../../src/cli/report.ts";
import { createLogger } from "../../src/lib/log.ts";
import { steady } from "../../src/model/printable.ts";

const esc = "\u001b";
const attacks = [
  `${esc}[2J`,
  `${esc}]0;title\u0007`,
  `${esc}]52;c;ZXZpbA==\u0007`,
  `${esc}[5n`,
  `${esc}P+q\u001b\\`,
  "\u009b2J",
  "\u009d0;x\u009c",
  "one\rtwo",
  "\b\b\b",
  "\u202egnp.exe",
];

test.each(attacks)("%j does nothing to the terminal it is printed on", (attack) => {
  // oxlint-disable-next-line no-control-regex
  expect(steady(`before ${attack} after\n`)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});

test("colours, line ends and other people's letters stay", () => {
  const line = `${esc}[1;36mSection${esc}[0m\tالعربية 中文 🙂\n`;
  expect(steady(line)).toBe(line);
});

test("the reason of an ill feed, which may quote a page, steers nothing", () => {
  const lines: string[] = [];
  const report = { feedId: "a/b", baseline: false, looked: 0, changes: 0, deliveries: 0, held: 0, warnings: [] };
  createReporter((line) => lines.push(line))({
    kind: "polled",
    feed: {} as never,
    report: {
      ...report,
      error: `x sent "${attacks[0] ?? ""}".`,
      illSince: null,
      nextDueAt: "2026-01-12T12:00",
      milliseconds: 1,
    },
  });
  expect(lines.join("")).not.toContain(esc);
});

test("nor does a line of the log", () => {
  let line = "";
  createLogger({ level: "warn", stream: { write: (text) => void (line = text) } }).warn(
    { title: attacks.join(" ") },
    "x",
  );
  // oxlint-disable-next-line no-control-regex
  expect(line).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});
