import { join } from "node:path";
import { compareSignificance, type Significance } from "../src/model/significance.ts";
import { corpusFolder } from "./corpus.ts";
import { following, judgedPairs, tell, type Judged, type Selectors, type Told } from "./judged-pages.ts";

// `npm run false-alarms`: the pairs of real recordings that were judged by hand, told or not, by page; first as a feed file with nothing
// but an address would have them, then with the selectors a feed file would hold.
const selectors: Selectors = {
  "chatgpt-acceptable-use-policy-policies-creating-images-and-videos-in-line-with-our-policie": { select: "article" },
  "chatgpt-commercial-terms": { select: "main article" },
  "chatgpt-developer-terms": { select: "main article" },
  "chatgpt-terms-of-service-policies-service-terms": { select: "main article" },
  "claude-ai-acceptable-use-policy-en-articles-9528712-exceptions-to-our-usage-policy": { select: "article" },
  "claude-ai-acceptable-use-policy-legal-aup": { select: "main" },
  "claude-ai-data-processor-agreement-subprocessors": { select: "main" },
  // Served by the reader's country; this feed watches the edition that its first look brought.
  "claude-ai-terms-of-service": { select: "main", contains: "resident in the United Kingdom" },
  "fireworks-ai-terms-of-service": { select: "section" },
  "kimi-ai-privacy-policy": { select: ".markdown" },
  "lovable-terms-of-service": { select: ".prose" },
  "microsoft-copilot-privacy-policy": { select: "main" },
  "midjourney-terms-of-service": { select: "article" },
  "scribe-privacy-policy": { select: [".rich-text", ".basic-rich-text"] },
  "tempo-labs-terms-of-service": { select: "#content" },
  "xai-terms-of-service": { select: ["main", ".prose"] },
};

const corpus = corpusFolder();
if (corpus === null) console.log("No recorded pages beside the project; nothing to measure.");
else {
  const folder = join(corpus, "policy-snapshots");
  await measure(folder, "without any selector", {});
  await measure(folder, "with the selectors a feed file would hold", selectors);
}

interface Result {
  readonly pair: Judged;
  readonly told: Told;
  readonly isReal: boolean;
}

async function measure(folder: string, mode: string, chosen: Selectors): Promise<void> {
  const pairs = judgedPairs(folder);
  const results: Result[] = [];
  for (const pair of pairs) {
    const told = await tell(folder, pair, following(pairs, pair), chosen);
    results.push({ pair, told, isReal: pair.judgement.startsWith("real") });
  }
  console.log(`\n## ${mode}\n\n| page | pairs | told | expected |\n|---|---|---|---|`);
  for (const [series, of] of Map.groupBy(results, ({ pair }) => pair.series)) {
    console.log(
      `| ${series.slice(0, 60)} | ${of.length} | ${count(of, isTold)} | ${count(of, ({ isReal }) => isReal)} |`,
    );
  }
  const [real, others] = [results.filter(({ isReal }) => isReal), results.filter(({ isReal }) => !isReal)];
  console.log(
    `\nFound ${count(real, isTold)} of ${real.length} real changes; told ${count(others, isTold)} of ${others.length} others.`,
  );
  const refused = results.filter(({ told }) => told.startsWith("refused"));
  console.log(
    `${refused.length} were refused as no such page, ${count(results, ({ told }) => told === "flip")} went back at once.`,
  );
  for (const result of results.filter((each) => each.isReal !== isTold(each))) {
    const { pair, told, isReal } = result;
    console.log(
      `${isReal ? "missed" : "told"} (${told}): ${pair.series} ${pair.from} → ${pair.to}: ${pair.judgement}, ${pair.reason}`,
    );
  }
}

function count(results: readonly Result[], is: (result: Result) => boolean): number {
  return results.filter(is).length;
}

function isTold({ told }: Result): boolean {
  if (told === "same" || told === "flip" || told.startsWith("refused")) return false;
  return compareSignificance(told as Significance, "editorial") >= 0;
}
