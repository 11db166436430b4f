/** Names of services and chips in a text: `Amazon Bedrock`, `NVIDIA H100`, `H100`. Each once, in order. */
export function namesIn(text: string): readonly string[] {
  const flat = text.normalize("NFKC").replaceAll(/\s+/g, " ");
  const found = [...flat.matchAll(branded), ...flat.matchAll(model)].map(([name]) => name.trim());
  return [...new Set(found)];
}

const brands =
  "Amazon|AWS|Azure|Microsoft|Google|NVIDIA|AMD|Intel|Oracle|Alibaba|Tencent|Huawei|Anthropic|OpenAI|Meta|Elastic";
const branded = new RegExp(
  `(?<![A-Za-z])(?:${brands})(?: (?:[A-Z][A-Za-z0-9]*|[0-9]{1,2}[a-z]?)(?![A-Za-z])){1,4}`,
  "g",
);
const model = /(?<![A-Za-z0-9-])[A-Z]{1,2}\d{2,4}[A-Z]?(?![A-Za-z0-9-])/g;

/** A text in which names are looked for. */
export function foldedText(text: string): string {
  return text.normalize("NFKC").replaceAll(/\s+/g, " ").toLowerCase();
}

/** Whether a folded text names it, be it without its brand: translations write the brand in their own letters. */
export function isNamed(name: string, folded: string): boolean {
  const words = name.toLowerCase().split(" ");
  return folded.includes(words.join(" ")) || (words.length > 1 && folded.includes(words.slice(1).join(" ")));
}
