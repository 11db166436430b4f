/**
 * A passage without what counts visits or tells how long ago something was, or "" where nothing else is left: such lines change with
 * every visit and are no text of the publisher. Dates stay.
 */
export function withoutNoise(text: string): string {
  if (text.length > longestNoise) return asides.test(text) ? tidied(text.replaceAll(asidesAll, "")) : text;
  if (whole.some((pattern) => pattern.test(text))) return "";
  let rest = text;
  for (const pattern of parts) rest = rest.replaceAll(pattern, " ");
  if (rest === text) return text;
  const left = tidied(rest).replace(/^[|·•,;，；\s]+|(?<![|·•,;，；\s])[|·•,;，；\s]+$/g, "");
  return /[\p{L}\p{N}]/u.test(left) ? left : "";
}

/** Whether a passage is a banner's question about cookies: it names the choice of all or none, as policies do not. */
export function isConsent(text: string): boolean {
  if (text.length > 700 || !/cookie/i.test(text)) return false;
  return (
    /\b(?:accept|reject|decline|allow|refuse) all\b/i.test(text) ||
    /^cookie (?:notice|settings|preferences|consent)$/i.test(text)
  );
}

/** Whether a run of text is only said to screen readers after a link. */
export function isSpokenAside(text: string): boolean {
  return (
    text.length < 60 &&
    /^\s*\(?opens? (?:in )?(?:an? )?(?:new|external) (?:window|tab|browser window|site|website|link)\)?\s*$/i.test(text)
  );
}

const longestNoise = 240;

function tidied(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

const ago =
  "(?:(?:about|over|almost|less than|more than) )?(?:an?|one|\\d+) ?(?:second|minute|hour|day|week|month|year)s? ago|yesterday|today|just now|(?:this|last) (?:week|month|year)";
const agoChinese = "\\d+ ?(?:秒|分钟|小时|天|周|个月|年)前|昨天|刚刚";

/** Passages that are noise as a whole. */
const whole: readonly RegExp[] = [
  new RegExp(
    `^(?:last )?(?:updated|modified|edited|published|posted|written by [^.]{1,40})(?: (?:on|over|about))*:? ?(?:${ago})\\.?$`,
    "i",
  ),
  new RegExp(`^(?:更新于|发布于|最后更新|更新时间)[:：]? ?(?:${agoChinese})$`, "u"),
  /^(?:copyright )?(?:©|\(c\)|&copy;|ⓒ)(?: ?copyright)?,? ?(?:\d{4}|[^.]{1,60}?\d{4}|[\p{Lu}][^.]{1,60}all rights reserved)[^]{0,120}$/iu,
  /^copyright (?:\d{4})[^]{0,120}$/iu,
  /^版权所有[^。]{0,60}(?:\d{4}|©)[^。]{0,60}$/u,
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)day,? (?:[a-z]{3,9}\.? \d{1,2}|\d{1,2} [a-z]{3,9}),? \d{4}(?:,? [\d:]+ ?(?:[ap]m)?)?$/i,
  /^(?:今天是?[:：]?)? ?\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日 ?星期[一二三四五六日天]$/u,
  /^(?:page|seite) \d+(?: ?(?:of|\/) ?\d+)?$/i,
  /^第 ?\d+ ?页(?:[，,]? ?共 ?\d+ ?页)?$/u,
  /^(?:skip to (?:the )?(?:main )?(?:content|navigation)|back to top|go to top|return to top|print(?: this page)?|share(?: this(?: page| article)?)?|copy (?:link|page)|download pdf|table of contents|on this page|in this article|loading(?:\.{3}|…)?|opens? in (?:a )?new (?:window|tab)|menu|search|close|expand all|collapse all|jump to (?:content|section))$/i,
  /^(?:返回顶部|回到顶部|打印(?:本页)?|分享(?:到)?|复制链接|关闭(?:窗口)?|目录|字体：?[ 大中小]*|扫一扫)$/u,
  /^(?:was this (?:page |article )?helpful\??|did this answer your question\??)(?: (?:yes|no|thanks for your feedback!?))*$/i,
  /^\d+ min(?:ute)?s? read$/i,
  /^(?:(?:ctrl|cmd|alt|shift|option|⌘|⌥|⇧|⌃)(?: ?\+ ?| )?)+[a-z0-9/]$/iu,
  /^\d+ out of \d+ found this helpful$/i,
];

const number = "[\\d,.]+ ?[kKmM万]?";

/** Passages in a line that are noise while the rest of it is not. */
const parts: readonly RegExp[] = [
  new RegExp(`(?:浏览|阅读|点击|访问|查看)(?:次数|量|数|人次)?[：:]\\s?${number} ?次?`, "gu"),
  new RegExp(`(?:浏览|阅读|点击|访问)(?:次数|量|数)\\s?${number} ?次?`, "gu"),
  new RegExp(`\\bNumber of (?:views|visits|visitors|downloads|hits) ?[:(] ?${number} ?\\)?`, "gi"),
  new RegExp(`\\b(?:page )?(?:views|visits|visitors|hits) ?: ?${number}`, "gi"),
  new RegExp(`^${number} (?:views|visits|page views|downloads)$`, "gi"),
  /\(?(?:\bopens?|Opens?) in (?:a )?new (?:window|tab|browser window)\)?/g,
  new RegExp(`\\b(?:last )?updated:? (?:${ago})`, "gi"),
];

const asides = /[Oo]pens? in (?:a )?new (?:window|tab|browser window)/;
const asidesAll = /\s?\(?(?:\bopens?|Opens?) in (?:a )?new (?:window|tab|browser window)\)?/g;
