/**
 * What quoted text of a bill will be in the law it amends, as people cite it: `new § 1742(15)`. `instructions` are the texts it stands
 * under, outermost first ("In section 1753 (50 U.S.C. 4812)—", "in subsection (a)—", "by adding at the end the following:"), `label`
 * the number it begins with (`(15)`, `§ 1758A`), or null.
 */
export function newProvision(instructions: readonly string[], label: string | null): string {
  if (label !== null && !label.startsWith("(")) return `new ${label}`;
  const section = targetOf(instructions, label);
  if (section === null) return label === null ? "new text" : `new ${label}`;
  return `new § ${section}${label ?? ""}`;
}

const section = /\bsection (\d{1,6}[\w.-]{0,30}?(?:–\d{1,6})?)((?:\([\w]{1,5}\))*)(?=[\s,;:.—–(]|$)/i;
const within = /\b(?:in|to|of) (?:subsection|paragraph|subparagraph|clause|subclause) ((?:\(\w{1,5}\))+)/i;

// "(15)" is a paragraph: what an instruction says of levels below that is not above it.
function targetOf(instructions: readonly string[], label: string | null): string | null {
  let number: string | null = null;
  let levels: readonly string[] = [];
  for (const text of instructions) {
    const named = section.exec(text);
    if (named !== null) {
      number = named[1] ?? null;
      levels = (named[2] ?? "").match(/\(\w+\)/g) ?? [];
    }
    const inner = within.exec(named === null ? text : text.slice(0, named.index))?.[1]?.match(/\(\w+\)/g) ?? [];
    if (inner.length > 0 && number !== null)
      levels = [...levels.filter((level) => rank(level) < rank(inner[0])), ...inner];
  }
  if (number === null) return null;
  return number + (label === null ? levels : levels.filter((level) => rank(level) < rank(label))).join("");
}

/** How deep a statute's enumerator lies: (a), (1), (A), (i), (I). */
function rank(label = ""): number {
  const bare = label.slice(1, -1);
  if (/^\d/.test(bare)) return 1;
  if (/^[ivx]{2,}$/.test(bare)) return 3;
  if (/^[IVX]{2,}$/.test(bare)) return 4;
  if (/^[a-z]/.test(bare)) return 0;
  return 2;
}
