const longest = 200;

/** Evidence as it is shown: one line, cut at a word. */
export function clip(text: string): string {
  const flat = text.replace(/\s+/gu, " ").trim();
  if (flat.length <= longest) return flat;
  const head = flat.slice(0, longest);
  const space = head.lastIndexOf(" ");
  return `${(space > longest / 2 ? head.slice(0, space) : head.replace(/[\ud800-\udbff]$/, "")).trimEnd()}…`;
}
