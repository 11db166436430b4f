import type { CapturePart } from "../../model/source.ts";
import type { Memory } from "./memory.ts";
import type { BillRecord } from "./record.ts";

/** A bill as the publisher states it now, with the answers that state it. */
export interface FoundBill {
  readonly record: BillRecord;
  readonly parts: readonly CapturePart[];
}

/** A bill that changed, with what the list says of it. */
export interface ChangedBill {
  readonly id: string;
  readonly type: string;
  /** Null where the list does not name it. */
  readonly title: string | null;
  /** When it changed, as the list says; text order is time order. */
  readonly stamp: string;
}

/** What changed since the last poll: `since` and `batches` are what the next poll needs to know of this one. */
export interface Changes {
  readonly bills: readonly ChangedBill[];
  readonly since: string | null;
  readonly batches: readonly string[];
  /** When the publisher last changed anything, as it says. */
  readonly newest: string | null;
}

/** The bills that changed within some days, listed in another way than polls list them; `published` is how many there are said to be. */
export interface Counted {
  readonly bills: readonly ChangedBill[];
  readonly published: number;
}

/** Where bills are read: api.congress.gov with a key, govinfo without. */
export interface Publisher {
  /** Throws what the door throws. */
  changes(): Promise<Changes>;
  /** The bills that changed from one UTC date on, up to another. Throws what the door throws. */
  counted(from: string, to: string): Promise<Counted>;
  /** A bill; `same` if the publisher says nothing about it has changed, `unknown` if there is none of that number. */
  bill(id: string, memory: Memory | null): Promise<FoundBill | "same" | "unknown">;
}
