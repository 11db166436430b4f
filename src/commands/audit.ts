import { matches, type Query } from "../alerts/query.ts";
import type { AuditEntry, AuditFilter } from "../model/audit.ts";
import type { Page, Store } from "../model/store.ts";

const chunk = 100;
const searchedAtMost = 2000;

/**
 * A page of the record. A query is matched here, on what the store pages through; after `searchedAtMost` alerts the rest is left to the
 * next page. A page may hold some entries more than `limit`, because an alert's tenants stay together.
 */
export async function readAudit(
  store: Pick<Store, "audited">,
  filter: AuditFilter,
  query: Query | null,
): Promise<Page<AuditEntry>> {
  if (query === null) return store.audited(filter);
  const found: AuditEntry[] = [];
  let { before } = filter;
  for (let searched = 0; searched < searchedAtMost; searched += chunk) {
    const page = await store.audited({ ...filter, ...(before !== undefined && { before }), limit: chunk });
    found.push(...page.rows.filter(({ changes }) => changes.some((change) => matches(query, change))));
    if (page.next === null) return { rows: found, next: null };
    before = page.next;
    if (found.length >= filter.limit) break;
  }
  return { rows: found, next: before ?? null };
}

/** The whole record from page to page, newest first. */
export async function* wholeAudit(
  store: Pick<Store, "audited">,
  filter: Omit<AuditFilter, "limit" | "before">,
  query: Query | null,
): AsyncGenerator<readonly AuditEntry[]> {
  let before: string | undefined;
  do {
    const page = await readAudit(store, { ...filter, ...(before !== undefined && { before }), limit: chunk }, query);
    yield page.rows;
    before = page.next ?? undefined;
  } while (before !== undefined);
}
