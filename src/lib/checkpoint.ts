import { createHash } from "node:crypto";
import type { Checkpoint, StampedHead } from "../model/evidence.ts";
import { canonicalJson } from "./hash.ts";

/** The text whose SHA-256 is time-stamped: readable, and saying what it stands for, but not of how many documents. */
export function checkpointText({ day, at, previous, heads }: Checkpoint): string {
  return [
    "regwatch checkpoint",
    `day ${day}`,
    `at ${at}`,
    `previous ${previous ?? "none"}`,
    `root sha256:${merkleRoot(heads.map(leaf)).toString("hex")}`,
    "",
  ].join("\n");
}

/** A step from a leaf to the root: the neighbour's hash, and on which side it stands. */
export interface MerkleStep {
  readonly side: "left" | "right";
  readonly hash: string;
}

/** The way from one head to the root of a checkpoint: what proves that the head is in it, and says nothing of the others. */
export function merklePath(heads: readonly StampedHead[], index: number): readonly MerkleStep[] {
  return pathIn(heads.map(leaf), index);
}

// The tree of RFC 6962, section 2.1: leaves and nodes are hashed apart, so that neither can pass for the other.
function leaf({ documentId, entries, head }: StampedHead): Buffer {
  return digest(0, Buffer.from(canonicalJson({ documentId, entries, head })));
}

function merkleRoot(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (leaves.length <= 1) return only ?? createHash("sha256").digest();
  const middle = split(leaves.length);
  return digest(1, merkleRoot(leaves.slice(0, middle)), merkleRoot(leaves.slice(middle)));
}

function pathIn(leaves: readonly Buffer[], index: number): readonly MerkleStep[] {
  if (leaves.length <= 1) return [];
  const middle = split(leaves.length);
  const [left, right] = [leaves.slice(0, middle), leaves.slice(middle)];
  return index < middle
    ? [...pathIn(left, index), { side: "right", hash: merkleRoot(right).toString("hex") }]
    : [...pathIn(right, index - middle), { side: "left", hash: merkleRoot(left).toString("hex") }];
}

/** The largest power of two below a number. */
function split(count: number): number {
  return 2 ** Math.floor(Math.log2(count - 1));
}

function digest(prefix: 0 | 1, ...parts: readonly Buffer[]): Buffer {
  const hash = createHash("sha256").update(Buffer.of(prefix));
  for (const part of parts) hash.update(part);
  return hash.digest();
}
