import type { Context, Hono } from "hono";
import type { ComparedTexts } from "../exports/comparison.ts";
import { createBlame } from "./blame.ts";
import {
  eventsBeside,
  evidenceIds,
  readChangeView,
  readServed,
  readableChange,
  readableSnapshot,
  resolveLinks,
} from "./change-view.ts";
import { comparedVersions, comparisonOf, fileName } from "./comparison-file.ts";
import { textsOf } from "./comparison.ts";
import type { Compare } from "./comparison.ts";
import type { WebDeps, WebEnv } from "./deps.ts";
import { readVersions, readableDocument } from "./document-view.ts";
import { visibleFeeds } from "./feed-view.ts";
import { scriptedPolicy } from "./headers.ts";
import { changePath, documentPath } from "./links.ts";
import { blamePage } from "./pages/blame.ts";
import { changePage } from "./pages/change.ts";
import { documentPage } from "./pages/document.ts";
import { foldFragment } from "./pages/redline.ts";
import { readParameters, textParameters } from "./parameters.ts";
import { notFound } from "./problem.ts";
import { createReadAgain } from "./recipes.ts";
import { readRedline } from "./redline-view.ts";
import type { TextChoice } from "./redline-view.ts";

const historyShown = 200;

/** The pages of one change and of one document, and what can be taken away from them. */
export function installReading(app: Hono<WebEnv>, deps: WebDeps, compare: Compare): void {
  const { store } = deps;
  const readAgain = createReadAgain(deps, compare);
  const blame = createBlame(store);

  app.get("/changes/:id", async (c) => {
    const reader = c.get("reader");
    const { choice, only, reading } = textRequest(c);
    const change = await asked(c);
    const view = await readChangeView(store, change, reader.seesPrivate);
    const pinned = textsOf(change, view);
    const compares = change.kind === "amended" && pinned.before !== null;
    const other = compares ? await readAgain(pinned) : null;
    const isNow = reading === "now" && other !== null;
    const texts = isNow ? other.texts : pinned;
    const redline = isNow ? other.redline : compares ? compare(pinned.before, pinned.after) : null;
    const path = changePath(change.id);
    const parameters = isNow ? { reading: "now" } : undefined;
    const shown = redline === null ? null : readRedline(redline, texts, choice, path, parameters, change.reasons);
    if (only === "fold" && shown !== null) return fragment(c, foldFragment(texts, shown));
    c.header("Content-Security-Policy", scriptedPolicy);
    return c.html(changePage(deps, reader, { ...view, texts, other, isNow }, shown, choice));
  });

  app.get("/changes/:id/redline.docx", async (c) => {
    const change = await asked(c);
    const versions = await store.changeVersions(change.id);
    const texts = textsOf(change, { before: versions?.before ?? null, after: versions?.after ?? null });
    return wordFile(c, comparisonOf(change, texts, compare(texts.before, texts.after)));
  });

  app.get("/changes/:id/bundle.zip", async (c) => {
    const change = await asked(c);
    const versions = await store.changeVersions(change.id);
    const [before, after] = [versions?.before ?? null, versions?.after ?? null];
    const texts = textsOf(change, { before, after });
    const [{ bundleFiles }, { zipStream }] = await Promise.all([
      import("./bundle/files.ts"),
      import("./bundle/zip.ts"),
    ]);
    const files = await bundleFiles({
      change,
      texts: { before, after },
      redline: before === null && after === null ? null : compare(texts.before, texts.after),
      served: await readServed(store, change, { before, after }),
      chain: await store.chainOf(change.documentId),
      timeStamps: await store.timeStampsOf(change.documentId),
      publicUrl: deps.publicUrl,
    });
    c.header("Content-Type", "application/zip");
    attach(c, `evidence-${change.id}.zip`);
    return c.body(zipStream(files, change.detectedAt));
  });

  app.get("/changes/:id/evidence/:snapshot", async (c) => {
    const change = await asked(c);
    const id = `sha256:${c.req.param("snapshot").replace(/^sha256:/, "")}`;
    const belongs = (await evidenceIds(store, change)).has(id);
    const snapshot = belongs ? await readableSnapshot(store, id, c.get("reader").seesPrivate) : null;
    if (snapshot === null) throw notFound("snapshot");
    // Foreign bytes: never a page of ours, whatever they hold.
    c.header("Content-Type", "text/plain");
    attach(c, `${id.slice(7, 23)}.txt`);
    c.header("Content-Security-Policy", "sandbox; default-src 'none'");
    return c.body(new Uint8Array(snapshot.body));
  });

  app.get("/documents/:id", async (c) => {
    const reader = c.get("reader");
    const { choice, only, from, to } = textRequest(c);
    const document = await readableDocument(store, c.req.param("id"), reader.seesPrivate);
    if (document === null) throw notFound("document");
    const { before, after } = await readVersions(store, document, from, to);
    const parameters = { from: String(before?.sequence), to: String(after?.sequence) };
    const shown =
      before === null || after === null
        ? null
        : readRedline(compare(before, after), { before, after }, choice, documentPath(document.id), parameters);
    if (only === "fold" && shown !== null) return fragment(c, foldFragment({ before, after }, shown));
    const feed = visibleFeeds(deps, reader).find(({ id }) => id === document.feedId);
    const wanted = { muted: "with", includePrivate: reader.seesPrivate, limit: historyShown } as const;
    const [changes, thread, keeping] = await Promise.all([
      store.timeline({ ...wanted, documentId: document.id }),
      store.timeline({ ...wanted, threadKey: document.threadKey }),
      store.keepingOf(document.id),
    ]);
    const source = changes.rows[0]?.source ?? feed?.source ?? "";
    c.header("Content-Security-Policy", scriptedPolicy);
    return c.html(
      documentPage(deps, reader, {
        document,
        feed,
        changes: changes.rows,
        thread: eventsBeside(thread.rows, changes.rows),
        links: await resolveLinks(store, source, document.links, reader.seesPrivate),
        before,
        after,
        reading: shown,
        choice,
        keeping,
      }),
    );
  });

  app.get("/documents/:id/blame", async (c) => {
    const reader = c.get("reader");
    const { choice, to } = textRequest(c);
    const document = await readableDocument(store, c.req.param("id"), reader.seesPrivate);
    if (document === null) throw notFound("document");
    const { after: version } = await readVersions(store, document, undefined, to);
    if (version === null) throw notFound("version");
    return c.html(blamePage(deps, reader, { document, version, origins: await blame(document, version), choice }));
  });

  app.get("/documents/:id/redline.docx", async (c) => {
    const { from, to } = textRequest(c);
    const document = await readableDocument(store, c.req.param("id"), c.get("reader").seesPrivate);
    if (document === null) throw notFound("document");
    const { before, after } = await readVersions(store, document, from, to);
    if (before === null || after === null) throw notFound("version");
    return wordFile(c, comparedVersions(before, after, compare(before, after)));
  });

  async function asked(c: Context<WebEnv>) {
    const change = await readableChange(store, c.req.param("id") ?? "", c.get("reader").seesPrivate);
    if (change === null) throw notFound("change");
    return change;
  }
}

function textRequest(c: Context<WebEnv>) {
  const { view, whole, part, open, ...rest } = readParameters(textParameters, c.req.query());
  const choice: TextChoice = { side: view === "side", whole: whole === "1", part, open };
  return { choice, ...rest };
}

// The writers of files are loaded when somebody asks for one.
async function wordFile(c: Context<WebEnv>, texts: ComparedTexts): Promise<Response> {
  const { redlineDocx } = await import("../exports/redline-docx.ts");
  const file = await redlineDocx(texts);
  c.header("Content-Type", "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
  attach(c, `${fileName(texts.title)}.docx`);
  return c.body(new Uint8Array(file));
}

function fragment(c: Context<WebEnv>, part: ReturnType<typeof foldFragment>): Response | Promise<Response> {
  if (part === null) throw notFound("fold");
  return c.html(part);
}

function attach(c: Context<WebEnv>, name: string): void {
  // RFC 6266: a name outside ASCII is percent-encoded.
  const isPlain = /^[\w.-]+$/.test(name);
  const value = isPlain ? `filename="${name}"` : `filename*=UTF-8''${encodeURIComponent(name)}`;
  c.header("Content-Disposition", `attachment; ${value}`);
}
