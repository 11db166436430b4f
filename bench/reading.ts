import { join } from "node:path";
import { chromium } from "playwright-core";
import type { Page } from "playwright-core";
import type { Store } from "../src/model/store.ts";
import { plainText, type Block } from "../src/model/text.ts";
import { systemClock, toInstant } from "../src/lib/time.ts";
import { installedBrowser } from "../src/lib/browser-path.ts";
import { redline } from "../src/redline/redline.ts";
import { blocksOf } from "../src/snapshots/blocks-of.ts";
import { createWeb } from "../src/web/server.ts";
import { embeddedStore } from "../test/support/database.ts";
import { exampleChange } from "../test/support/example-change.ts";
import { feeds, shelf } from "../test/web/sample.ts";
import { corpusFolder, dated, recorded } from "./corpus.ts";
import { median, type Figure } from "./table.ts";
import { noSubscriptions } from "../test/web/open-web.ts";

/** The pages on which long texts are read: a change of a bill of four megabytes, and a page with ninety versions. */
export async function measureReading(): Promise<readonly Figure[]> {
  const database = await embeddedStore();
  const { store } = database;
  const now = toInstant(systemClock.now());
  await store.syncFeeds(
    feeds.map((feed) => ({ feed, host: "publisher.example" })),
    now,
  );
  const [bill, amended] = billAndAmended();
  await record(store, "bill", 1, bill);
  await record(store, "bill", 2, amended);
  const history = recordedTerms() ?? inventedTerms();
  for (const [index, blocks] of history.entries()) await record(store, "terms", index + 1, blocks);
  const web = createWeb({
    store,
    feeds: () => ({ feeds, problems: [] }),
    clock: systemClock,
    publicUrl: "http://127.0.0.1",
    read: "open",
    adminToken: null,
    ready: () => true,
    version: "0",
    redline,
    subscriptions: noSubscriptions,
    logError: (error) => console.error(error),
  });
  const listening = await web.listen("127.0.0.1", 0);
  const { url } = listening;
  const size = `${(plainText(bill).length / 1e6).toFixed(1)} million characters`;
  try {
    return [
      ...(await served(`${url}/changes/bill-2`, `change page, bill of ${size}`)),
      ...(await served(`${url}/changes/bill-2?view=side`, "the same side by side")),
      ...(await served(
        `${url}/documents/terms/blame`,
        `blame, ${history.length} versions of up to ${longest(history).toLocaleString("en")} characters`,
      )),
      ...(await served(`${url}/documents/terms`, "document page of the same")),
      ...(await looked(url)),
    ];
  } finally {
    await listening.close();
    await database.close();
  }
}

async function served(url: string, what: string): Promise<readonly Figure[]> {
  const times: { readonly clock: number; readonly cpu: number }[] = [];
  let bytes = 0;
  for (let time = 0; time < 6; time += 1) {
    const [started, used] = [performance.now(), process.cpuUsage()];
    bytes = (await (await fetch(url)).arrayBuffer()).byteLength;
    const { user, system } = process.cpuUsage(used);
    times.push({ clock: performance.now() - started, cpu: (user + system) / 1000 });
  }
  const [first, ...later] = times;
  const clock = median(later.map((time) => time.clock));
  const cpu = median(later.map((time) => time.cpu));
  return [
    {
      what,
      value: `${clock.toFixed(0)} ms`,
      note: `whole answer, median of 5, ${cpu.toFixed(0)} ms of processor time; the first time ${first?.clock.toFixed(0)} and ${first?.cpu.toFixed(0)} ms; ${(bytes / 1e3).toFixed(0)} kB`,
    },
  ];
}

async function looked(url: string): Promise<readonly Figure[]> {
  const executablePath = installedBrowser();
  if (executablePath === null) return [{ what: "in a browser", value: "not measured", note: "no Chromium" }];
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const figures: Figure[] = [];
    for (const [path, what] of [
      ["/changes/bill-2", "change page of the bill in Chromium"],
      ["/changes/bill-2?whole=1", "the same with all of the bill on one page"],
    ] as const) {
      const opened: number[] = [];
      for (let time = 0; time < 3; time += 1) {
        await page.goto(url + path);
        opened.push(
          Number(await page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")),
        );
      }
      const nodes = Number(await page.evaluate("document.querySelectorAll('*').length"));
      figures.push({
        what,
        value: `${median(opened).toFixed(0)} ms`,
        note: `to DOMContentLoaded, median of 3; ${nodes.toLocaleString("en")} elements; slowest frame of 60 while scrolling ${(await slowestFrame(page)).toFixed(0)} ms`,
      });
    }
    return figures;
  } finally {
    await browser.close();
  }
}

