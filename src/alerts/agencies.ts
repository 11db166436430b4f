/** An agency's name, taken apart once for many questions. */
export interface AgencyName {
  readonly words: readonly string[];
  /** As the words stand, and with the last one first, as in `BIS` and `OFAC`. */
  readonly acronyms: readonly string[];
}

/** Takes a folded name apart. */
export function agencyName(name: string): AgencyName {
  const words = mainWords(name.split(" "));
  const initials = words.map((word) => word[0] ?? "");
  return { words, acronyms: [initials.join(""), [...initials.slice(-1), ...initials.slice(0, -1)].join("")] };
}

/**
 * Whether an agency is the one asked for. Publishers turn names round (`Industry and Security Bureau`), so words count in any order; an
 * acronym stands for all of them.
 */
export function isAgency({ words, acronyms }: AgencyName, asked: readonly string[]): boolean {
  const main = mainWords(asked);
  if (main.length > 0 && main.every((word) => words.includes(word))) return true;
  const [acronym] = main;
  return main.length === 1 && acronym !== undefined && acronym.length > 1 && acronyms.includes(acronym);
}

/** The words of a name that tell it from another. */
export function mainWords(words: readonly string[]): readonly string[] {
  return words.filter((word) => !empty.has(word));
}

const empty: ReadonlySet<string> = new Set(["", "of", "and", "the", "for", "on", "in"]);
