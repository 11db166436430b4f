import { join } from "node:path";
import { changedFacts } from "../src/classify/changed-facts.ts";
import { classify, type Classification } from "../src/classify/classify.ts";
import type { Redline, SpanOp } from "../src/model/redline.ts";
import { compareSignificance } from "../src/model/significance.ts";
import type { Extraction } from "../src/model/version.ts";
import { fileExtraction } from "../src/pipeline/file-extraction.ts";
import { redline } from "../src/redline/redline.ts";
import { readingOf } from "../src/snapshots/blocks-of.ts";
import { corpusFolder, recorded } from "./corpus.ts";

// `npm run known-pairs`: recorded pairs of which it is known what changed, one line each, with what was told and whether it is right.
interface Known {
  readonly before: string;
  readonly after: string;
  /** What changed: nothing that counts (page views, dashes, page marks, front matter), or the words looked for. */
  readonly expected: "cosmetic" | Expected;
}

interface Expected {
  readonly came: readonly string[];
  readonly went: readonly string[];
}

const bill = "congress-119/hr-2683.text.119hr2683";
const pairs: readonly Known[] = [
  {
    before: `${bill}ih.txt`,
    after: `${bill}eh.txt`,
    expected: {
      came: [
        "on a purposeful, knowing, reckless, or negligent basis",
        "under this Act",
        "if the Secretary determines that the use of the item could pose a serious risk",
        "Nothing in this paragraph may be construed to lower the requisite mens rea",
        "Consultation with Congress",
      ],
      went: ["(A)", "or (B) any other form of access specified in regulations promulgated by the Secretary"],
    },
  },
  { before: `${bill}eh.txt`, after: `${bill}rfs.txt`, expected: "cosmetic" },
  ...["falsepos-num-views", "falsepos-small-changes"].map((name): Known => page(name, "cosmetic")),
  // What went is a button that leads to a data set. Links that stand alone are read as navigation, so this real change is missed.
  page("truepos-dataset-removal", { came: [], went: ["View this Dataset"] }),
  page("truepos-image-removal", { came: [], went: ["announced the establishment of"] }),
  {
    before: "ecfr/ECFR-title1.current.xml.gz",
    after: "ecfr/ECFR-title1.updated.xml.gz",
    expected: "cosmetic",
  },
  {
    before: "federal-register/issue-xml/FR-2024-02-12.current.xml.gz",
    after: "federal-register/issue-xml/FR-2024-02-12.updated.xml.gz",
    expected: "cosmetic",
  },
  {
    before: "bills/uslm/113hr1068enr_good.xml.gz",
    after: "bills/uslm/113publ287-uslm.xml.gz",
    expected: "cosmetic",
  },
];

function page(name: string, expected: Known["expected"]): Known {
  return { before: `html-pairs-edgi/${name}-a.html`, after: `html-pairs-edgi/${name}-b.html`, expected };
}

const corpus = corpusFolder();
if (corpus === null) console.log("No recorded texts beside the project; nothing to compare.");
else {
  console.log("| pair | told | marked | as known |\n|---|---|---|---|");
  for (const pair of pairs) console.log(await line(corpus, pair));
}

async function line(folder: string, { before, after, expected }: Known): Promise<string> {
  const [old, current] = [await read(folder, before), await read(folder, after)];
  const difference = redline(old.blocks, current.blocks);
  const facts = changedFacts(old.facts, current.facts);
  const now = Temporal.Instant.from("2026-06-01T00:00:00Z");
  const told = classify({ before: old, after: current, facts, redline: difference, now });
  const { inserted, deleted, moved } = difference.stats;
  const verdict = expected === "cosmetic" ? isQuiet(told) : shows(difference, told, expected);
  return `| ${before} → ${after.split("/").at(-1)} | ${told.significance}: ${told.headline} | +${inserted} −${deleted} moved ${moved} | ${verdict ? "yes" : "NO"} |`;
}

function isQuiet({ significance }: Classification): boolean {
  return significance === "cosmetic";
}

function shows({ spans }: Redline, { significance }: Classification, { came, went }: Expected): boolean {
  const marked = (op: SpanOp): string =>
    spans
      .map((span) => (span.op === op ? span.text : ""))
      .join("\n")
      .replace(/\s+/g, " ");
  const [inserted, deleted] = [marked("insert"), marked("delete")];
  return (
    compareSignificance(significance, "editorial") >= 0 &&
    came.every((words) => inserted.includes(words)) &&
    went.every((words) => deleted.includes(words))
  );
}

async function read(folder: string, path: string): Promise<Extraction> {
  const reading = await readingOf(recorded(join(folder, path)), { name: path.replace(/\.gz$/, "") });
  return fileExtraction(reading, { title: path, sourceUrl: "", publishedAt: null });
}
