import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, visit, type Document } from "yaml";

/** A YAML text as fields, with the line of each, or why it is none. */
export type YamlFields =
  | {
      readonly ok: true;
      readonly fields: Readonly<Record<string, unknown>>;
      readonly lineOf: (path: readonly PropertyKey[]) => number | null;
    }
  | ({ readonly ok: false } & Fault);

interface Fault {
  readonly line: number | null;
  readonly message: string;
}

/** Reads one YAML document that is a set of fields. `needs` says which fields it cannot be without. */
export function readYaml(text: string, needs: string): YamlFields {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const fault = syntaxFault(document, text, lines, needs);
  if (fault) return { ok: false, ...fault };
  return {
    ok: true,
    fields: document.toJS() as Readonly<Record<string, unknown>>,
    lineOf: (path) => lineOf(document, lines, path),
  };
}

function syntaxFault(document: Document, text: string, lines: LineCounter, needs: string): Fault | null {
  const [error] = [...document.errors, ...document.warnings];
  if (error) {
    const { line } = lines.linePos(error.pos[0]);
    const tab = error.code === "TAB_AS_INDENT" || /^\s*\t/.test(text.split("\n")[line - 1] ?? "");
    if (tab) return { line, message: "is indented with a tab; YAML takes spaces." };
    if (error.code === "DUPLICATE_KEY") return { line, message: "names a field that already stands above; keep one." };
    return { line, message: `is not YAML that can be read: ${sentence(error.message)}` };
  }
  if (document.contents === null) return { line: null, message: `is empty; it needs at least ${needs}.` };
  if (!isMap(document.contents)) return { line: 1, message: `must hold fields: at least ${needs}.` };
  return aliasFault(document, lines);
}

/** Aliases can blow a small file up to any size, and nobody needs one here. */
function aliasFault(document: Document, lines: LineCounter): Fault | null {
  let offset: number | undefined;
  visit(document, {
    Alias(_, alias) {
      offset = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  if (offset === undefined) return null;
  return { line: lines.linePos(offset).line, message: "uses an alias (*name); write the value out." };
}

function sentence(text: string): string {
  return `${text.replace(/[.\s]+$/, "")}.`;
}

/** The line of the last step of the path that is there; a missing field is named at what should hold it. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | null {
  let node: unknown = document.contents;
  let offset = isNode(node) ? node.range?.[0] : undefined;
  for (const step of path) {
    const item = isMap(node)
      ? node.items.find(({ key }) => (isScalar(key) ? String(key.value) : String(key)) === String(step))
      : isSeq(node)
        ? node.items[Number(step)]
        : undefined;
    if (item === undefined) break;
    const marked = isPair(item) ? item.key : item;
    if (isNode(marked)) offset = marked.range?.[0];
    node = isPair(item) ? item.value : item;
  }
  return offset === undefined ? null : lines.linePos(offset).line;
}
