import { expect, test } from "vitest";
import { seal, unseal } from "../../src/lib/seal.ts";
import { UsageError } from "../../src/model/errors.ts";

const secret = "a secret of sixteen characters and more";

test("a sealed text opens with its secret for what it belongs to, and shows nothing of itself", () => {
  const sealed = seal("xoxb-token 出口", secret, "slack:T1");
  expect(sealed).not.toContain("xoxb");
  expect(unseal(sealed, secret, "slack:T1")).toBe("xoxb-token 出口");
  expect(seal("xoxb-token 出口", secret, "slack:T1")).not.toBe(sealed);
});

test.each([
  ["another secret", (sealed: string) => unseal(sealed, `${secret}!`, "slack:T1")],
  ["another tenant", (sealed: string) => unseal(sealed, secret, "slack:T2")],
  ["a changed text", (sealed: string) => unseal(`${sealed.slice(0, -2)}AA`, secret, "slack:T1")],
  ["no sealed text at all", () => unseal("", secret, "slack:T1")],
])("it does not open with %s, and the error says what to do", (_what, open) => {
  const sealed = seal("xoxb-token", secret, "slack:T1");
  expect(() => open(sealed)).toThrow(UsageError);
  expect(() => open(sealed)).toThrow(/REGWATCH_SECRET/);
});
