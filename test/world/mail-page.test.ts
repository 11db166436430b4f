import { expect, test } from "vitest";
import { mailPage } from "../../src/world/mail-page.ts";

test("the demo shows each mail in a frame of its own, in which nothing can run", () => {
  const html = '<!doctype html><p title="a">Text</p><script>alert(1)</script>';
  const mail = { at: "2026-01-12T19:12:00.000Z", from: "regwatch <a@example.org>", subject: "<b>New</b>", html };
  const page = mailPage([mail]);
  expect(page).toContain("&lt;b&gt;New&lt;/b&gt;");
  expect(page).toContain(
    '<iframe sandbox title="&lt;b&gt;New&lt;/b&gt;" srcdoc="&lt;!doctype html&gt;&lt;p title=&quot;a&quot;',
  );
  expect(page).not.toContain("<script>");
});