function slowestFrame(page: Page): Promise<number> {
  return page.evaluate(`new Promise((resolve) => {
    let [last, slowest, frames] = [performance.now(), 0, 0];
    const step = (now) => {
      if (frames > 1) slowest = Math.max(slowest, now - last);
      last = now;
      frames += 1;
      scrollBy(0, 400);
      if (frames < 60) requestAnimationFrame(step); else resolve(slowest);
    };
    requestAnimationFrame(step);
  })`);
}

/** Recorded versions of a provider's terms, where there are any beside the project. */
function recordedTerms(): readonly (readonly Block[])[] | null {
  const corpus = corpusFolder();
  if (corpus === null) return null;
  const folder = join(corpus, "policy-versions/contrib-versions/amazon-web-services-terms-of-service");
  return dated(folder).map((name) => blocksOf(recorded(folder, name), { name: name.replace(/\.gz$/, "") }).blocks);
}

function inventedTerms(): readonly (readonly Block[])[] {
  const versions = [text(60, 25, 7)];
  while (versions.length < 90) versions.push(edited(versions.at(-1) ?? [], 37, versions.length));
  return versions;
}

function longest(versions: readonly (readonly Block[])[]): number {
  return Math.max(...versions.map((blocks) => plainText(blocks).length));
}

function billAndAmended(): readonly [readonly Block[], readonly Block[]] {
  const bill = text(700, 18, 1);
  return [bill, edited(bill, 97, 5)];
}

const vocabulary =
  "the Secretary shall may not licence export reexport transfer advanced computing items under section paragraph of this Act for each fiscal year entity person covered foreign country threshold performance within thirty days notice report committee".split(
    " ",
  );

/** A text that is nobody's: words in an order that a number settles. */
function text(sections: number, paragraphs: number, seed: number): readonly Block[] {
  let state = seed;
  const sentence = (length: number): string => {
    const words = Array.from({ length }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return vocabulary[Math.floor((state / 2_147_483_648) * vocabulary.length)] ?? "";
    });
    return `${words.join(" ")}.`;
  };
  return Array.from({ length: sections }, (_, section) => [
    { kind: "heading" as const, path: [`Sec. ${section + 1}`], text: `Sec. ${section + 1}. ${sentence(6)}` },
    ...Array.from({ length: paragraphs }, (_, index) => ({
      kind: "item" as const,
      path: [`Sec. ${section + 1}`, `(${index + 1})`],
      text: `(${index + 1}) ${sentence(45)}`,
    })),
  ]).flat();
}

function edited(blocks: readonly Block[], every: number, from: number): readonly Block[] {
  return blocks.map((block, index) =>
    index % every === from % every ? { ...block, text: `${block.text.replace("shall", "may")} Edit ${from}.` } : block,
  );
}

async function record(store: Store, documentId: string, sequence: number, blocks: readonly Block[]): Promise<void> {
  const [version, snapshot] = [shelf.versions[0], shelf.snapshots[0]];
  if (version === undefined || snapshot === undefined) throw new Error("the sample is empty");
  const day = Temporal.PlainDate.from("2019-01-01").add({ days: 30 * sequence });
  const at = `${day.toString()}T10:00:00.000Z`;
  await store.record({
    feedId: "federal-register/bis-rules",
    documentId,
    key: documentId,
    threadKey: documentId,
    expectedSequence: sequence - 1,
    at,
    state: null,
    snapshots: [{ role: "text", snapshot: { ...snapshot, body: new TextEncoder().encode(plainText(blocks)) } }],
    version: { extraction: { ...version, blocks }, recipe: version.recipe },
    vanished: false,
    gather: null,
    change: exampleChange({
      id: `${documentId}-${sequence}`,
      eventKey: `${documentId}-${sequence}`,
      documentId,
      threadKey: documentId,
      kind: sequence === 1 ? "first-seen" : "amended",
      occurredAt: at,
      // Says only that words changed: the whole redline is made from the texts.
      redline: redline([{ kind: "paragraph", path: [], text: "old" }], [{ kind: "paragraph", path: [], text: "new" }]),
    }),
    alert: null,
  });
}
