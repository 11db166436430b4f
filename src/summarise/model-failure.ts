/** A model's summary that could not be had. `message` is for a person and holds nothing the server or a page wrote. */
export class ModelFailure extends Error {
  override readonly name = "ModelFailure";
}

/** What a failed call means, in a sentence that says what to do. Status, code and class are looked at, never what the server wrote. */
export function plainFailure(error: unknown, timeoutMs: number): ModelFailure {
  if (error instanceof ModelFailure) return error;
  const status = statusOf(error);
  if (status !== null) return new ModelFailure(statusSentence(status));
  const names = chainOf(error).flatMap(({ name, code }) => [name, typeof code === "string" ? code : ""]);
  if (names.some((name) => name === "TimeoutError" || name === "AbortError")) {
    return new ModelFailure(`It gave no answer within ${timeoutMs / 1000} s.`);
  }
  const code = names.find((name) =>
    /^(?:E[A-Z_]+|UND_ERR_\w+|CERT_\w+|DEPTH_\w+|SELF_SIGNED\w*|UNABLE_\w+)$/.test(name),
  );
  if (code !== undefined) return new ModelFailure(`It cannot be reached (${code}). Check SUMMARY_API_URL.`);
  return new ModelFailure("Its answer is not that of an OpenAI-compatible server. Check SUMMARY_API_URL.");
}

/** The HTTP status a call failed with, or null. */
export function statusOf(error: unknown): number | null {
  for (const link of chainOf(error)) {
    if (typeof link.statusCode === "number" && link.statusCode >= 300) return link.statusCode;
  }
  return null;
}

function statusSentence(status: number): string {
  if (status === 401 || status === 403) return `It answered ${status}. Check SUMMARY_API_KEY.`;
  if (status === 404) return "It answered 404. Check SUMMARY_API_URL (it often ends in /v1) and SUMMARY_MODEL.";
  if (status === 429) return "It answered 429: too many requests, or no credit left.";
  if (status >= 300 && status < 400)
    return `It answered ${status}, a redirect, which is not followed. Correct SUMMARY_API_URL.`;
  return `It answered ${status}.`;
}

interface Link {
  readonly name: string;
  readonly code?: unknown;
  readonly statusCode?: unknown;
}

function chainOf(error: unknown): readonly Link[] {
  const links: Link[] = [];
  for (let at = error; at instanceof Error && links.length < 6; at = at.cause) links.push(at);
  return links;
}
