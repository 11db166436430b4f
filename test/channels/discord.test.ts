import { channelContract } from "../contract/channel.ts";
import { startDiscord } from "../support/discord/discord.ts";
import { refused } from "../support/discord/faults.ts";
import { openChannel } from "../support/discord/open-channel.ts";

channelContract("discord", async () => {
  const discord = await startDiscord();
  const guild = discord.join("Newsroom");
  const rules = discord.channel(guild, "rules");
  const other = discord.channel(guild, "other");
  return {
    channel: openChannel(discord),
    address: `<#${rules.id}>`,
    otherAddress: other.id,
    wrongAddress: "#rules-of-the-house",
    taken: () => rules.messages.length,
    breakOnce: () => discord.faults.script(/POST .*\/messages/, refused(429, 0, "You are being rate limited.")),
    close: () => discord.close(),
  };
});
