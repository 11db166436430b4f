import type { Change } from "../../model/change.ts";

/** What a bundle says of itself to whoever opens it, in plain words. */
export function bundleReadme(
  change: Change,
  facts: { readonly stamps: number; readonly permalink: string; readonly letGo: readonly string[] },
): string {
  const { evidence } = change;
  const window =
    evidence.lastSeenBefore === null
      ? `first seen ${evidence.firstSeenAfter}; it had not been seen before`
      : `changed between ${evidence.lastSeenBefore} (the old text was last seen) and ${evidence.firstSeenAfter} (the new one was first seen)`;
  return `EVIDENCE OF A CHANGE

${change.title}
${change.sourceUrl}
${facts.permalink}
Document ${change.documentId}, change ${change.id}: ${window}. All times are UTC.

WHAT IS HERE

  snapshots/       the bytes as the publisher served them, named by their SHA-256
  served.json      how they were served: address, redirects, status, headers, time
  versions/        the texts that were read from them, with the recipe that read them
  change.json      what was recorded of the change
  redline.html     the difference, to be opened in a browser (for reading; SHA256SUMS alone covers it)
  redline.json     the same as data
  chain.json       the document's evidence chain from its first entry to its head
  timestamps/      ${facts.stamps === 0 ? "is not here: no time stamp covers this document yet" : "proofs by an authority outside that the chain stood so at a moment (RFC 3161)"}
  verify.mjs       the checks below, made by a program of one file
  SHA256SUMS       a hash of every file

HOW TO CHECK IT

With Node 20 or newer, without a network:       node verify.mjs
Without it, that no file was altered:           sha256sum -c SHA256SUMS
That a snapshot is what its name says:          sha256sum snapshots/*
${
  facts.stamps === 0
    ? ""
    : `The signature of a time stamp (AUTHORITY.pem holds the authority's certificates, from the authority itself):

  openssl ts -verify -token_in -in timestamps/DAY/token.tst -data timestamps/DAY/checkpoint.txt -CAfile AUTHORITY.pem
`
}
HOW IT HANGS TOGETHER

Each entry of the chain is JSON. Its hash is the SHA-256 of that JSON with sorted keys and no white space, and each entry names the hash of
the one before. An entry names the bytes that were served by their SHA-256, how they were served by a hash of that, the text that was read
from them by another, and the change by one more. Altering any of these breaks the chain from there on to its head.
${facts.letGo.map((day) => `Earlier versions that nobody was told of were let go on ${day} by the retention rule: entries speak of them, nobody has them.\n`).join("")}
WHAT IT PROVES, AND WHAT NOT

It proves that these bytes, texts and entries belong together and were not altered one by one. Whoever keeps the whole chain could still
have written all of it anew: that the chain is as old as it says, only a time stamp from outside proves, or a head that somebody else wrote
down at the time. That the publisher served these bytes is the testimony of who ran regwatch; the headers were recorded, not signed.
`;
}
