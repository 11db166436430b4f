import type { Fetched } from "../../model/snapshot.ts";
import type { Block } from "../../model/text.ts";
import { readBillXml } from "../../snapshots/bill-xml.ts";
import { blocksOf } from "../../snapshots/blocks-of.ts";
import { decodeText } from "../../snapshots/charset.ts";

/** The text of one print of a bill. */
export interface BillPrint {
  readonly blocks: readonly Block[];
  /** The committee struck the whole text and put another in its place. */
  readonly substitute: boolean;
}

/** Reads a print in either XML dialect, or as a page or plain text. Throws `ReadingError` where it is none. */
export function readPrint(response: Fetched): BillPrint {
  const reading = blocksOf(response.body, {
    name: response.url,
    contentType: response.headers["content-type"],
  });
  const blocks = law(reading.blocks);
  const isNoted = reading.blocks.some((block) => block.path[0] === "Front matter" && strikeNote.test(block.text));
  return { blocks, substitute: isNoted || isReplaced(response, blocks) };
}

const strikeNote = /\bstrike (?:out )?all after the (?:enacting|resolving) clause\b/i;

// Who brought it, to whom it was sent, who attests it and its long title stand in the record; they alone tell a referral print from the
// one before.
function law(blocks: readonly Block[]): readonly Block[] {
  return blocks.filter(({ path }) => path[0] !== "Front matter" && path[0] !== "Long title");
}

// Where the printer does not say so: most of the old text is struck, and most of the new one was put in.
function isReplaced({ body, headers }: Fetched, inserted: readonly Block[]): boolean {
  const source = decodeText(body, headers["content-type"]).text;
  if (!/strikethrough|changed="deleted"/.test(source)) return false;
  const struck = law(readBillXml(source, "struck").blocks).filter(isProvision);
  const now = new Set(inserted.filter(isProvision).map((block) => block.text));
  const before = new Set(struck.map((block) => block.text));
  const gone = struck.filter((block) => !now.has(block.text)).length;
  const came = [...now].filter((text) => !before.has(text)).length;
  return gone > struck.length * 0.6 && came > now.size * 0.6;
}

function isProvision(block: Block): boolean {
  return block.kind !== "heading";
}
