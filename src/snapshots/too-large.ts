import { Parser } from "htmlparser2";
import { ReadingError } from "../model/errors.ts";

// The largest rules have some ten thousand elements and nest some 30 deep. A tree of more takes gigabytes, and to walk down a page that
// is deeper takes time that grows with the square of its depth. XML is flattened below its own limit (xml-tree.ts).
const mostElements = { html: 300_000, xml: 1_000_000 };
const deepest = { html: 1000, xml: Number.POSITIVE_INFINITY };

/** Below it there is nothing to be afraid of, and most pages are below it. Characters. */
const harmless = 50_000;

/** Throws `ReadingError` for markup that nobody wrote for people: it is refused before it is made a tree. */
export function refuseTooLarge(source: string, kind: "html" | "xml" = "html"): void {
  if (source.length < harmless) return;
  let elements = 0;
  let depth = 0;
  const parser = new Parser(
    {
      onopentagname() {
        elements += 1;
        depth += 1;
        if (elements > mostElements[kind]) throw new ReadingError(`holds more than ${mostElements[kind]} elements`);
        if (depth > deepest[kind]) throw new ReadingError(`nests elements more than ${deepest[kind]} deep`);
      },
      onclosetag() {
        depth -= 1;
      },
    },
    { xmlMode: kind === "xml", decodeEntities: false },
  );
  parser.end(source);
}
