import { resolve } from "node:path";
import { counted } from "../exports/redline-words.ts";
import { toChangeJson } from "../model/change-json.ts";
import { importHistory, importedDocumentId, type Imported } from "../pipeline/import.ts";
import type { CommandContext } from "./context.ts";
import { datedFiles } from "./dated-files.ts";
import { feedNamed } from "./named-feeds.ts";

/** Imports the dated files of a folder, says what became of each, and returns the exit code. */
export async function importFolder(
  name: string,
  dir: string,
  json: boolean,
  { io, cwd, open }: CommandContext,
): Promise<number> {
  const folder = await datedFiles(resolve(cwd, dir), dir);
  const house = await open();
  const feed = feedNamed(house, name);
  const say = json ? io.stderr : io.stdout;
  const counts = { change: 0, same: 0, known: 0, "left-out": folder.problems.length };
  if (folder.undated.length > 0) say(`Without a date in the name, so left alone: ${folder.undated.join(", ")}.\n`);
  for (const problem of folder.problems) io.stderr(`! ${problem}.\n`);
  for await (const imported of importHistory(house.services, feed, folder.files, house.stopping)) {
    counts[imported.kind] += 1;
    if (imported.kind === "left-out") io.stderr(`! ${lineOf(imported)}\n`);
    else say(`${lineOf(imported)}\n`);
    if (json && imported.kind === "change") {
      io.stdout(`${JSON.stringify(toChangeJson(imported.change, house.config.publicUrl))}\n`);
    }
  }
  const parts = [
    `${counted(counts.change, "change")} recorded`,
    `${counted(counts.same, "file")} with nothing new`,
    ...(counts.known > 0 ? [`${counts.known} there already`] : []),
    ...(counts["left-out"] > 0 ? [`${counts["left-out"]} left out`] : []),
  ];
  say(`${parts.join(", ")}. ${house.config.publicUrl}/documents/${importedDocumentId(feed)}\n`);
  return counts["left-out"] > 0 ? 1 : 0;
}

function lineOf(imported: Imported): string {
  const { name } = imported.file;
  if (imported.kind === "same") return `${name}: nothing new`;
  if (imported.kind === "known") return `${name}: there already`;
  if (imported.kind === "left-out") {
    // Some reasons name the file themselves.
    const why = imported.why.startsWith(name) ? imported.why.slice(name.length).trimStart() : imported.why;
    return `${name}: ${why.replace(/\.$/, "")}.`;
  }
  const { kind, significance, headline } = imported.change;
  return kind === "first-seen" ? `${name}: the first version` : `${name}: ${significance}, ${headline}`;
}
