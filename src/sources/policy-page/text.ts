import { sha256 } from "../../lib/hash.ts";
import { visibleText } from "../../lib/visible-text.ts";
import { ReadingError, WrongBodyError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import { plainText } from "../../model/text.ts";
import { decodeText } from "../../snapshots/charset.ts";
import { languageOf } from "../../snapshots/language.ts";
import type { Reading } from "../../snapshots/reading.ts";
import { scriptOf } from "./doubt.ts";
import type { Memory } from "./memory.ts";
import type { PolicyPageParams } from "./params.ts";
import { readPage } from "./read.ts";

/** What is remembered of a text, and which selectors found nothing in it. */
export interface Text {
  readonly facts: Pick<Memory, "text" | "characters" | "form" | "script" | "language" | "english">;
  readonly missing: readonly string[];
  /** Why there is so little of it, where the page is a shell for scripts to fill. */
  readonly shell: string | null;
}

/** Reads the page that was served. Rejects with `ReadingError`, in words that say what to do, where its text is not there. */
export async function readServed(response: Fetched, params: PolicyPageParams): Promise<Text> {
  const { blocks, language, format, missing } = await reading(response, params);
  const text = plainText(blocks);
  refuseOtherEdition(text, response, params);
  return {
    facts: {
      text: sha256(text),
      characters: text.length,
      form: format === "pdf" ? "pdf" : "page",
      script: scriptOf(text),
      language: params.language ?? language ?? "",
      english: languageOf(blocks, null) === "en",
    },
    missing,
    shell: text.length < params.minimumLength && isShell(response) ? shellWords(params) : null,
  };
}

function refuseOtherEdition(text: string, response: Fetched, { contains = [] }: PolicyPageParams): void {
  if (contains.length === 0) return;
  const flat = text.replaceAll(/\s+/g, " ");
  const missing = contains.find((words) => !flat.includes(words));
  if (missing === undefined) return;
  throw new WrongBodyError(
    `${new URL(response.url).host}: "${missing}" stands nowhere on the page: it is another edition of it, or another page. If it was rewritten, change \`contains\`.`,
  );
}

async function reading(response: Fetched, params: PolicyPageParams): Promise<Reading> {
  const host = new URL(response.url).host;
  try {
    return await readPage(response, params);
  } catch (error) {
    if (!(error instanceof ReadingError)) throw error;
    if (!isShell(response)) throw new ReadingError(`${host}: ${error.message}.`, { cause: error });
    throw new ReadingError(`${host}: ${shellWords(params)}`, { cause: error });
  }
}

// Little to read, and a place for scripts to write it, or nothing else than that.
function isShell({ body, headers }: Fetched): boolean {
  const { text } = decodeText(body, headers["content-type"]);
  const visible = visibleText(text);
  if (visible.length > longestShell || !/<script\b/i.test(text)) return false;
  return visible.length < 20 || mountPoint.test(text) || /\b(?:enable|requires?|without) java ?script\b/i.test(visible);
}

const longestShell = 300;
const mountPoint =
  /<div\b[^<>]{0,200}\bid=["']?(?:root|app|app-root|__next|__nuxt|main-app)["']?[^<>]{0,200}>\s*<\/div>/i;

function shellWords({ render }: PolicyPageParams): string {
  return render
    ? "the page stays without its text in a browser too: set `waitFor` to a selector of the text."
    : "the page has no text until its scripts have run: set `render: true`.";
}
