import { readFile } from "node:fs/promises";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";
import { Client } from "pg";
import { emptyImage } from "../../src/store/embedded.ts";
import { migrationsFolder } from "../../src/store/migrate.ts";
import { runProgram, type Program } from "../support/program.ts";
import { chanceFrom } from "./chance.ts";

export interface MigrationReport {
  readonly kills: number;
  /** How many of them struck before the tables were up to date. */
  readonly interrupted: number;
  /** Places where the tables are not those of a database that was made in peace. */
  readonly differences: readonly string[];
}

/** A database as the first released tables had it, and what it looks like now. */
interface OldDatabase {
  readonly open: readonly [url: string, dataDir: string];
  look(): Promise<string>;
  close(): Promise<void>;
}

/** Kills processes that bring an old database up to date, starts others, two at once on a server, and looks at the tables. */
export async function runMigrationKills(
  seed: number,
  kills: number,
  createDatabase: (() => Promise<string>) | null,
): Promise<MigrationReport> {
  const chance = chanceFrom(seed);
  const differences: string[] = [];
  let interrupted = 0;
  const expected = await made(createDatabase);
  for (let kill = 1; kill <= kills; kill += 1) {
    const old = createDatabase ? await oldOnServer(await createDatabase()) : await oldEmbedded();
    try {
      const program = openIt(old);
      await program.said("opening");
      await sleep(chance.between(0, createDatabase ? 700 : 2500));
      await program.kill();
      if (!program.output().includes("open\n")) interrupted += 1;
      const next = Array.from({ length: createDatabase ? 2 : 1 }, () => openIt(old));
      const ends = await Promise.all(next.map((one) => one.ended()));
      if (ends.some((end) => end !== 0))
        differences.push(`kill ${kill}: ${next.map((one) => one.complaint()).join("")}`);
      if ((await old.look()) !== expected) differences.push(`kill ${kill}: the tables are not as they should be`);
    } finally {
      await old.close();
    }
  }
  return { kills, interrupted, differences };
}

async function made(createDatabase: (() => Promise<string>) | null): Promise<string> {
  const old = createDatabase ? await oldOnServer(await createDatabase()) : await oldEmbedded();
  try {
    await openIt(old).ended();
    return await old.look();
  } finally {
    await old.close();
  }
}

function openIt({ open }: OldDatabase): Program {
  return runProgram(join(import.meta.dirname, "programs/open.ts"), open);
}

async function oldOnServer(url: string): Promise<OldDatabase> {
  const ask = async (text: string): Promise<readonly Record<string, unknown>[]> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  };
  await ask(await firstMigration());
  return { open: [url, ""], look: async () => JSON.stringify(await ask(tables)), close: async () => {} };
}

async function oldEmbedded(): Promise<OldDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), "regwatch-migration-"));
  const first = await PGlite.create({ dataDir: join(dataDir, "pg"), loadDataDir: await emptyImage() });
  await first.exec(await firstMigration());
  await first.close();
  return {
    open: ["", dataDir],
    async look() {
      const database = await PGlite.create({ dataDir: join(dataDir, "pg") });
      const { rows } = await database.query(tables);
      await database.close();
      return JSON.stringify(rows);
    },
    close: () => rm(dataDir, { recursive: true, force: true }),
  };
}

async function firstMigration(): Promise<string> {
  const journal = JSON.parse(await readFile(join(migrationsFolder, "meta/_journal.json"), "utf8")) as {
    readonly entries: readonly { readonly tag: string; readonly when: number }[];
  };
  const [first] = journal.entries;
  return `${await readFile(join(migrationsFolder, `${first?.tag}.sql`), "utf8")};
    create schema drizzle;
    create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
    insert into drizzle.__drizzle_migrations (hash, created_at) values ('first', ${first?.when})`;
}

const tables = `
  select table_schema || '.' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable as what
  from information_schema.columns where table_schema in ('public', 'drizzle')
  union all select indexdef from pg_indexes where schemaname = 'public'
  union all select count(*)::text || ' migrations' from drizzle.__drizzle_migrations
  order by 1`;
