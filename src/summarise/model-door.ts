import { getCACertificates } from "node:tls";
import { Agent, EnvHttpProxyAgent, request, type Dispatcher } from "undici";
import { isPrivateAddress } from "../lib/address.ts";

/** How the operator's network is reached. */
export interface NetworkSettings {
  readonly proxy: string | null;
  readonly noProxy: string | null;
  /** PEM text of certificate authorities besides those Node trusts. */
  readonly extraCa: string | null;
}

type ModelFetch = typeof globalThis.fetch;

/**
 * A `fetch` for the model's address alone: the operator wrote that address, so it may be private. No redirect is followed (it would
 * take the key along), an answer beyond the bound is refused, and the server's own machine is reached without the proxy.
 */
export function createModelFetch(settings: NetworkSettings): ModelFetch {
  let dispatcher: Dispatcher | undefined;
  return async (target, init) => {
    const url = new URL(target instanceof Request ? target.url : target);
    dispatcher ??= createDispatcher(settings, url);
    const response = await request(url, {
      method: init?.method === "GET" ? "GET" : "POST",
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: typeof init?.body === "string" ? init.body : null,
      signal: init?.signal ?? null,
      dispatcher,
    });
    const headers = new Headers();
    for (const name of ["content-type", "retry-after"]) {
      const value = response.headers[name];
      if (value !== undefined) headers.set(name, [value].flat().join(", "));
    }
    const body = await bounded(response.body);
    return new Response(body.byteLength > 0 ? body : null, { status: answerable(response.statusCode), headers });
  };
}

const mostBytes = 512 * 1024;

async function bounded(body: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new Error("the answer is larger than 512 KB");
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

// `Response` takes no 1xx, and no body with 204 or 304; none of them is an answer of a model.
function answerable(status: number): number {
  return status < 200 || status === 204 || status === 205 || status === 304 ? 502 : status;
}

function createDispatcher({ proxy, noProxy, extraCa }: NetworkSettings, url: URL): Dispatcher {
  const tls = extraCa === null ? {} : { ca: [...getCACertificates("default"), extraCa] };
  const near = url.hostname.replace(/^\[|\]$/g, "");
  const isNear = near === "localhost" || (/^[\d.]+$|:/.test(near) && isPrivateAddress(near));
  if (proxy === null || isNear) return new Agent({ connect: tls });
  return new EnvHttpProxyAgent({
    httpProxy: proxy,
    httpsProxy: proxy,
    noProxy: noProxy ?? "",
    connect: tls,
    requestTls: tls,
    proxyTls: tls,
  });
}
