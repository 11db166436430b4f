import { readFile } from "node:fs/promises";
import { z } from "zod";
import { toInstant } from "../../src/lib/time.ts";
import type { CapturePart, Source } from "../../src/model/source.ts";

const params = z.object({ file: z.string(), revision: z.number().default(1) });
type Params = z.infer<typeof params>;

/**
 * A source of documents in a JSON file, by key. What a text says is done by whoever reads it: `throw`, `abort` (the process ends) or
 * `loop` (it never ends). A file that is no JSON but says `abort` does so in the poll itself.
 */
export const brittleSource: Source<Params> = {
  id: "brittle",
  title: "Brittle",
  schedule: ["*/5 * * * *"],
  timezone: "UTC",
  params,
  revision: 1,
  host: () => "brittle.invalid",
  recipeParams: ({ revision }) => ({ revision }),
  async *poll(context) {
    const text = await readFile(context.params.file, "utf8");
    if (text === "abort") process.abort();
    const documents = z.record(z.string(), z.string()).parse(JSON.parse(text));
    for (const [key, said] of Object.entries(documents)) {
      yield { kind: "captured", key, state: null, parts: [served(key, said, toInstant(context.now()))] };
    }
    return { cursor: null };
  },
  extract({ key, parts }) {
    const text = new TextDecoder().decode(parts[0]?.response.body);
    if (text.startsWith("throw")) throw new Error("the brackets do not match");
    if (text.startsWith("abort")) process.abort();
    while (text.startsWith("loop"));
    return {
      title: `Document ${key}`,
      language: "en",
      sourceUrl: `https://brittle.invalid/${key}`,
      officialUrl: null,
      citation: null,
      fullCitation: null,
      publishedAt: null,
      form: "page",
      complete: true,
      blocks: [{ kind: "paragraph", path: [], text }],
      facts: {},
      deadlines: [],
      threadKeys: [],
      links: [],
    };
  },
};

function served(key: string, text: string, fetchedAt: string): CapturePart {
  const url = `https://brittle.invalid/${key}`;
  const body = new TextEncoder().encode(text);
  return { role: "page", response: { url, finalUrl: url, status: 200, headers: {}, redirects: [], body, fetchedAt } };
}
