/** What happens in Congress, by bill. */
export interface CongressStory {
  readonly bills: readonly StoryBill[];
}

/** A bill of the story. What it is at a moment is what has happened to it until then. */
export interface StoryBill {
  readonly congress: number;
  /** As addresses have it: `hr`. */
  readonly type: string;
  readonly number: number;
  readonly sponsor: { readonly bioguideId: string; readonly fullName: string };
  readonly happenings: readonly Happening[];
}

/** Something that happens to a bill; all but the moment may be left out. */
export interface Happening {
  /** An instant, as `easternTime` gives it. */
  readonly at: string;
  readonly title?: string;
  readonly officialTitle?: string;
  readonly policyArea?: string;
  readonly subjects?: readonly string[];
  readonly actions?: readonly StoryAction[];
  readonly print?: StoryPrint;
  readonly cosponsors?: number;
  readonly summary?: { readonly stage: string; readonly on: string; readonly html: string };
  readonly committee?: StoryCommittee;
  readonly related?: { readonly type: string; readonly number: number; readonly title: string; readonly how: string };
  readonly law?: string;
}

export interface StoryCommittee {
  readonly name: string;
  readonly chamber: "House" | "Senate";
  readonly systemCode: string;
  readonly activities: readonly { readonly name: string; readonly date: string }[];
}

/** An action as the API states it. */
export interface StoryAction {
  readonly actionDate: string;
  readonly text: string;
  readonly type: string;
  readonly actionCode?: string;
  readonly actionTime?: string;
  readonly sourceSystem: { readonly code: number; readonly name: string };
  readonly recordedVotes?: readonly { readonly chamber: string; readonly rollNumber: number; readonly date: string }[];
}

/** A print of the text; `lines` are read by `print.ts`. Its files come later than its announcement where `filesAt` says so. */
export interface StoryPrint {
  readonly code: string;
  readonly name: string;
  readonly date: string | null;
  readonly lines: string;
  /** What the committee struck, printed in the same file. */
  readonly struck?: string;
  readonly filesAt?: string;
}

/** A bill as it is at a moment; null before its first happening. */
export interface BillNow {
  readonly bill: StoryBill;
  readonly updatedAt: string;
  readonly title: string;
  readonly officialTitle: string;
  readonly policyArea: string | null;
  readonly subjects: readonly string[];
  /** Newest first, as publishers list them. */
  readonly actions: readonly StoryAction[];
  readonly prints: readonly (StoryPrint & { readonly hasFiles: boolean })[];
  readonly cosponsors: number;
  readonly summaries: readonly NonNullable<Happening["summary"]>[];
  readonly committees: readonly StoryCommittee[];
  readonly related: readonly NonNullable<Happening["related"]>[];
  readonly law: string | null;
}

export function billNow(bill: StoryBill, now: Temporal.Instant): BillNow | null {
  const past = bill.happenings.filter(({ at }) => isPast(at, now));
  const last = past.at(-1);
  if (last === undefined) return null;
  const newest = <Key extends keyof Happening>(key: Key) => past.findLast((one) => one[key] !== undefined)?.[key];
  const committees = new Map(
    past.flatMap(({ committee }) => (committee === undefined ? [] : [[committee.systemCode, committee] as const])),
  );
  return {
    bill,
    updatedAt: Temporal.Instant.from(last.at).toString({ smallestUnit: "second" }),
    title: newest("title") ?? "",
    officialTitle: newest("officialTitle") ?? "",
    policyArea: newest("policyArea") ?? null,
    subjects: newest("subjects") ?? [],
    actions: past.flatMap((one) => one.actions ?? []).toReversed(),
    prints: issued(past).map((print) => ({
      ...print,
      hasFiles: print.filesAt === undefined || isPast(print.filesAt, now),
    })),
    cosponsors: newest("cosponsors") ?? 0,
    summaries: past.flatMap((one) => one.summary ?? []),
    committees: [...committees.values()],
    related: past.flatMap((one) => one.related ?? []),
    law: newest("law") ?? null,
  };
}

// A print that is issued again takes the place of the one before.
function issued(past: readonly Happening[]): readonly StoryPrint[] {
  return [
    ...new Map(past.flatMap(({ print }) => (print === undefined ? [] : [[print.code, print] as const]))).values(),
  ];
}

function isPast(at: string, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(at), now) <= 0;
}

/** `BILLS-119hr9901ih`, or the law's `PLAW-119publ990`. */
export function packageId({ bill, law }: BillNow, code: string): string {
  if (code === "plaw") return `PLAW-${(law ?? "").replace("-", "publ")}`;
  return `BILLS-${bill.congress}${bill.type}${bill.number}${code}`;
}
