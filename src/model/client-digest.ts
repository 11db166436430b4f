import type { ComposedFact, Passage } from "./composed.ts";
import type { Significance } from "./significance.ts";

/** What stands at the head of what a firm sends to its clients. */
export interface Letterhead {
  readonly name: string;
  readonly lines: readonly string[];
  /** A PNG file with its size in pixels. */
  readonly logo: { readonly bytes: Uint8Array; readonly width: number; readonly height: number } | null;
}

/** A digest as a firm sends it on: in the client's words, cited in full, with nothing of ours in it. All text may hold foreign text. */
export interface ClientDigest {
  readonly letterhead: Letterhead | null;
  readonly title: string;
  readonly period: string;
  /** How much changed, and what is only counted. */
  readonly counts: string;
  /** Weightiest first. */
  readonly threads: readonly ClientThread[];
  readonly corrections: readonly ClientEntry[];
  readonly deadlines: readonly { readonly date: string; readonly words: string; readonly title: string }[];
  /** How often was looked, and how much of it could not be read. */
  readonly checked: string;
  readonly disclaimer: string;
}

export interface ClientThread {
  readonly title: string;
  readonly significance: Significance;
  readonly entries: readonly ClientEntry[];
}

/** One change. `citation` is as full as it is known; `officialUrl` is the publisher's own page or file, or null. */
export interface ClientEntry {
  readonly headline: string;
  readonly summary: string;
  readonly facts: readonly ComposedFact[];
  readonly passages: readonly Passage[];
  readonly deadlines: readonly string[];
  readonly citation: string;
  readonly officialUrl: string | null;
}
