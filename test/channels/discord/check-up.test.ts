import { expect, onTestFinished, test } from "vitest";
import { checkUpDiscord } from "../../../src/channels/discord/check-up.ts";
import { systemClock } from "../../../src/lib/time.ts";
import { startDiscord } from "../../support/discord/discord.ts";
import { exampleSubscription } from "../../support/example-change.ts";

async function started() {
  const discord = await startDiscord();
  onTestFinished(() => discord.close());
  return {
    discord,
    to,
    keys: { token: discord.token, apiUrl: discord.url, clock: systemClock, publicUrl: "https://regwatch.example.org" },
  };
}

test("a token that works is named, with an invitation that asks for no more than is needed", async () => {
  const { discord, keys } = await started();
  const [finding] = await checkUpDiscord(keys, []);
  expect(finding?.ok).toBe(true);
  const link = new URL(/https:\S+/.exec(finding?.text ?? "")?.[0] ?? "");
  expect(link.searchParams.get("client_id")).toBe(discord.state.applicationId);
  expect(link.searchParams.get("scope")).toBe("bot applications.commands");
  const asked = BigInt(link.searchParams.get("permissions") ?? "0");
  for (const [name, bit] of [
    ["administrator", 1n << 3n],
    ["manage server", 1n << 5n],
    ["manage messages", 1n << 13n],
    ["mention everyone", 1n << 17n],
  ] as const) {
    expect(asked & bit, name).toBe(0n);
  }
});

test("a channel that is gone is named, with what to do", async () => {
  const { discord, keys } = await started();
  const rules = discord.channel(discord.join("Newsroom"), "rules");
  const findings = await checkUpDiscord(keys, [to(rules.id), to("81384788765712384")]);
  expect(findings.map(({ ok }) => ok)).toEqual([true, true, false]);
  expect(findings[2]?.text).toBe("Discord, channel 81384788765712384: The channel is gone.");
});

test("a refused token and one that is missing are told apart", async () => {
  const { keys } = await started();
  expect((await checkUpDiscord({ ...keys, token: "a.wrong.token" }, []))[0]?.text).toContain("refuses DISCORD_TOKEN");
  expect(await checkUpDiscord({ ...keys, token: null }, [to("81384788765712384")])).toMatchObject([{ ok: false }]);
  expect(await checkUpDiscord({ ...keys, token: null }, [])).toMatchObject([{ ok: true }]);
});

function to(address: string) {
  return exampleSubscription({ destination: { channel: "discord", address } });
}
