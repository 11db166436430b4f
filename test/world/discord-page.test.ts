import { expect, test } from "vitest";
import { compose } from "../../src/alerts/compose.ts";
import { alertMessage } from "../../src/channels/discord/message.ts";
import { discordPage } from "../../src/world/discord-page.ts";
import { exampleChange } from "../support/example-change.ts";

const context = { now: Temporal.Instant.from("2026-01-12T19:15:00Z"), publicUrl: "https://regwatch.example.org" };

function shown(title: string): string {
  const change = exampleChange({ title });
  const alert = { kind: "alert", id: "a1", at: change.detectedAt, changes: [change] } as const;
  const { content, embeds, components } = alertMessage(alert, "d1", context, compose);
  return discordPage([{ at: change.detectedAt, content, embeds, components, page: change.permalink }]);
}

test("the demo shows an alert as Discord does: what went struck through, what came bold, its buttons", () => {
  const page = shown("Export Controls");
  expect(page).toContain("<s>may</s> <b>shall</b>");
  expect(page).toContain('<a href="https://www.federalregister.gov/d/2026-00123#:~:text=');
  for (const label of ["Open the redline", "Acknowledge", "Follow", "Mute"]) expect(page).toContain(`>${label}</span>`);
});

test("foreign text is only text there too", () => {
  const page = shown("**no** <b>tags</b> [or](https://evil.example) <script>");
  expect(page).toContain("**no** &lt;b&gt;tags&lt;/b&gt; [or](");
  expect(page).not.toContain('href="https://evil.example');
  expect(page).not.toContain("<script>");
});
