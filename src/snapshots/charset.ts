/** Text and the WHATWG name of the encoding it was read in. */
export interface DecodedText {
  readonly text: string;
  readonly charset: string;
}

/**
 * Decodes what a publisher served: by byte order mark, then by what the header, the XML declaration or the page's `meta` says,
 * then by trying UTF-8, GB 18030 and windows-1252. A declaration that the bytes contradict is passed over. GB 2312 and GBK are
 * read as GB 18030, which holds both. A few broken bytes become U+FFFD and do not change the choice. Never throws.
 */
export function decodeText(body: Uint8Array, contentType: string | undefined): DecodedText {
  const marked = byteOrderMark(body);
  if (marked !== null) return { text: new TextDecoder(marked).decode(body), charset: marked };
  for (const charset of declaredCharsets(body, contentType)) {
    if (charset !== "utf-8" && contradictsAsUtf8(body, charset)) break;
    // What servers declare by default, over text that has hardly a Western letter.
    if (charset === "windows-1252" && looksChinese(body)) continue;
    const text = decodeMostly(body, charset);
    if (text !== null) return { text, charset };
  }
  const utf8 = decodeMostly(body, "utf-8");
  if (utf8 !== null) return { text: utf8, charset: "utf-8" };
  const chinese = looksChinese(body) ? decodeMostly(body, "gb18030") : null;
  if (chinese !== null) return { text: chinese, charset: "gb18030" };
  return { text: new TextDecoder("windows-1252").decode(body), charset: "windows-1252" };
}

function byteOrderMark(body: Uint8Array): string | null {
  const [first, second, third, fourth] = body;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  // No mark, but "<?" or "<h" with every other byte zero (XML 1.0, appendix F).
  if (first === 0x3c && second === 0 && fourth === 0) return "utf-16le";
  if (first === 0 && second === 0x3c && third === 0) return "utf-16be";
  return null;
}

function declaredCharsets(body: Uint8Array, contentType: string | undefined): readonly string[] {
  // The HTML standard looks into the first 1024 bytes; real pages need more.
  const head = new TextDecoder("windows-1252").decode(body.subarray(0, 4096));
  const labels = [
    /charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(contentType ?? "")?.[1],
    /^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]+)["']/i.exec(head)?.[1],
    /<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1],
  ];
  return labels.flatMap((label) => (label === undefined ? [] : (encodingFor(label) ?? [])));
}

function encodingFor(label: string): string | null {
  try {
    const { encoding } = new TextDecoder(label);
    if (encoding === "gbk" || encoding === "gb2312") return "gb18030";
    // What we could read the declaration of as single bytes is not UTF-16 (HTML standard, 13.2.3.3).
    return encoding.startsWith("utf-16") || encoding === "x-user-defined" ? "utf-8" : encoding;
  } catch {
    return null;
  }
}

// Two-byte text is UTF-8 by chance only when it is short: the classic is one Chinese word of two characters.
const enoughToTell = 8;

function contradictsAsUtf8(body: Uint8Array, charset: string): boolean {
  const text = decode(body, "utf-8", true);
  if (text === null) return false;
  const singleByte = /^(windows|iso-8859|macintosh|koi8|ibm)/.test(charset);
  return countWide(text).wide >= (singleByte ? 1 : enoughToTell);
}

/** Decodes if most of what is beyond ASCII can be read; null if the bytes are of another encoding. */
function decodeMostly(body: Uint8Array, charset: string): string | null {
  const strict = decode(body, charset, true);
  if (strict !== null) return strict;
  const text = decode(body, charset, false);
  if (text === null) return null;
  const { wide, broken } = countWide(text);
  return broken <= wide * 0.3 ? text : null;
}

function countWide(text: string): { readonly wide: number; readonly broken: number } {
  let wide = 0;
  let broken = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0xfffd) broken += 1;
    else if (code > 0x7f) wide += 1;
  }
  return { wide, broken };
}

function decode(body: Uint8Array, charset: string, fatal: boolean): string | null {
  try {
    return new TextDecoder(charset, { fatal }).decode(body);
  } catch {
    return null;
  }
}

// Western text with curly quotes often passes as GB 18030, each quote taken with the letter behind it. In Chinese text both
// bytes of nearly every character lie beyond ASCII.
function looksChinese(body: Uint8Array): boolean {
  let pairs = 0;
  let beyondAscii = 0;
  for (let at = 0; at < body.length; at += 1) {
    if ((body[at] ?? 0) < 0x81) continue;
    at += 1;
    pairs += 1;
    if ((body[at] ?? 0) >= 0x80) beyondAscii += 1;
  }
  return pairs > 0 && beyondAscii > pairs * 0.7;
}
