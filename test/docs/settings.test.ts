import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { settings } from "../../src/settings.ts";
import { settingsPage } from "./settings.ts";

const src = join(import.meta.dirname, "../../src");

test("docs/settings.md says what the code says; `npm run settings` makes it anew", () => {
  expect(readFileSync(join(src, "../docs/settings.md"), "utf8")).toBe(settingsPage());
});

test("every setting that is read is listed, and every one that is listed is read", () => {
  const readers = ["config.ts", "telemetry/trace-settings.ts"];
  const text = readers.map((file) => readFileSync(join(src, file), "utf8")).join("\n");
  const read = new Set(Array.from(text.matchAll(/\bget\("([A-Z][A-Z_]+)"\)/g), ([, name]) => name));
  const listed = settings.map(({ name }) => name);
  expect(listed.filter((name) => !read.has(name))).toEqual([]);
  expect([...read].filter((name) => !listed.includes(name ?? ""))).toEqual(onlyRead);
});

test("what containers, units and pages set or name is a setting", () => {
  const root = join(src, "..");
  const files = [
    "Dockerfile",
    "compose.yaml",
    "README.md",
    ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(md|ya?ml|service|timer)$/.test(file))
      .map((file) => join("docs", file)),
  ];
  const listed = new Set(settings.map(({ name }) => name));
  const strays = files.flatMap((file) =>
    Array.from(
      readFileSync(join(root, file), "utf8").matchAll(/\b(?:REGWATCH|SLACK|DISCORD|SMTP|SUMMARY)_[A-Z_]+\b/g),
      ([name]) => name,
    )
      .filter((name) => !listed.has(name))
      .map((name) => `${file}: ${name}`),
  );
  expect(strays).toEqual([]);
});

/** OpenTelemetry's finer distinctions, which its own documentation explains. */
const onlyRead = [
  "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
  "OTEL_EXPORTER_OTLP_PROTOCOL",
  "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
];
