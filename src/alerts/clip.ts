/** The beginning of a text in at most `length` characters, cut between words where there is a space near, with `…` if cut. */
export function clip(text: string, length: number): string {
  const plain = oneLine(text);
  if (plain.length <= length) return plain;
  const head = plain.slice(0, length - 1);
  const space = head.lastIndexOf(" ");
  return `${(space > length / 2 ? head.slice(0, space) : whole(head)).trimEnd()}…`;
}

/** The end of a text in at most `length` characters, with `…` before it if cut. */
export function clipStart(text: string, length: number): string {
  if (text.length <= length) return text;
  const tail = text.slice(1 - length);
  const space = tail.indexOf(" ");
  return `…${space !== -1 && space < length / 2 ? tail.slice(space + 1) : tail.replace(/^[\udc00-\udfff]/, "")}`;
}

/** A text with every run of white space made one space. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

// A cut must not leave half of a surrogate pair.
function whole(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, "");
}
