/**
 * The text as it counts: two texts with the same normal form differ in typesetting alone. Case, words, numbers and punctuation
 * that carries meaning stay; kinds of space, quote and dash, markup, link targets and print marks go.
 */
export function normaliseText(text: string): string {
  if (ascii.test(text) && !noise.test(text)) return text;
  let out = text.normalize("NFKC").replace(invisible, "");
  if (out.includes("](")) out = out.replace(markdownLink, "$1");
  if (out.includes("://")) out = out.replace(address, plainAddress);
  if (out.includes("-->")) out = out.replace(comment, " ");
  out = out
    .replace(lineMark, "")
    .replace(pageMark, " ")
    .replace(/\s+/gu, " ")
    .replace(emphasis, "")
    .replace(escaped, "$1")
    .replace(doubleQuote, '"')
    .replace(singleQuote, "'")
    .replace(dash, "-")
    .replace(/ (?=[.,;:!?)\]])/g, "")
    .replace(/(?<=[([]) /g, "");
  if (cjk.test(out)) out = out.replace(cjkSpace, "");
  return out.trim();
}

/** Whether a line only says when the text was last changed: `Last updated: May 9, 2025`, `更新日期：2024年5月1日`. */
export function isStatedDate(line: string): boolean {
  return line.length < 160 && statedDate.test(line.normalize("NFKC").replace(emphasis, "").trim());
}

function plainAddress(url: string): string {
  const [, trail = ""] = /([.,;:!?)\]'"]*)$/.exec(url) ?? [];
  const bare = url.slice(0, url.length - trail.length);
  const [path = "", query = ""] = bare.split("#", 1)[0]?.split("?", 2) ?? [];
  const kept = query.split("&").filter((part) => part !== "" && !tracking.test(part));
  const address = path.replace(/^http:/i, "https:").replace(/\/$/, "");
  return (kept.length > 0 ? `${address}?${kept.join("&")}` : address) + trail;
}

/** What keeps an ASCII text from being its own normal form. Most blocks of most documents have none of it. */
const noise = /^ | $| {2}|[\t\n\v\f\r*_~`\\#<>|]|^[-+] |--|''| [.,;:!?)\]]|[([] |\]\(|:\/\/|Page /;
const ascii = /^[\t-\r -~]*$/;

const invisible = /\u034f|\ufe0e|\ufe0f|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/gu;
const markdownLink =
  /!?\[([^\]\n]{0,500})\]\((?:[a-z][a-z0-9+.-]*:|\/|#|\.{1,2}\/|[^\s()]{0,500}[./])(?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:\s"[^"\n]{0,300}")?\)/giu;
const address = /\bhttps?:\/\/[^\s<>"]{1,2000}/giu;
const tracking =
  /^(?:utm_\w+|trk|ectrk|sc_\w+|gclid|fbclid|msclkid|srsltid|ref|ref_|spm|openaicom-did|mc_[ce]id|_ga|wt\.mc_id|p=bl_\w+)\b/i;
/** Bullets, heading marks and quote marks at the start of a line. */
const lineMark = /^[ \t]*(?:#{1,6} +|> ?)*(?:[-+*•·▪▫◦‣∙●○■□►▸➢✓✔–—] +|[•·▪▫◦‣∙●○■□►▸➢])*/gmu;
/** Page numbers and lines drawn across the page. */
const pageMark = /^[ \t]*(?:[-_=]{3,}|\*{3,})[ \t]*$|\[\[?Page [A-Z]?\d+\]?\]|^Page \d+(?: of \d+)?$/gimu;
const comment = /<!--[^]{0,2000}?-->/gu;
/** Runs of emphasis marks that touch a word on one side only. `* * *` and `snake_case` stay. */
const emphasis = /(?<![\p{L}\p{N}])[*_~`]{1,3}(?=[^\s*_~`])|(?<=[^\s*_~`])[*_~`]{1,3}(?![\p{L}\p{N}])/gu;
const escaped = /\\([!-/:-@[-`{-~])/g;
const doubleQuote = /[“”„‟«»〝〞＂]|''|``/gu;
const singleQuote = /[‘’‚‛′`´ʼ]/gu;
const dash = / ?(?:[‒–—―⸺⸻─]|-{2,}) ?|[‐‑−﹣－]/gu;
const cjk = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u;
const cjkSpace = /(?<=[\u3000-\u30ff\u3400-\u9fff]) | (?=[\u3000-\u30ff\u3400-\u9fff])/gu;
const calendarDate =
  "(?:[A-Z][a-z]{2,8}\\.? \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}|\\d{1,2}(?:st|nd|rd|th)?(?: of)? [A-Z][a-z]{2,8}\\.?,? \\d{4}|[A-Z][a-z]{2,8} \\d{4}|\\d{4}[-/.年]\\d{1,2}(?:[-/.月]\\d{1,2}日?|月)|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{2,4})";
const statedDate = new RegExp(
  `^\\(?(?:(?:this |the )?(?:page|policy|agreement|document|terms|notice)?(?: was| were)? ?(?:last|most recently|date)? ?(?:updated?|modified|modification|revised|revision|changed|reviewed|effective|posted|published|version)(?: date)?(?: on| as of| from)?)\\s*[:-]?\\s*${calendarDate}(?: [\\d:]+(?: ?[ap]m)?(?: [A-Z]{2,4})?)?[.)]*(?: ?\\([^()]*\\))?$|^(?:previous|earlier|archived) versions[^()]{0,60}\\((?:last )?(?:updated|modified|revised)(?: on)?:? ${calendarDate}\\)$|^(?:${calendarDate}[ ,;|]*){2,}$|^.{0,20}(?:更新|修订|修改|生效|发布)(?:日期|时间|于)? ?:? ?${calendarDate}.{0,6}$`,
  "iu",
);
