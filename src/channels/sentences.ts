/** The beginning of a text in at most `most` characters: whole sentences if there is room for one, else whole words; `…` if cut. */
export function cutAtSentence(text: string, most: number): string {
  if (text.length <= most) return text;
  const room = most - 2;
  const kept = fill(sentences.segment(text), room).trimEnd();
  if (kept.length > room / 4) return `${kept} …`;
  const letters = fill(graphemes.segment(text), room);
  const space = letters.lastIndexOf(" ");
  return `${(space > room / 2 ? letters.slice(0, space) : letters).trimEnd()}…`;
}

const sentences = new Intl.Segmenter("en", { granularity: "sentence" });
// A cut must not leave half a character.
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

function fill(segments: Intl.Segments, most: number): string {
  let kept = "";
  for (const { segment } of segments) {
    if (kept.length + segment.length > most) break;
    kept += segment;
  }
  return kept;
}
