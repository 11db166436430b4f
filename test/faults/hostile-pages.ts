import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGzip } from "node:zlib";
import { prepareDataFolder } from "../support/database.ts";
import { writeFeeds } from "../support/house.ts";

/** Megabytes of heap for the whole of regwatch, its database included. */
const heap = 400;

const head = `<html><body><main><h1>Terms of use</h1>${"<p>The customer may use eight accelerators in each region.</p>".repeat(9)}`;

// What a page says over and over, how often, and what is said of it in one line.
const pages: Readonly<Record<string, readonly [piece: string, times: number, said: RegExp]>> = {
  bomb: ["<p>Unfolded.</p>", 4_000_000, /answered with more than 50 MB/],
  huge: ["<p>Sixty-four megabytes of terms.</p>", 2_000_000, /answered with more than 50 MB/],
  nested: ["<ul><li>in", 100_000, /nests elements more than 1000 deep/],
  paragraphs: ["<p>One of a million.</p>", 1_000_000, /holds more than 300000 elements/],
  tables: ["<table><tr><td>a<td>b</table>", 1_000_000, /holds more than 300000 elements/],
  words: ["The customer shall not. ", 500_000, /it has more than 10 million characters/],
};

export interface HostilePagesReport {
  readonly heapMegabytes: number;
  /** What `regwatch check` said, line by line. */
  readonly lines: readonly string[];
  /** Pages of which it did not say in one line what is wrong with them, and the sound one where it was not read. */
  readonly complaints: readonly string[];
}

/** Has `regwatch check` read pages of any size, in a process with little memory. */
export async function readHostilePages(): Promise<HostilePagesReport> {
  const site = createServer((request, response) => serve(request.url?.slice(1) ?? "", response));
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(site.address() as AddressInfo).port}`;
  const feed = (name: string) => `source: policy-page\ntitle: ${name}\nparams: { url: "http://${host}/${name}" }\n`;
  const names = [...Object.keys(pages), "sound"];
  const feedsDir = await writeFeeds(Object.fromEntries(names.map((name) => [name, feed(name)])));
  const dataDir = await mkdtemp(join(tmpdir(), "regwatch-memory-"));
  try {
    await prepareDataFolder(dataDir);
    const output = await check({ REGWATCH_DATA: dataDir, REGWATCH_FEEDS: feedsDir, REGWATCH_ALLOW_HOSTS: host });
    const lines = output.split("\n").filter((line) => line !== "");
    return { heapMegabytes: heap, lines, complaints: complaintsOf(lines) };
  } finally {
    site.closeAllConnections();
    site.close();
    for (const folder of [feedsDir, dataDir]) await rm(folder, { recursive: true, force: true });
  }
}

function complaintsOf(lines: readonly string[]): readonly string[] {
  const wrong = Object.entries(pages).filter(([name, [, , said]]) => {
    const theirs = lines.filter((line) => line.includes(`✗ ${name}: `) || line.includes(`/${name} could not be read`));
    return theirs.length !== 1 || !said.test(theirs[0] ?? "");
  });
  const isSoundRead = lines.some((line) => line.includes("✓ sound: baseline of 1 documents"));
  return [...wrong.map(([name]) => name), ...(isSoundRead ? [] : ["sound"])];
}

function serve(name: string, response: ServerResponse): void {
  const [piece, times] = pages[name] ?? ["", 0];
  response.writeHead(200, {
    "content-type": "text/html",
    ...(name === "bomb" && { "content-encoding": "gzip" }),
  });
  const body = name === "bomb" ? createGzip({ level: 1 }) : response;
  if (body !== response) (body as ReturnType<typeof createGzip>).pipe(response);
  body.write(head);
  const chunk = piece.repeat(Math.min(times, 10_000));
  let left = Math.ceil(times / 10_000);
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (!body.write(chunk)) return void body.once("drain", more);
    }
    body.end();
  };
  more();
}

function check(environment: Readonly<Record<string, string>>): Promise<string> {
  const cli = join(import.meta.dirname, "../../src/cli.ts");
  const args = [`--max-old-space-size=${heap}`, cli, "check"];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env: { ...process.env, ...environment } }, (_error, stdout, stderr) =>
      resolve(`${stdout}${stderr}`),
    );
  });
}
