import { Client } from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { StoreAwayError } from "../../src/model/errors.ts";
import { openStore } from "../../src/store/open.ts";
import { deliveryContract } from "../contract/deliveries.ts";
import { searchContract } from "../contract/search.ts";
import { storeContract } from "../contract/store.ts";
import { planned, sampleFeed, sampleRecording, sampleSubscription, at } from "../contract/store-samples.ts";
import { vaultContract } from "../contract/vault.ts";
import { loudLog, serverStore, startPostgres } from "../support/database.ts";

const server = await startPostgres();
const open = (databaseUrl: string) => openStore({ databaseUrl, dataDir: "", log: loudLog });

const warnings: string[] = [];
process.on("warning", (warning) => warnings.push(warning.message));

if (typeof server === "string") {
  console.warn(`${server}\nThe tests on PostgreSQL are skipped.`);
  test.skip("the store on PostgreSQL", () => {});
} else {
  afterAll(() => server.stop());

  storeContract("PostgreSQL", async () => serverStore(await server.createDatabase()));
  deliveryContract("PostgreSQL", async () => serverStore(await server.createDatabase()));
  searchContract("PostgreSQL", async () => serverStore(await server.createDatabase()));
  vaultContract("PostgreSQL", async () => serverStore(await server.createDatabase()));

  test("A connection is asked one thing at a time, and nothing that its library will drop.", () => {
    expect(warnings).toEqual([]);
  });

  describe("several processes on one PostgreSQL", () => {
    test("Opening an empty database at the same time migrates it once.", async () => {
      const url = await server.createDatabase();
      const stores = await Promise.all([open(url), open(url), open(url)]);
      await Promise.all(stores.map((store) => store.ping()));
      await Promise.all(stores.map((store) => store.close()));
    });

    test("Each wake-up is answered once, by whoever is quicker, and soon.", async () => {
      const url = await server.createDatabase();
      const [ringing, ...listening] = await Promise.all([open(url), open(url), open(url)]);
      const answered: string[] = [];
      const all = Promise.withResolvers<void>();
      const answer = async (key: string): Promise<void> => {
        answered.push(key);
        if (answered.length === 40) all.resolve();
      };
      for (const store of listening) await store.listen({ onHost: answer, onLane: answer });
      const started = performance.now();
      for (let index = 0; index < 20; index += 1) await ringing.wake({ hosts: [`h${index}`], lanes: [`l${index}`] });
      await all.promise;
      expect(performance.now() - started).toBeLessThan(5000);
      expect(new Set(answered).size).toBe(40);
      expect(answered.length).toBe(40);
      await Promise.all([ringing, ...listening].map((store) => store.close()));
    });

    test("A lease is prolonged though another statement takes the same feeds the other way round.", async () => {
      const url = await server.createDatabase();
      const store = await open(url);
      const feeds = ["a", "b"].map((id) => ({ feed: sampleFeed(id), host: "h" }));
      await store.syncFeeds(feeds, at(0));
      await store.claimDueFeeds("h", "w1", at(0), 60, 2);
      const client = new Client({ connectionString: url });
      await client.connect();
      await client.query("set deadlock_timeout = '30s'; begin; update feeds set error = 'x' where id = 'b'");
      const renewed = store.renewFeedLeases(["a", "b"], "w1", at(30), 60);
      await waitersOf(client, 1);
      await client.query("update feeds set error = 'x' where id = 'a'; commit").catch(() => client.query("rollback"));
      expect(await renewed).toEqual(new Set(["a", "b"]));
      await client.end();
      await store.close();
    });

    test("Feeds whose files say the same are taken in though their rows are being written to, and one that is gone is put out of use.", async () => {
      const url = await server.createDatabase();
      const store = await open(url);
      const feeds = ["a", "b", "c"].map((id) => ({ feed: sampleFeed(id), host: "h" }));
      await store.syncFeeds(feeds, at(0));
      const client = new Client({ connectionString: url });
      await client.connect();
      await client.query("begin; update feeds set error = 'x' where id in ('a', 'b')");
      await store.syncFeeds(feeds.slice(0, 2), at(1));
      await client.query("commit");
      await client.end();
      expect((await store.feedStates()).map(({ feedId, active }) => [feedId, active])).toEqual([
        ["a", true],
        ["b", true],
        ["c", false],
      ]);
      await store.close();
    });

    test("A change that is taken back while its message begins to be sent goes out marked.", async () => {
      const url = await server.createDatabase();
      const store = await open(url);
      await store.syncFeeds([{ feed: sampleFeed("f"), host: "h" }], at(0));
      await store.addSubscription(sampleSubscription("s1"));
      const recording = sampleRecording("f", "a", "Text.", { to: [planned("s1", "event-a")] });
      await store.record(recording);
      const [delivery] = await store.claimLane("lane-s1", "w1", at(1), 60, 1);
      const client = new Client({ connectionString: url });
      await client.connect();
      await client.query("begin; lock table alerts in share mode");
      const notice = { subject: "retraction", lines: ["Taken back."], changes: [] } as const;
      const told = { alert: { kind: "notice", id: "r", at: at(2), notice }, deliveries: [] } as const;
      const retracting = store.retract(recording.change?.id ?? "", "misread", "Ada", at(2), told);
      await waitersOf(client, 1);
      let hasBegun = false;
      const beginning = store.beginAttempt(delivery?.id ?? "", "w1", at(2)).finally(() => (hasBegun = true));
      await waitersOf(client, 2, () => hasBegun);
      await client.query("commit");
      await retracting;
      expect((await beginning)?.standing.retracted).toMatchObject({ reason: "misread" });
      await client.end();
      await store.close();
    });

    test("A subscription that was written before a mark and committed after it is told with the next one.", async () => {
      const url = await server.createDatabase();
      const [reading, writing] = await Promise.all([open(url), open(url)]);
      await writing.addSubscription(sampleSubscription("s1"));
      const client = new Client({ connectionString: url });
      await client.connect();
      await client.query("begin");
      await client.query("update subscriptions set written_by = pg_current_xact_id(), query = 'late' where id = 's1'");
      await writing.addSubscription(sampleSubscription("s2"));
      const { mark } = await reading.subscriptionsSince(null);
      await client.query("commit");
      await client.end();
      const { present } = await reading.subscriptionsSince(mark);
      expect(present.find(({ id }) => id === "s1")?.query).toBe("late");
      await Promise.all([reading, writing].map((store) => store.close()));
    });

    test("Rows of a backup, which carry another server's transactions, are told once like any others.", async () => {
      const url = await server.createDatabase();
      const before = await open(url);
      await before.addSubscription(sampleSubscription("s1"));
      await before.close();
      const client = new Client({ connectionString: url });
      await client.connect();
      await client.query("update subscriptions set written_by = '99999999'");
      await client.end();
      const after = await open(url);
      const { mark, present } = await after.subscriptionsSince(null);
      expect(present.length).toBe(1);
      expect(await after.subscriptionsSince(mark)).toMatchObject({ present: [] });
      await after.close();
    });

    test("Workers of several processes share lanes, feeds and documents without doing anything twice.", async () => {
      const url = await server.createDatabase();
      const stores = await Promise.all([open(url), open(url), open(url)]);
      const [first] = stores;
      await first.syncFeeds([{ feed: sampleFeed("f"), host: "h" }], at(0));
      await first.addSubscription(sampleSubscription("s1"));
      const claimed = await Promise.all(
        stores.map((store, index) => store.claimDueFeeds("h", `w${index}`, at(0), 60, 50)),
      );
      expect(claimed.flat().length).toBe(1);
      const recorded = await Promise.all(
        stores.flatMap((store) =>
          ["a", "b", "c", "d"].map((key) =>
            store.record(sampleRecording("f", key, key, { to: [planned("s1", `event-${key}`)] })),
          ),
        ),
      );
      expect(recorded.filter(({ kind }) => kind === "recorded").length).toBe(4);
      const lanes = await Promise.all(
        stores.map((store, index) => store.claimLane("lane-s1", `w${index}`, at(0), 60, 10)),
      );
      expect(lanes.filter(({ length }) => length > 0).length).toBe(1);
      expect(lanes.flat().length).toBe(4);
      expect(await first.verify()).toMatchObject({ ok: true, entries: 4 });
      await Promise.all(stores.map((store) => store.close()));
    });
  });

  test("A server that cannot be reached is named without user and password.", async () => {
    const opening = openStore({ databaseUrl: "postgres://ana:hush@127.0.0.1:1/rules", dataDir: "", log: loudLog });
    await expect(opening).rejects.toThrow(/^The database of DATABASE_URL \(127\.0\.0\.1:1\/rules\) cannot be used: /);
    await expect(opening).rejects.not.toThrow(/hush/);
  });

  test("A server behind a socket whose file is gone is away, as one is that refuses connections.", async () => {
    for (const databaseUrl of [
      "postgres://ana@localhost/rules?host=/tmp/no-such-folder",
      "postgres://ana@127.0.0.1:1/rules",
    ])
      await expect(openStore({ databaseUrl, dataDir: "", log: loudLog })).rejects.toThrow(StoreAwayError);
  });

  test("A database that a newer regwatch wrote is refused.", async () => {
    const house = await serverStore(await server.createDatabase());
    await house.sql("insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 99999999999999)");
    const [row] = await house.sql("select current_database() as name, inet_server_port() as port");
    const databaseUrl = `postgres://postgres@127.0.0.1:${String(row?.["port"])}/${String(row?.["name"])}`;
    await expect(openStore({ databaseUrl, dataDir: "", log: loudLog })).rejects.toThrow(/written by a newer regwatch/);
    await house.close();
  });
}

/** Until so many connections to the database wait for a lock, or something else is so. */
async function waitersOf(client: Client, count: number, isOver = () => false): Promise<void> {
  const waiters = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  while (!isOver() && ((await client.query(waiters)).rowCount ?? 0) < count);
}
