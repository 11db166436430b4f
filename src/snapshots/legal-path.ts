/** How a kind of text numbers its paragraphs, outermost first: CFR sections (1 CFR 21.11), executive orders, statutes. */
export type Numbering = "cfr" | "order" | "statute";

/** An enumerator at the head of a paragraph, as `(a)`. `italic` where the typesetting says so; CFR levels 5 and 6 are italic. */
export interface Label {
  readonly text: string;
  readonly italic?: boolean;
}

/** A paragraph as numbering sees it. `gap` where paragraphs are left out before it (`* * *`). */
export interface Numbered {
  readonly labels: readonly Label[];
  readonly gap?: boolean;
}

type Kind = "letter" | "number" | "roman" | "Letter" | "Roman";

const levels: Readonly<Record<Numbering, readonly Kind[]>> = {
  cfr: ["letter", "number", "roman", "Letter", "number", "roman"],
  order: ["letter", "roman", "Letter", "number"],
  statute: ["letter", "number", "Letter", "roman", "Roman"],
};

const beamWidth = 12;

const headingBeforeFirst = /^\s*\p{Lu}[^.:;—]{0,150}[.:—] ?(?=\((?:a|1|i|A)\)[ \p{Lu}])/u;

/**
 * The path of every paragraph of a section, as `["(b)", "(2)"]`. An unlabelled paragraph has the path of the one before. Whether `(i)` is
 * a letter or a numeral depends on what follows, so whole readings of the section compete and the most regular one wins.
 */
export function legalPaths(paragraphs: readonly Numbered[], numbering: Numbering): readonly (readonly string[])[] {
  let beam: readonly Reading[] = [{ steps: [], cost: 0, before: null }];
  for (const paragraph of paragraphs) beam = advance(beam, paragraph, levels[numbering]);
  const paths: (readonly string[])[] = [];
  for (let reading = beam[0] ?? null; reading?.before != null; reading = reading.before)
    paths.push(reading.steps.map((step) => step.text).filter((text) => text !== ""));
  return paths.toReversed();
}

/**
 * The enumerators a paragraph begins with, and first ones that follow its headings on the same line: `(g) Master files. (1) A licence…`
 * gives `(g)`, `(1)`.
 */
export function leadingLabels(text: string): readonly Label[] {
  const labels: Label[] = [];
  let rest = text;
  for (let label = firstLabel(rest); label !== null; label = firstLabel(rest)) {
    labels.push({ text: label.trim() });
    rest = rest.slice(label.length).replace(headingBeforeFirst, "");
  }
  return labels;
}

interface Step {
  readonly text: string;
  readonly ordinal: number;
}

interface Reading {
  readonly steps: readonly Step[];
  readonly cost: number;
  readonly before: Reading | null;
}

function advance(beam: readonly Reading[], paragraph: Numbered, kinds: readonly Kind[]): readonly Reading[] {
  const next = beam.flatMap((reading) => {
    let open: readonly { steps: readonly Step[]; cost: number }[] = [reading];
    paragraph.labels.forEach((label, index) => {
      const inside = index > 0;
      const further = open.flatMap((state) => placements(state, label, kinds, paragraph.gap === true, inside));
      if (further.length > 0) open = further;
    });
    return open.map((state) => ({ ...state, before: reading }));
  });
  return next.toSorted((a, b) => a.cost - b.cost).slice(0, beamWidth);
}

// `inside`: a second label of the same paragraph can only go deeper than the first.
function placements(
  state: { readonly steps: readonly Step[]; readonly cost: number },
  label: Label,
  kinds: readonly Kind[],
  gap: boolean,
  inside: boolean,
): readonly { steps: readonly Step[]; cost: number }[] {
  const depth = state.steps.length;
  return kinds.flatMap((kind, level) => {
    const ordinal = ordinals[kind](label.text.slice(1, -1));
    if (ordinal === null || (inside && level < depth)) return [];
    const cost =
      state.cost +
      stepCost(state.steps[level]?.ordinal ?? null, ordinal, level - depth, gap) +
      italicCost(label, level);
    return [{ steps: [...filledTo(state.steps, level), { text: label.text, ordinal }], cost }];
  });
}

// A section may begin at a deeper level: the paragraphs of a definition are (1), (2) without an (a) above them.
function filledTo(steps: readonly Step[], level: number): readonly Step[] {
  const missing = Array.from({ length: Math.max(0, level - steps.length) }, () => ({ text: "", ordinal: 0 }));
  return [...steps.slice(0, level), ...missing];
}

function stepCost(previous: number | null, ordinal: number, below: number, gap: boolean): number {
  if (previous === null) return Math.max(0, below) * 3 + (ordinal === 1 ? 0.05 : gap ? 1 : 1.5);
  const climb = (-below - 1) * 0.01;
  if (ordinal === previous + 1) return climb;
  if (ordinal > previous) return climb + (gap ? 1 : 2);
  return climb + (ordinal === previous ? 3 : 4);
}

function italicCost(label: Label, level: number): number {
  if (label.italic === undefined) return 0;
  return label.italic === level >= 4 ? 0 : 2;
}

function firstLabel(text: string): string | null {
  const match = /^\s*\(([a-z]{1,6}|[A-Z]{1,6}|\d{1,3})\)/.exec(text);
  return match?.[1] !== undefined && isEnumerator(match[1]) ? match[0] : null;
}

function isEnumerator(text: string): boolean {
  return Object.values(ordinals).some((ordinal) => ordinal(text) !== null);
}

const ordinals: Readonly<Record<Kind, (text: string) => number | null>> = {
  number: (text) => (/^\d{1,3}$/.test(text) ? Number(text) : null),
  letter: letterOrdinal,
  Letter: (text) => (isUpper(text) ? letterOrdinal(text.toLowerCase()) : null),
  roman: romanOrdinal,
  Roman: (text) => (isUpper(text) ? romanOrdinal(text.toLowerCase()) : null),
};

function isUpper(text: string): boolean {
  return text === text.toUpperCase();
}

// After (z) come (aa), (bb): the same letter repeated.
function letterOrdinal(text: string): number | null {
  if (!/^([a-z])\1{0,2}$/.test(text)) return null;
  return text.charCodeAt(0) - 96 + (text.length - 1) * 26;
}

function romanOrdinal(text: string): number | null {
  if (!/^(?=[ivxlc])(c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$/.test(text)) return null;
  const values: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100 };
  const digits = text.split("").map((letter) => values[letter] ?? 0);
  return digits.reduce((sum, digit, index) => sum + (digit < (digits[index + 1] ?? 0) ? -digit : digit), 0);
}
