import { withoutChanges } from "../alerts/digest.ts";
import type { Change } from "../model/change.ts";
import type { Digest } from "../model/digest.ts";
import type { Draft, DraftDecision } from "../model/draft.ts";
import { UsageError } from "../model/errors.ts";
import type { Store } from "../model/store.ts";
import type { Instant } from "../model/time.ts";

/**
 * Sends a draft, or drops it, once. What was taken back since the draft was made stands in what goes out as taken back. Throws `UsageError`
 * where there is none or somebody was faster.
 */
export async function decideDraft(
  store: Store,
  id: string,
  decision: DraftDecision,
  by: string,
  at: Instant,
): Promise<Draft> {
  const draft = await store.draft(id);
  if (draft === null) throw new UsageError(`There is no draft ${id}. See: regwatch digest drafts`);
  const retracted = decision === "approved" ? await store.retracted(draft.createdAt, at) : [];
  if (await store.decideDraft(id, decision, brought(draft, retracted), by, at)) return draft;
  const now = await store.draft(id);
  throw new UsageError(`Draft ${id} was ${now?.decision ?? "decided"} already, by ${now?.decidedBy ?? "somebody"}.`);
}

/** The digest of a draft. */
export function digestOfDraft({ planned }: Draft): Digest {
  if (planned.alert.kind === "digest") return planned.alert.digest;
  throw new Error("a draft holds something else than a digest");
}

function brought(draft: Draft, retracted: readonly Change[]): Draft["planned"] {
  const { planned } = draft;
  const gone = new Map(retracted.map((change) => [change.id, change]));
  if (gone.size === 0 || planned.alert.kind !== "digest") return planned;
  const { digest } = planned.alert;
  const taken = digest.threads.flatMap(({ changes }) => changes.flatMap(({ id }) => gone.get(id) ?? []));
  const rest = withoutChanges(digest, ({ id }) => gone.has(id));
  const now = { ...rest, retracted: [...digest.retracted, ...taken] };
  return { ...planned, alert: { ...planned.alert, digest: now } };
}
