import { request } from "undici";
import { allowList, checkUrl } from "./address.ts";
import { createDispatcher } from "./dispatcher.ts";

const readAtMost = 64 * 1024;

export interface PostSettings {
  readonly allowHosts: readonly string[];
  readonly proxy: string | null;
  readonly noProxy?: string | null;
  readonly extraCa?: string | null;
}

/**
 * One POST, made once: no second try, no redirect followed, the answer's body dropped. Private addresses are refused as for polls.
 * Throws when there is no answer; a `TimeoutError` when it took too long.
 */
export function createPost(settings: PostSettings): (
  url: string,
  options: {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly timeoutMs: number;
    readonly signal: AbortSignal;
  },
) => Promise<{ readonly status: number; readonly headers: Readonly<Record<string, string>> }> {
  const allow = allowList(settings.allowHosts);
  const dispatcher = createDispatcher({ ...settings, allow });
  return async (url, { headers, body, timeoutMs, signal }) => {
    const target = checkUrl(url, allow, settings.proxy !== null);
    const response = await request(target, {
      method: "POST",
      dispatcher,
      headers: { ...headers },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    // The answer counts when its head is here; what follows is of no interest and must not be able to turn it into a failure.
    await response.body.dump({ limit: readAtMost }).catch(() => undefined);
    return { status: response.statusCode, headers: plainHeaders(response.headers) };
  };
}

function plainHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), [value].flat().join(", ")]],
    ),
  );
}
