import type { FactChange } from "../model/facts.ts";
import { sectionName } from "../model/text.ts";
import type { Extraction } from "../model/version.ts";
import { longDate } from "./dates.ts";
import { firstSentence, shortened } from "./sentences.ts";

/** What happened to a bill, in its own order: the milestones it passed, its newest print, what is said about it. */
export function billSentences(facts: readonly FactChange[]): readonly string[] {
  const moved = new Map(facts.map((fact) => [fact.name, fact]));
  const milestones = told.flatMap(([name, words]) => {
    const fact = moved.get(name);
    return fact === undefined || fact.after === null ? [] : [milestone(words, String(fact.after))];
  });
  const latest = moved.get("latestAction");
  const sentences = milestones.slice(0, mostMilestones);
  if (latest !== undefined && latest.after !== null && !repeats(String(latest.after), moved))
    sentences.push(milestone("", String(latest.after)));
  const print = moved.get("textVersion");
  if (print !== undefined && print.after !== null) sentences.push(printed(print));
  if (moved.has("publicLaw") && moved.get("publicLaw")?.after)
    sentences.unshift(`It is law now, as Public Law ${String(moved.get("publicLaw")?.after)}`);
  const all = [...sentences, ...about(moved)];
  return all.length > 0 || facts.length === 0
    ? all
    : ["What is known about the bill was added to; nothing happened to it"];
}

const mostMilestones = 3;

/** A bill seen for the first time: who brought it, what it is to do, where it stands. */
export function newBillSentences(bill: Extraction): readonly string[] {
  const { facts } = bill;
  const sponsors = Array.isArray(facts["sponsors"]) ? (facts["sponsors"] as readonly string[]) : [];
  const introduced = typeof facts["introducedDate"] === "string" ? ` on ${longDate(facts["introducedDate"])}` : "";
  const by = sponsors.length === 0 ? "" : ` by ${sponsors.join(", ")}`;
  const purpose = firstText(facts["summary"]) ?? firstText(facts["officialTitle"]);
  const latest = facts["latestAction"];
  return [
    `Introduced${introduced}${by}`,
    ...(purpose === null ? [] : [purpose]),
    ...soughtSentence(bill),
    ...(typeof latest === "string" ? [`Latest action: ${milestone("", latest)}`] : []),
  ];
}

// A clause that was sought in a bill on something else.
function soughtSentence({ facts, blocks }: Extraction): readonly string[] {
  const sections = Array.isArray(facts["matchedSections"]) ? (facts["matchedSections"] as readonly string[]) : [];
  const [first] = sections;
  if (first === undefined) return [];
  const passage = blocks.find(
    (block) => block.kind !== "heading" && block.text.length > 60 && sectionName(block.path).startsWith(first),
  );
  const words = passage === undefined ? "" : `: “${shortened(passage.text.replaceAll(/[“”]/g, "’"), 280)}”`;
  const more = sections.length > 1 ? `${sections.slice(1).join(", ")} and ` : "";
  return [`What is sought stands in ${more}${first}${words}`];
}

/** Milestones as people say them, the weightiest first. */
const told: readonly (readonly [string, string])[] = [
  ["vetoed", "Vetoed by the President"],
  ["overridden", "Veto"],
  ["signed", "Signed by the President"],
  ["presentedToPresident", "Presented to the President"],
  ["passedHouse", "Passed the House"],
  ["passedSenate", "Passed the Senate"],
  ["failed", "Failed of passage"],
  ["resolvingDifferences", "Differences between the chambers"],
  ["reportedInHouse", "Reported in the House"],
  ["reportedInSenate", "Reported in the Senate"],
  ["discharged", "Committee discharged"],
  ["committeeVote", "Ordered to be reported"],
];

// "369–22, as amended, 2026-01-12" is "Passed the House, 369–22, as amended, on January 12, 2026".
function milestone(words: string, said: string): string {
  const [, detail = said, date] = /^(.*?),? ?(\d{4}-\d{2}-\d{2})$/.exec(said) ?? [];
  const parts = [words, shortened(detail, 240)].filter((part) => part !== "").join(", ");
  return date === undefined ? parts : `${parts}, on ${longDate(date)}`;
}

// The latest action is one of the milestones as a rule: "Passed House, 369–22, 2026-01-12" ends as its milestone does.
function repeats(latest: string, moved: ReadonlyMap<string, FactChange>): boolean {
  return told.some(([name]) => {
    const fact = moved.get(name);
    return typeof fact?.after === "string" && latest.endsWith(fact.after);
  });
}

function printed(fact: FactChange): string {
  const how = String(fact.after).endsWith("with a substitute")
    ? ", in which the committee struck the whole text and put another in its place"
    : "";
  const before = fact.before === null ? "" : `, after “${String(fact.before)}”`;
  return `New print: “${String(fact.after)}”${before}${how}`;
}

function about(moved: ReadonlyMap<string, FactChange>): readonly string[] {
  const sentences: string[] = [];
  const title = moved.get("shortTitle");
  if (title?.after && title.before)
    sentences.push(`Renamed from “${String(title.before)}” to “${String(title.after)}”`);
  const official = moved.get("officialTitle");
  if (official?.after && title === undefined)
    sentences.push(`Its official title reads now “${shortened(String(official.after), 240)}”`);
  const cosponsors = moved.get("cosponsorsReached");
  if (cosponsors?.after) sentences.push(`It has ${String(cosponsors.after)} cosponsors or more`);
  const summary = firstText(moved.get("summary")?.after ?? null);
  if (summary !== null) sentences.push(`The Congressional Research Service sums it up: “${summary}”`);
  const sponsors = moved.get("sponsors");
  if (sponsors !== undefined && Array.isArray(sponsors.after))
    sentences.push(`Sponsor now: ${sponsors.after.join(", ")}`);
  return sentences;
}

// "Introduced in House: Remote Access Security Act This bill broadens …": stage and name are said elsewhere.
function firstText(value: unknown): string | null {
  if (typeof value !== "string" || value === "") return null;
  const purpose = /\b(?:This (?:bill|act|resolution|joint resolution)|To )\b[^]*/.exec(value)?.[0] ?? value;
  return shortened(firstSentence(purpose), 400);
}
