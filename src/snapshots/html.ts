import { Parser } from "htmlparser2";
import { enough, letterCount, mainPart } from "./main-part.ts";
import { pageBuilder, type PagePiece } from "./page-builder.ts";
import { readSelection } from "./html-selection.ts";
import { settledPage, type PageText } from "./page-text.ts";
import type { ReadingHint } from "./reading.ts";
import { refuseTooLarge } from "./too-large.ts";

/**
 * The text of a page: its main part by structure, or what the selectors pick. Tables come row by row, lists with their markers, and what
 * belongs to the frame of the page is left out.
 */
export function readHtml(source: string, hint: ReadingHint = {}): PageText {
  refuseTooLarge(source);
  if ((hint.select ?? []).length > 0 || (hint.remove ?? []).length > 0) return readSelection(source, hint);
  const page = streamed(source, false);
  const settled = settledPage(mainPart(page.pieces), page);
  if (letterCount(settled.pieces) >= enough) return settled;
  // A page that has all its text in what others use for the frame.
  const whole = streamed(source, true);
  const lenient = settledPage(mainPart(whole.pieces), whole);
  return letterCount(lenient.pieces) > letterCount(settled.pieces) * 3 ? lenient : settled;
}

interface StreamedPage {
  readonly pieces: readonly PagePiece[];
  readonly title: string | null;
  readonly language: string | null;
}

function streamed(source: string, lenient: boolean): StreamedPage {
  const builder = pageBuilder({ lenient });
  let title: string | null = null;
  let inTitle = false;
  let language: string | null = null;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === "title" && title === null) {
          inTitle = true;
          title = "";
        }
        if (name === "html" && language === null) language = attributes["lang"] ?? null;
        builder.open(name, attributes);
      },
      ontext(data) {
        if (inTitle) title += data;
        builder.text(data);
      },
      onclosetag(name) {
        if (name === "title") inTitle = false;
        builder.close(name);
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.end(source);
  return { pieces: builder.finish(), title, language };
}
