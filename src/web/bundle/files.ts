import { readFileSync } from "node:fs";
import { z } from "zod";
import { redlinePage } from "../../exports/redline-page.ts";
import { checkpointText, merklePath } from "../../lib/checkpoint.ts";
import { sha256 } from "../../lib/hash.ts";
import { absoluteLink } from "../../model/change-json.ts";
import type { Change } from "../../model/change.ts";
import type { ChainEntry, ServedAnswer, TimeStamp } from "../../model/evidence.ts";
import type { Redline } from "../../model/redline.ts";
import type { Version } from "../../model/version.ts";
import { comparisonOf } from "../comparison-file.ts";
import type { Texts } from "../comparison.ts";
import { fileStyle } from "../style.ts";
import { bundleReadme } from "./readme.ts";

/** Everything that is known of a change. */
export interface Proof {
  readonly change: Change;
  readonly texts: Texts;
  readonly redline: Redline | null;
  readonly served: Readonly<Record<"before" | "after", readonly ServedAnswer[]>>;
  readonly chain: readonly ChainEntry[];
  readonly timeStamps: readonly TimeStamp[];
  readonly publicUrl: string;
}

export interface BundleFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const verifier = readFileSync(new URL("verify.mjs", import.meta.url));

/** The files of a bundle, with a list of their hashes at the end. */
export async function bundleFiles(proof: Proof): Promise<readonly BundleFile[]> {
  const { change, texts, redline, timeStamps, publicUrl } = proof;
  const permalink = absoluteLink(change.permalink, publicUrl);
  const files = [
    text("README.txt", bundleReadme(change, { stamps: timeStamps.length, permalink, letGo: lettingGo(proof.chain) })),
    { name: "verify.mjs", bytes: verifier },
    json("change.json", recordedChange(change)),
    ...(change.retracted === undefined ? [] : [json("retraction.json", change.retracted)]),
    chainFile(proof),
    ...servedFiles(proof),
    ...versionFiles(texts),
    ...(redline === null ? [] : await redlineFiles(proof, redline)),
    ...timeStamps.flatMap((stamp) => stampFiles(stamp, change.documentId)),
  ];
  const sums = files.map(({ name, bytes }) => `${sha256(bytes)}  ${name}\n`).join("");
  return [...files, text("SHA256SUMS", sums)];
}

// The days on which the retention rule let go of something.
function lettingGo(chain: readonly ChainEntry[]): readonly string[] {
  const entries = chain.map(({ body }) => letGoEntry.safeParse(body));
  return entries.flatMap(({ data }) => (data ? [data.at.slice(0, 10)] : []));
}

const letGoEntry = z.object({ kind: z.literal("let-go"), at: z.string() });

// As the chain hashed it: who may see it and whether it was taken back came later.
function recordedChange({ visibility: _visibility, retracted: _retracted, ...recorded }: Change): object {
  return recorded;
}

function chainFile({ change, chain }: Proof): BundleFile {
  return json("chain.json", { documentId: change.documentId, head: chain.at(-1)?.hash ?? null, entries: chain });
}

function servedFiles({ served, texts }: Proof): readonly BundleFile[] {
  const answers = (["before", "after"] as const).flatMap((side) =>
    served[side].map(({ role, snapshot: { body, ...how } }) => {
      const file = `snapshots/${how.id.replace("sha256:", "")}`;
      return { body, file, how: { side, version: texts[side]?.sequence ?? null, role, file, ...how } };
    }),
  );
  const bodies = new Map(answers.map(({ file, body }) => [file, body]));
  return [
    json(
      "served.json",
      answers.map(({ how }) => how),
    ),
    ...Array.from(bodies, ([name, bytes]) => ({ name, bytes })),
  ];
}

function versionFiles(texts: Texts): readonly BundleFile[] {
  return (["before", "after"] as const).flatMap((side) => {
    const version = texts[side];
    return version === null ? [] : [json(`versions/${side}.json`, versionFile(version))];
  });
}

function versionFile(version: Version): object {
  const { id: _id, documentId: _documentId, sequence, recipe, observedAt, snapshots, chain, blocks, ...rest } = version;
  // A version that was read with who may see it carries that too; the chain does not speak of it.
  const { visibility: _visibility, ...stated } = rest as typeof rest & { readonly visibility?: string };
  return { sequence, recipe, observedAt, snapshots, chain, stated, blocks };
}

async function redlineFiles({ change, texts }: Proof, redline: Redline): Promise<readonly BundleFile[]> {
  const page = await redlinePage(comparisonOf(change, texts, redline), fileStyle);
  return [json("redline.json", redline), text("redline.html", page)];
}

function stampFiles(stamp: TimeStamp, documentId: string): readonly BundleFile[] {
  const index = stamp.heads.findIndex((head) => head.documentId === documentId);
  const place = `timestamps/${stamp.day}`;
  const { authority, stampedAt } = stamp;
  return [
    text(`${place}/checkpoint.txt`, checkpointText(stamp)),
    { name: `${place}/token.tst`, bytes: stamp.token },
    json(`${place}/path.json`, {
      head: stamp.heads[index],
      path: merklePath(stamp.heads, index),
      authority,
      stampedAt,
    }),
  ];
}

function json(name: string, value: unknown): BundleFile {
  return text(name, `${JSON.stringify(value, null, 1)}\n`);
}

function text(name: string, content: string): BundleFile {
  return { name, bytes: new TextEncoder().encode(content) };
}
