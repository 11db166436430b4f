import type { Store } from "../model/store.ts";
import type { Connection } from "./database.ts";
import { emptyImage, openEmbedded } from "./embedded.ts";
import { openServer } from "./server.ts";
import { createStore, type StoreLog, type Workers } from "./store.ts";

export interface StoreSettings {
  /** A PostgreSQL server. Left out or null: the embedded database. */
  readonly databaseUrl?: string | null;
  /** Folder of the embedded database. The caller holds it, see `holdDataDir`. */
  readonly dataDir: string;
  /** The embedded database without a folder: it is gone when the store closes. */
  readonly inMemory?: boolean;
  /** Hosts polled and lanes delivered side by side in this process, once it listens. */
  readonly workers?: Partial<Workers>;
  /** Names this process's connections on the server. */
  readonly applicationName?: string;
  /** How long a server may be silent while it is asked something, before the connection is given up. */
  readonly silenceMs?: number;
  readonly log: StoreLog;
  /** Told when the embedded database can be used no more by this process. What it has promised is safe; another process can open it. */
  readonly onBroken?: (error: unknown) => void;
}

/** Opens the memory of regwatch and brings its tables up to date. Throws `StoreError` where that cannot be done. */
export async function openStore(settings: StoreSettings): Promise<Store> {
  const connection = await connect(settings);
  return createStore(connection, { hosts: 8, lanes: 24, ...settings.workers }, settings.log, settings.onBroken);
}

/** Opens the database alone. With `migration` a new one gets the tables of that migration, and one that is there already must have them. */
export async function connect(settings: StoreSettings, migration?: number): Promise<Connection> {
  const { databaseUrl, dataDir, inMemory = false, applicationName = "regwatch", silenceMs } = settings;
  if (inMemory) return openEmbedded({ image: await emptyImage() }, migration);
  if (!databaseUrl) return openEmbedded({ dataDir }, migration);
  const patience = silenceMs === undefined ? {} : { silenceMs };
  return openServer({ url: databaseUrl, migration, applicationName, ...patience });
}
