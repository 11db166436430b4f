import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { serviceFlags } from "../support/program.ts";

const start = [...serviceFlags, "src/cli.ts", "start"];

test.each(["package.json", "Dockerfile", "docs/deploy/regwatch.service"])(
  "%s starts Node as it is measured",
  (file) => {
    const text = readFileSync(join(import.meta.dirname, "../..", file), "utf8");
    expect(text.replaceAll(/[",]/g, "")).toContain(start.join(" "));
  },
);
