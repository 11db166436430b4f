/** Kinds of bills and resolutions, as addresses have them. */
export const billTypes = ["hr", "s", "hjres", "sjres", "hconres", "sconres", "hres", "sres"] as const;
export type BillType = (typeof billTypes)[number];

/** Names a bill everywhere: `hr2683-119`. */
export function billId(congress: number | string, type: string, number: number | string): string {
  return `${bareType(type)}${number}-${congress}`;
}

/** The parts of `hr2683-119`, `H.R. 2683` or `S.J.Res. 8`; `congress` is null where it is not stated. Null for anything else. */
export function readBillId(text: string): {
  readonly congress: number | null;
  readonly type: BillType;
  readonly number: string;
} | null {
  const match = /^([a-z.\s]+?)\s*(\d{1,5})(?:-(\d{2,3}))?$/i.exec(text.trim().slice(0, 60));
  const type = billTypes.find((known) => known === bareType(match?.[1] ?? ""));
  if (match === null || type === undefined) return null;
  return { type, number: match[2] ?? "", congress: match[3] === undefined ? null : Number(match[3]) };
}

/** As people write it: `H.R. 2683`. */
export function billName(type: string, number: string): string {
  return `${written[bareType(type)] ?? type.toUpperCase()} ${number}`;
}

const written: Readonly<Record<string, string>> = {
  hr: "H.R.",
  s: "S.",
  hjres: "H.J.Res.",
  sjres: "S.J.Res.",
  hconres: "H.Con.Res.",
  sconres: "S.Con.Res.",
  hres: "H.Res.",
  sres: "S.Res.",
};

/** The page for people. */
export function billPage(congress: number, type: string, number: string): string {
  return `https://www.congress.gov/bill/${ordinal(congress)}-congress/${pages[bareType(type)] ?? "house-bill"}/${number}`;
}

const pages: Readonly<Record<string, string>> = {
  hr: "house-bill",
  s: "senate-bill",
  hjres: "house-joint-resolution",
  sjres: "senate-joint-resolution",
  hconres: "house-concurrent-resolution",
  sconres: "senate-concurrent-resolution",
  hres: "house-resolution",
  sres: "senate-resolution",
};

/** `119th`. */
export function ordinal(number: number): string {
  const tens = number % 100;
  const ending = tens > 10 && tens < 14 ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th");
  return `${number}${ending}`;
}

/** `HR`, `H.R.` and `hr` are one. */
export function bareType(type: string): string {
  return type.toLowerCase().replaceAll(/[^a-z]/g, "");
}
