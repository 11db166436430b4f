import { printable } from "../../model/printable.ts";
import type { Passage } from "../../model/composed.ts";
import type { Significance } from "../../model/significance.ts";
import type { Link, Part } from "./parts.ts";

/** What the logo is called within the mail that brings it along. */
export const logoId = "logo@letterhead";

/**
 * Parts as an HTML mail: styles stand in the elements, since many readers drop style sheets; the sheet only turns colours for the dark and
 * nothing is loaded from anywhere. `preview` is what lists of mails show beside the subject.
 */
export function asHtml(parts: readonly Part[], title: string, preview: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escaped(title)}</title><style>${dark}</style></head>
<body class="b" style="margin:0;padding:0;background:#f3f4f6;color:#1b1f24">
<div style="display:none;max-height:0;overflow:hidden">${escaped(preview)}</div>
<div class="p" role="article" style="max-width:640px;margin:0 auto;padding:20px 16px 28px;background:#ffffff;${face};font-size:16px;line-height:1.5;overflow-wrap:break-word;word-break:break-word">
${parts.map(partHtml).join("\n")}
</div></body></html>
`;
}

/** Foreign text in which nothing is markup and nothing turns the writing direction. */
export function escaped(text: string): string {
  return printable(text.replace(/\s+/gu, " "))
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

const face =
  "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Noto Sans','PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif";

const dark = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.b{background:#101214!important;color:#e4e6ea!important}.p{background:#181b1f!important}
.m{color:#a3abb6!important}.a{color:#8ab8ff!important}.r{border-color:#3a4048!important}
.i{color:#9fe3b6!important;background:#15391f!important}.d{color:#ffb3ab!important;background:#47201d!important}
.q{border-color:#4a525c!important}
.urgent{color:#ff9d94!important}.substantive{color:#ffc27a!important}.editorial{color:#9cc4ff!important}}`;

function partHtml(part: Part): string {
  switch (part.kind) {
    case "title":
      return `<h1 style="font-size:22px;line-height:1.25;margin:0 0 8px">${escaped(part.text)}</h1>`;
    case "heading":
      return `<h2 class="r" style="font-size:18px;line-height:1.3;margin:28px 0 4px;padding-top:14px;border-top:1px solid #d5d9df">${escaped(part.text)}</h2>`;
    case "subheading":
      return `<h3 style="font-size:16px;line-height:1.35;margin:18px 0 4px">${escaped(part.text)}</h3>`;
    case "entry":
      return entryHtml(part);
    case "line":
      return paragraph(part.text, "margin:0 0 8px");
    case "strong":
      return paragraph(part.text, "margin:14px 0 6px;font-weight:700");
    case "fine":
      return `<p class="m" style="margin:0 0 6px;font-size:13px;color:#5b6470">${escaped(part.text)}</p>`;
    case "date":
      return paragraph(part.text, "margin:0 0 6px;padding-left:12px");
    case "fact":
      return `<p style="margin:0 0 6px;padding-left:12px">${escaped(part.label)}: ${deleted(part.before)} → ${inserted(part.after)}</p>`;
    case "passage":
      return passageHtml(part.passage);
    case "links":
      return `<p style="margin:6px 0 8px">${part.links.map(linkHtml).join(" &nbsp;·&nbsp; ")}</p>`;
    case "button":
      return `<p style="margin:20px 0"><a href="${escaped(part.link.url)}" style="display:inline-block;background:#1d4f91;color:#ffffff;padding:12px 22px;border-radius:6px;text-decoration:none;font-weight:600">${escaped(part.link.label)}</a></p>`;
    case "comment":
      return `<p class="r" style="margin:10px 0 18px;padding-bottom:22px;border-bottom:1px solid #aab1bb;font-style:italic">Comment:</p>`;
    case "rule":
      return `<hr class="r" style="border:0;border-top:1px solid #d5d9df;margin:24px 0 12px">`;
    // The logo is what is left.
    default:
      return `<p style="margin:0 0 8px"><img src="cid:${logoId}" alt="${escaped(part.alt)}" height="48" style="height:48px;width:auto;max-width:100%"></p>`;
  }
}

function entryHtml({ significance, text, title }: Extract<Part, { kind: "entry" }>): string {
  const head = `<h3 class="${significance}" style="font-size:16px;line-height:1.35;margin:18px 0 2px;color:${colours[significance]}">${escaped(text)}</h3>`;
  return title === "" ? head : `${head}\n${paragraph(title, "margin:0 0 6px;font-weight:600")}`;
}

const colours: Readonly<Record<Significance, string>> = {
  urgent: "#a3150b",
  substantive: "#8a4b00",
  editorial: "#1d4f91",
  cosmetic: "#5b6470",
};

function paragraph(text: string, style: string): string {
  return `<p style="${style}">${escaped(text)}</p>`;
}

// Readers without colour see the underline and the stroke; readers without either hear of an insertion and a deletion.
function passageHtml({ section, spans }: Passage): string {
  const words = spans
    .map(({ op, text }) => {
      if (op === "equal") return escaped(text);
      return op === "insert" || op === "move-to" ? inserted(text) : deleted(text);
    })
    .join("");
  const place = section === "" ? "" : `<b>${escaped(section)}</b> `;
  return `<blockquote class="q" style="margin:8px 0;padding:2px 0 2px 12px;border-left:3px solid #b9c1cb">${place}${words}</blockquote>`;
}

function inserted(text: string): string {
  return `<ins class="i" style="color:#0a5128;background:#d9f2e1;text-decoration:underline;padding:0 2px">${escaped(text)}</ins>`;
}

function deleted(text: string): string {
  return `<del class="d" style="color:#8c1a11;background:#fbe2df;text-decoration:line-through;padding:0 2px">${escaped(text)}</del>`;
}

function linkHtml({ label, url }: Link): string {
  return `<a class="a" href="${escaped(url)}" style="color:#1d4f91">${escaped(label)}</a>`;
}
