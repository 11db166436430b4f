import { fetch, type Dispatcher } from "undici";
import { allowList, hostAndPort } from "./address.ts";
import { createDispatcher } from "./dispatcher.ts";

/** Connections to an API that the operator has named, through the operator's proxy. */
export interface ApiConnections {
  readonly dispatcher: Dispatcher;
  readonly fetch: typeof globalThis.fetch;
}

/** `apiUrl` may be private: it is the operator's own. */
export function createApiConnections(settings: {
  readonly apiUrl: string;
  readonly proxy: string | null;
  readonly noProxy: string | null;
  readonly extraCa: string | null;
}): ApiConnections {
  const allow = allowList([hostAndPort(new URL(settings.apiUrl))]);
  const dispatcher = createDispatcher({ ...settings, allow });
  const through = (address: unknown, init: object): unknown => fetch(address as string, { ...init, dispatcher });
  return { dispatcher, fetch: through as typeof globalThis.fetch };
}
