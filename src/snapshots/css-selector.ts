import { load } from "cheerio";

/** A CSS selector, a stretch whose two ends are selectors, or a list of either. */
type Selectors = string | Readonly<Record<string, string | undefined>> | readonly Selectors[];

const nothing = load("");

/** Whether all of these can be read as CSS selectors. */
export function areSelectors(given: Selectors): boolean {
  return faulty(given) === undefined;
}

/** What is wrong with selectors, for the schema that reads them. */
export function selectorFault({ input }: { readonly input: unknown }): string {
  return `has \`${faulty(input as Selectors)}\`, which is no CSS selector`;
}

function faulty(given: Selectors): string | undefined {
  return selectorsIn(given).find((text) => !isSelector(text));
}

function selectorsIn(given: Selectors | undefined): readonly string[] {
  if (given === undefined) return [];
  if (typeof given === "string") return [given];
  return Object.values(given).flatMap(selectorsIn);
}

function isSelector(text: string): boolean {
  try {
    nothing(text);
    return true;
  } catch {
    return false;
  }
}
