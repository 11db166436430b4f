import type { APIMessage } from "discord.js";
import { expect, test } from "vitest";
import type { Api } from "../../../src/channels/discord/api.ts";
import { findOwn, TooLongError } from "../../../src/channels/discord/find.ts";

const since = Temporal.Instant.from("2026-03-09T12:00:00Z");
const never = new AbortController().signal;

/** A channel in which so many messages follow, each by us, newest first on every page. */
function channelOf(count: number): { readonly api: Api; readonly asked: string[] } {
  const asked: string[] = [];
  const after = async (_channel: string, id: string) => {
    const first = asked.push(id) === 1 ? 1 : Number(id) + 1;
    const ids = Array.from({ length: Math.min(100, Math.max(0, count - first + 1)) }, (_, at) => String(first + at));
    return ids.toReversed().map((one) => ({ id: one, author: { id: "self" }, content: one }) as APIMessage);
  };
  return { api: { me: async () => ({ id: "self" }), after } as unknown as Api, asked };
}

test("a channel is looked through page by page, no further than to what is looked for", async () => {
  const { api, asked } = channelOf(950);
  expect((await findOwn(api, "c", since, ({ content }) => content === "250", never))?.id).toBe("250");
  expect(asked.slice(1)).toEqual(["100", "200"]);
});

test("where more was written since than is looked through, nobody says that it is not there", async () => {
  await expect(findOwn(channelOf(20_000).api, "c", since, () => false, never)).rejects.toThrow(TooLongError);
  expect(await findOwn(channelOf(950).api, "c", since, () => false, never)).toBeUndefined();
});
