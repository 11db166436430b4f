import { z } from "zod";
import type { FeedProblem } from "../model/feed.ts";
import { termsFile, type TermRegister } from "../model/term.ts";
import type { Json } from "../model/json.ts";
import { hashJson } from "../lib/hash.ts";
import { complaints, type Complaint } from "./complaint.ts";
import { readYaml } from "./yaml-fields.ts";

/** The name of the register in the feeds folder: no feed can have it. */
export const termsFileName = "terms.yaml";

/** The register where there is no file. */
export const noTerms: TermRegister = { terms: [], hash: "none" };

// Raised where texts would be read otherwise with the same file.
const revision = 1;

/** Reads the register's text. Every problem names the line, the field and what to do; a register with one is not used. */
export function readTermsFile(
  text: string,
  file: string,
): { readonly register: TermRegister; readonly problems: readonly FeedProblem[] } {
  const yaml = readYaml(text, "`terms:` with a list");
  if (!yaml.ok) return { register: noTerms, problems: [{ file, line: yaml.line, field: null, message: yaml.message }] };
  const read = termsFile.safeParse(yaml.fields, { reportInput: true });
  const found = read.success ? namesakes(read.data.terms) : complaints(read.error, termsFile);
  const problems = found.map(({ path, message }) => ({ file, line: yaml.lineOf(path), field: fieldOf(path), message }));
  if (!read.success || problems.length > 0) return { register: noTerms, problems };
  return { register: { terms: read.data.terms, hash: hashJson([revision, read.data.terms]).slice(0, 16) }, problems };
}

/** Describes the register to editors. */
export function termsJsonSchema(): Json {
  const described = z.toJSONSchema(termsFile, { target: "draft-7", io: "input" });
  return JSON.parse(JSON.stringify({ ...described, title: "The terms that regwatch follows" })) as Json;
}

/** Ids and words belong to one term alone, and a term without a word stands nowhere. */
function namesakes(terms: z.infer<typeof termsFile>["terms"]): readonly Complaint[] {
  const owners = new Map<string, string>();
  return terms.flatMap(({ id, en, zh }, index) => {
    const path = ["terms", index];
    const isDouble = terms.findIndex((term) => term.id === id) < index;
    return [
      ...(isDouble
        ? [{ path: [...path, "id"], message: `"${id}" is the id of a term above; give each its own.` }]
        : []),
      ...(en.length + zh.length === 0 ? [{ path, message: `"${id}" has no words; give some in en or zh.` }] : []),
      ...[...en.map((word) => ["en", word] as const), ...zh.map((word) => ["zh", word] as const)].flatMap(
        ([language, word]) => {
          const owner = owners.get(word.toLowerCase());
          owners.set(word.toLowerCase(), owner ?? id);
          if (owner === undefined) return [];
          return [{ path: [...path, language], message: `"${word}" stands under ${owner} already; keep one.` }];
        },
      ),
    ];
  });
}

function fieldOf(path: readonly PropertyKey[]): string | null {
  const name = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("");
  return name.replace(/^\./, "") || null;
}
