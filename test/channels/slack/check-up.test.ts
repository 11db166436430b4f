import { expect, onTestFinished, test } from "vitest";
import { checkUpSlack } from "../../../src/channels/slack/check-up.ts";
import { exampleSubscription } from "../../support/example-change.ts";
import { startSlack } from "../../support/slack/slack.ts";
import { createChannel } from "../../support/slack/workspace.ts";

async function open() {
  const slack = await startSlack();
  onTestFinished(() => slack.close());
  const workspace = slack.addWorkspace("T0ACME", "acme", "xoxb-acme");
  workspace.channels.set("C0OPEN", createChannel("C0OPEN", "open"));
  workspace.channels.set("C0GONE", createChannel("C0GONE", "gone", { isArchived: true }));
  const settings = {
    apiUrl: slack.apiUrl,
    botToken: "xoxb-acme",
    appToken: "xapp-1-test",
    signingSecret: null,
    oauth: null,
    publicUrl: "http://127.0.0.1:3000",
    fetch,
  };
  return { workspace, settings };
}

function to(address: string): ReturnType<typeof exampleSubscription> {
  return exampleSubscription({ destination: { channel: "slack", address } });
}

test("a set-up that works says so, and that alerts carry no links where nobody could follow them", async () => {
  const { settings } = await open();
  const findings = await checkUpSlack(settings, [to("C0OPEN")]);
  expect(findings.filter(({ ok }) => !ok)).toEqual([]);
  const text = findings.map((finding) => finding.text).join("\n");
  expect(text).toContain("acts in acme");
  expect(text).toContain("Socket Mode can be opened");
  expect(text).toContain("REGWATCH_PUBLIC_URL");
  expect(text).toContain("#open can be written to");
});

test("it names the scope that is missing, the token that is wrong and the channel that is lost", async () => {
  const { settings, workspace } = await open();
  for (const token of workspace.tokens) token.scopes = token.scopes.filter((scope) => scope !== "channels:history");
  const findings = await checkUpSlack({ ...settings, appToken: "xapp-wrong" }, [to("C0GONE"), to("C0NONE")]);
  const wrong = findings.filter(({ ok }) => !ok).map(({ text }) => text);
  expect(wrong).toHaveLength(4);
  expect(wrong.join("\n")).toMatch(/channels:history is missing.*SLACK_APP_TOKEN.*#gone is archived.*C0NONE/s);
});

test("nothing set is not wrong, half a set-up is", async () => {
  const { settings } = await open();
  const nothing = { ...settings, botToken: null, appToken: null };
  expect(await checkUpSlack(nothing, [])).toMatchObject([{ ok: true }]);
  expect(await checkUpSlack({ ...nothing, appToken: "xapp-1-test" }, [])).toMatchObject([{ ok: false }]);
});
