import type { Block } from "../../model/text.ts";
import { plainText } from "../../model/text.ts";
import { figuresIn, type Figures } from "./figures.ts";
import { foldedText, isNamed, namesIn } from "./names.ts";
import { sectionsOf, type Sections } from "./sections.ts";

/** One of two language versions, as read. `name` is its language as people say it. */
export interface Version {
  readonly name: string;
  readonly blocks: readonly Block[];
  readonly statedDate: string | null;
}

/** Where two versions part ways, as a sentence, and the provision it is in ("" for the page as a whole). */
export interface Divergence {
  readonly section: string;
  readonly text: string;
}

/**
 * Where what two language versions state parts ways: provisions that only one has, numbers, dates, names of services. Words are not
 * compared. A number counts as missing only where the other version has its value in no form: figures, words, other units.
 */
export function divergences(one: Version, other: Version): readonly Divergence[] {
  const pair = [sided(one), sided(other)] as const;
  return [...datesOfPages(one, other), ...sectionCounts(...pair), ...figures(...pair), ...names(...pair)];
}

interface Sided extends Version {
  readonly sections: Sections;
  readonly text: string;
  readonly folded: string;
  readonly whole: Figures;
}

function sided(version: Version): Sided {
  const sections = sectionsOf(version.blocks);
  const text = plainText(version.blocks);
  return { ...version, text, folded: foldedText(text), sections, whole: figuresIn([...sections.values()].join("\n")) };
}

function datesOfPages(one: Version, other: Version): readonly Divergence[] {
  if (one.statedDate === null || other.statedDate === null || one.statedDate === other.statedDate) return [];
  return [
    {
      section: "",
      text: `The ${one.name} page is dated ${one.statedDate}, the ${other.name} page ${other.statedDate}.`,
    },
  ];
}

function numbered({ sections }: Sided): readonly string[] {
  return [...sections.keys()].filter((label) => label !== "");
}

const fewest = 3;
const mostListed = 12;
const mostAlone = 40;

/** How much of the numbering both have: 1 where it is the same. */
function likeness(one: Sided, other: Sided): number {
  const [mine, theirs] = [numbered(one), numbered(other)];
  const shared = mine.filter((label) => other.sections.has(label)).length;
  return Math.min(mine.length, theirs.length) < fewest ? 0 : shared / Math.max(mine.length, theirs.length);
}

const alike = 0.8;

function sectionCounts(one: Sided, other: Sided): readonly Divergence[] {
  const [mine, theirs] = [numbered(one), numbered(other)];
  if (Math.min(mine.length, theirs.length) < fewest) return [];
  if (likeness(one, other) < alike) {
    if (mine.length === theirs.length) return [];
    const text = `The ${one.name} page has ${mine.length} numbered sections, the ${other.name} page ${theirs.length}.`;
    return [{ section: "", text }];
  }
  return [
    ...mine.filter((label) => !other.sections.has(label)).map((label) => alone(one, label)),
    ...theirs.filter((label) => !one.sections.has(label)).map((label) => alone(other, label)),
  ].slice(0, mostListed);
}

function alone({ name }: Version, label: string): Divergence {
  return { section: label, text: `Only the ${name} page has a section ${label}.` };
}

function figures(one: Sided, other: Sided): readonly Divergence[] {
  if (likeness(one, other) < alike) return inSection("", one.whole, other.whole, one, other, false);
  // Where one page has a section more, numbers shift against each other, and only what is nowhere else counts.
  const isSame = likeness(one, other) >= 0.95;
  return numbered(one)
    .filter((label) => other.sections.has(label))
    .flatMap((label) => {
      const mine = figuresIn(one.sections.get(label) ?? "");
      return inSection(label, mine, figuresIn(other.sections.get(label) ?? ""), one, other, isSame);
    });
}

function inSection(
  section: string,
  mine: Figures,
  theirs: Figures,
  one: Sided,
  other: Sided,
  isTrusted: boolean,
): readonly Divergence[] {
  return [
    ...parted(section, one, other, numbersOnly(mine, theirs), numbersOnly(theirs, mine), isTrusted, {
      one: (value) => one.whole.meant.has(value),
      other: (value) => other.whole.meant.has(value),
    }),
    ...parted(section, one, other, datesOnly(mine, theirs), datesOnly(theirs, mine), isTrusted, {
      one: (date) => one.whole.dates.has(date),
      other: (date) => other.whole.dates.has(date),
    }),
  ];
}

function numbersOnly(mine: Figures, theirs: Figures): ReadonlyMap<number, string> {
  return new Map([...mine.stated].filter(([value]) => !theirs.meant.has(value)));
}

// "May 2031" says less than "3 May 2031", and no other thing.
function datesOnly(mine: Figures, theirs: Figures): ReadonlyMap<string, string> {
  const others = [...theirs.dates];
  const only = [...mine.dates].filter((date) => !others.some((one) => one.includes(date) || date.includes(one)));
  return new Map(only.map((date) => [date, date]));
}

function parted<Value>(
  section: string,
  one: Version,
  other: Version,
  mine: ReadonlyMap<Value, string>,
  theirs: ReadonlyMap<Value, string>,
  isTrusted: boolean,
  elsewhere: { readonly one: (value: Value) => boolean; readonly other: (value: Value) => boolean },
): readonly Divergence[] {
  const isBoth = isTrusted && mine.size > 0 && theirs.size > 0;
  const left = [...mine].filter(([value]) => isBoth || !elsewhere.other(value)).map(([, written]) => written);
  const right = [...theirs].filter(([value]) => isBoth || !elsewhere.one(value)).map(([, written]) => written);
  if (section === "") return [...left.map(aloneIn(one)), ...right.map(aloneIn(other))].slice(0, mostAlone);
  if (left.length === 0 && right.length === 0) return [];
  if (right.length === 0) return [{ section, text: `Only ${one.name} says ${listed(left)}.` }];
  if (left.length === 0) return [{ section, text: `Only ${other.name} says ${listed(right)}.` }];
  return [{ section, text: `${one.name} says ${listed(left)}; ${other.name} says ${listed(right)}.` }];
}

// Each a line of its own, so that what comes later is told alone.
function aloneIn({ name }: Version): (written: string) => Divergence {
  return (written) => ({ section: "", text: `Only ${name} says ${written}.` });
}

function listed(values: readonly string[]): string {
  const shown = values.slice(0, mostListed).join(", ");
  return values.length > mostListed ? `${shown} and ${values.length - mostListed} more` : shown;
}

function names(one: Sided, other: Sided): readonly Divergence[] {
  return [...namesOnly(one, other), ...namesOnly(other, one)].slice(0, mostListed * 2);
}

function namesOnly(one: Sided, other: Sided): readonly Divergence[] {
  const mine = namesIn(one.text);
  const missing = mine.filter((name) => !isNamed(name, other.folded));
  // A page that translates names too has hardly any of them.
  if (missing.length > mine.length / 2 && missing.length > 2) return [];
  return missing.map((name) => {
    const section =
      [...one.sections].find(([label, text]) => label !== "" && isNamed(name, foldedText(text)))?.[0] ?? "";
    return { section, text: `Only ${one.name} names ${name}.` };
  });
}
