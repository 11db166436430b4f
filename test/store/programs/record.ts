import { openStore } from "../../../src/store/open.ts";
import { planned, at, sampleFeed, sampleRecording, sampleSubscription } from "../../contract/store-samples.ts";

// Records one document after the other until it is killed; says each one that is safe.
const log = { warn: () => {}, error: () => {} };
const store = await openStore({ dataDir: process.argv[2] ?? "", log });
await store.syncFeeds([{ feed: sampleFeed("f"), host: "h" }], at(0));
if ((await store.subscriptions()).length === 0) await store.addSubscription(sampleSubscription("s1"));
const first = (await store.knownDocuments(["f"])).get("f")?.size ?? 0;
await store.claimFeed("f", "killed", at(0), 3600);
for (let index = first; ; index += 1) {
  const to = [planned("s1", `event-${index}`)];
  const recorded = await store.record(sampleRecording("f", `k${index}`, `Text ${index}.`, { to }));
  console.log(`${recorded.kind} ${index};`);
}
