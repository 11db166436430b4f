import { Parser } from "htmlparser2";
import { billBlocks } from "./bill-text.ts";
import type { BillText } from "./bill-xml.ts";
import { refuseNesting } from "./nesting.ts";
import { pageBuilder } from "./page-builder.ts";

/** A bill as congress.gov's style sheet sets it (class names `lbex…`), or null for any other page. */
export function readBillHtml(source: string): BillText | null {
  if (!/class="lbex\w+"/.test(source)) return null;
  refuseNesting(source, "html");
  const builder = pageBuilder({ lenient: true });
  let title = "";
  let inTitle = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === "title") inTitle = true;
      // The contents are said again by the sections.
      builder.open(/\blbexToc/.test(attributes["class"] ?? "") ? "template" : name, attributes);
    },
    ontext(data) {
      if (inTitle) title += data;
      builder.text(data);
    },
    onclosetag(name) {
      if (name === "title") inTitle = false;
      builder.close(name);
    },
  });
  parser.end(source);
  const blocks = billBlocks(builder.finish().map((piece) => ({ text: piece.text.replace(/^\| /, "") })));
  return { title: title.trim() === "" ? null : title.trim(), blocks };
}
