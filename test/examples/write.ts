import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import { essenceOf, folder, picturedPages, picturesFile } from "./kept.ts";
import { makeExamples } from "./make.ts";

// `npm run examples`: writes the folder `examples` anew. What says the same is left alone.
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
if (executablePath === undefined) throw new Error("No Chromium is installed: no pictures can be made.");
const examples = await makeExamples();
await mkdir(folder, { recursive: true });
for (const [name, bytes] of examples.files) {
  const file = new URL(name, folder);
  const isSame = existsSync(file) && essenceOf(name, await readFile(file)) === essenceOf(name, bytes);
  if (!isSame || !name.endsWith(".docx")) await writeFile(file, bytes);
}
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const tab = await browser.newPage({ viewport: { width: 760, height: 900 }, colorScheme: "light" });
for (const [name, page] of examples.pages) {
  await tab.setContent(drawn(page));
  await writeFile(new URL(name, folder), await tab.screenshot({ fullPage: true }));
}
await browser.close();
await writeFile(new URL(picturesFile, folder), `${JSON.stringify(picturedPages(examples), null, 2)}\n`);
console.log(`Wrote ${[...examples.files.keys(), ...examples.pages.keys()].join(", ")}.`);

/** With letters and signs that every machine with Chromium can draw. */
function drawn(page: string): string {
  const signs = { "🔴": "#d7263d", "🟠": "#f2a541", "🔵": "#3a86c8", "⚪": "#8a8f98" };
  return Object.entries(signs)
    .reduce((text, [sign, colour]) => text.replaceAll(sign, `<span style="color:${colour}">●</span>`), page)
    .replace("</style>", 'body { font-family: "Liberation Sans", "Noto Sans CJK SC", sans-serif !important }</style>');
}
