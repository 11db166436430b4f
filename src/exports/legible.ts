/** What XML 1.0 cannot hold (section 2.2) would make a Word file that does not open. */
export function legible(text: string): string {
  return text.toWellFormed().replace(/[^\t\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
}
