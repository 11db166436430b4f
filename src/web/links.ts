import type { FilterParameters } from "./parameters.ts";

/** An address with those of the parameters that are set. */
export function address(
  path: string,
  parameters: Readonly<Record<string, string | number | null | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

export function changePath(id: string): string {
  return `/changes/${encodeURIComponent(id)}`;
}

export function documentPath(id: string): string {
  return `/documents/${encodeURIComponent(id)}`;
}

export function subscriptionPath(id: string): string {
  return `/subscriptions/${encodeURIComponent(id)}`;
}

/** The filters without the place in the list: what a feed of the same changes takes. */
export function filtersOnly(given: FilterParameters): FilterParameters {
  return { ...given, cursor: undefined, limit: undefined };
}
