import { openStore } from "../../../src/store/open.ts";

// Opens a database, which migrates it, unless it is killed before it can say "open".
const [databaseUrl = "", dataDir = ""] = process.argv.slice(2);
const log = { warn: () => {}, error: () => {} };
console.log("opening");
const store = await openStore({ databaseUrl: databaseUrl || null, dataDir, log });
console.log("open");
await store.close();
