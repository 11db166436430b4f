import type { FileToHand } from "../shelf.ts";
import type { AppParts } from "./parts.ts";
import { tokenIn } from "./parts.ts";

const mostBytes = 20 * 1024 * 1024;

/** Hands files over under a message. https://docs.slack.dev/messaging/working-with-files */
export async function handOver(
  parts: AppParts,
  to: { readonly team: string; readonly channel: string; readonly ts: string },
  files: readonly FileToHand[],
): Promise<void> {
  const token = await tokenIn(parts, to.team);
  const handed: { id: string; title: string }[] = [];
  for (const { name, bytes } of files.filter(({ bytes: { length } }) => length > 0 && length <= mostBytes)) {
    const place = await parts.client.files.getUploadURLExternal({ token, filename: name, length: bytes.length });
    if (place.upload_url === undefined || place.file_id === undefined) continue;
    const answer = await parts.fetch(place.upload_url, {
      method: "POST",
      body: Buffer.from(bytes),
      signal: AbortSignal.timeout(30_000),
    });
    if (answer.ok) handed.push({ id: place.file_id, title: name });
  }
  const [first, ...rest] = handed;
  if (first === undefined) return;
  await parts.client.files.completeUploadExternal({
    token,
    files: [first, ...rest],
    channel_id: to.channel,
    thread_ts: to.ts,
  });
}
