import { PGlite } from "@electric-sql/pglite";

// Makes a new embedded database in a process of its own, because that takes 700 MB which a service should not keep. With a folder
// as argument the database is made there; without one, its image (a tar file) goes to standard output.
const [folder] = process.argv.slice(2);
const database = await PGlite.create({
  ...(folder !== undefined && { dataDir: folder }),
  // Less memory while it is made; what it runs with is chosen when it is opened.
  initDbStartParams: ["-c", "shared_buffers=1MB", "-c", "max_connections=20"],
});
if (folder === undefined) {
  const image = await database.dumpDataDir("none");
  process.stdout.write(new Uint8Array(await image.arrayBuffer()));
}
await database.close();
