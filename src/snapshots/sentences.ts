/** Splits English legal prose into sentences. Abbreviations, citations and initials do not end one. */
export function sentences(text: string): readonly string[] {
  const found: string[] = [];
  let start = 0;
  for (const match of text.matchAll(/[.?!][”"’)\]]*\s+(?=[“"([‘]?[\p{Lu}\p{N}•])/gu)) {
    const end = match.index + match[0].length;
    if (match[0].startsWith(".") && endsInAbbreviation(text.slice(start, match.index + 1))) continue;
    found.push(text.slice(start, end).trim());
    start = end;
  }
  found.push(text.slice(start).trim());
  return found.filter((sentence) => sentence !== "");
}

const abbreviation =
  /(?:^|[\s(“"[])(?:No|Nos|Sec|Secs|Art|Inc|Co|Corp|Ltd|LLC|Bros|Mr|Mrs|Ms|Dr|Jr|Sr|St|Ste|Rm|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|v|vs|cf|Cf|see|See|Id|pt|pts|para|paras|supp|Supp|Pub|Stat|Reg|Fed|Rev|Doc|Dept|Gov|Gen|Adm|Capt|Col|Ave|Blvd|Bldg|approx|et seq|et al|e\.g|i\.e|[ap]\.m|U\.S|U\.S\.C|U\.N|E\.O|D\.C|N\.W|S\.W|Ph\.D|C\.F\.R|F\.R|(?:\p{Lu}\.)*\p{Lu})\.$/u;

// "at 5 p.m. Comments …" and "in Washington, D.C. The …" do end a sentence, but joining two is safer than cutting one.
function endsInAbbreviation(head: string): boolean {
  return abbreviation.test(head.slice(-24));
}
