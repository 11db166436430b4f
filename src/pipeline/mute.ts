import type { Feed } from "../model/feed.ts";
import type { Extraction } from "../model/version.ts";

/** Why a feed's mute patterns keep a document from being told, or null. */
export function muteReason(feed: Feed, document: Extraction): string | null {
  const mute = feed.mute.find(
    ({ title, action, type }) =>
      matches(title, document.title) &&
      matches(action, textFact(document, "action")) &&
      (type === undefined || type === textFact(document, "documentType")),
  );
  return mute?.why ?? null;
}

// A pattern's time may grow faster than the text.
const longestLooked = 1000;

function matches(pattern: string | undefined, text: string): boolean {
  return pattern === undefined || new RegExp(pattern, "i").test(text.slice(0, longestLooked));
}

function textFact(document: Extraction, name: string): string {
  const value = document.facts[name];
  return typeof value === "string" ? value : "";
}
