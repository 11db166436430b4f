import type { Extraction } from "../model/version.ts";

/** An item out of a list that people chose to watch: tenders, press releases, recent actions. */
export function isListed({ form }: Extraction): boolean {
  return form === "listed";
}

/** What kind of notice its title says it is, in the words of public procurement, or a new item. */
export function listedHeadline({ title }: Extraction): string {
  const isOfPurchase = purchase.test(title);
  return kinds.find(([, words], index) => words.test(title) && (isOfPurchase || index >= purchases))?.[0] ?? "New item";
}

/** Without one of these words, what is corrected, ended or planned is no purchase. */
const purchase =
  /采购|招标|投标|中标|成交|磋商|询价|谈判|比选|竞价|废标|流标|\b(?:tender|solicitation|procurement|purchase|contract|bids?|proposals?|sole[- ]source)/iu;
const purchases = 6;

/** The first that fits: a correction of a tender is a correction, the award of one an award. */
const kinds: readonly (readonly [headline: string, words: RegExp])[] = [
  ["Tender corrected", /更正|变更|澄清|延期|\b(?:corrigendum|amendment (?:of|to) (?:solicitation|tender))\b/iu],
  [
    "Tender ended without award",
    /废标|流标|终止|撤销|\b(?:cancellation|cancelled) (?:of )?(?:tender|solicitation)\b/iu,
  ],
  [
    "Contract awarded",
    /中标|成交|结果公[告示]|合同公[告示]|\b(?:award(?:ed)? (?:notice|of contract)|contract award)\b/iu,
  ],
  ["Single-source purchase", /单一来源|\bsole[- ]source\b/iu],
  ["Purchase planned", /采购意向|需求(?:调查|征集|公示)|\brequest for information\b/iu],
  [
    "Tender",
    /招标|采购|询价|磋商|谈判|比选|竞价|竞争性|\b(?:tender|solicitation|request for proposals?|invitation to bid)\b/iu,
  ],
  ["Sanctions list changed", /\b(?:designation|removal|delisting|list update)s?\b/iu],
  ["General license", /\bgeneral licen[cs]es?\b/iu],
  ["Enforcement", /\b(?:enforcement|settlement|penalt(?:y|ies)|violations?|sentenced|charged|indict\w*)\b/iu],
];
