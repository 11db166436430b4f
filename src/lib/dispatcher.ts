import { isIP } from "node:net";
import { getCACertificates } from "node:tls";
import { Agent, buildConnector, EnvHttpProxyAgent, type Dispatcher } from "undici";
import { ForbiddenAddressError } from "../model/errors.ts";
import { hostAndPort, isPrivateAddress, lookupPublic, type AllowList, type Resolve } from "./address.ts";

interface DispatcherSettings {
  readonly allow: AllowList;
  /** `http://` or `https://` address of a proxy, or null. */
  readonly proxy: string | null;
  /** Hosts the proxy is not for, as in `NO_PROXY`. */
  readonly noProxy?: string | null;
  /** PEM text of certificate authorities besides those Node already trusts (`NODE_EXTRA_CA_CERTS` is among these). */
  readonly extraCa?: string | null;
  readonly connectMs?: number;
  /** Who knows the addresses of names; the system if left out. */
  readonly resolve?: Resolve | undefined;
}

/**
 * Connections that refuse private addresses at the moment they are made, so that a name cannot be public when checked and
 * private when used. Behind a proxy names are resolved by the proxy: there only `checkUrl` stands guard, and the proxy.
 * Hosts that may be private are inside the network and are reached without the proxy.
 */
export function createDispatcher(settings: DispatcherSettings): Dispatcher {
  const tls = {
    allowH2: false,
    timeout: settings.connectMs ?? 10_000,
    ...(settings.extraCa ? { ca: [...getCACertificates("default"), settings.extraCa] } : {}),
  };
  const connect = guardedConnector(settings.allow, tls, settings.resolve);
  if (settings.proxy === null) return new Agent({ connect });
  return new EnvHttpProxyAgent({
    httpProxy: settings.proxy,
    httpsProxy: settings.proxy,
    noProxy: [settings.noProxy ?? "", ...settings.allow].join(","),
    connect,
    requestTls: tls,
    proxyTls: tls,
  });
}

function guardedConnector(
  allow: AllowList,
  tls: buildConnector.BuildOptions,
  resolve: Resolve | undefined,
): buildConnector.connector {
  const open = buildConnector(tls);
  const guarded = buildConnector({
    ...tls,
    lookup: (hostname, options, callback) => lookupPublic(hostname, options, callback, resolve),
  });
  return (options, callback) => {
    const host = isIP(options.hostname) === 6 ? `[${options.hostname}]` : options.hostname;
    const target = URL.parse(`${options.protocol}//${host}${options.port ? `:${options.port}` : ""}`);
    if (target !== null && allow.has(hostAndPort(target))) return open(options, callback);
    // A literal address is never looked up, so it is judged here.
    if (isIP(options.hostname) !== 0 && isPrivateAddress(options.hostname)) {
      return callback(new ForbiddenAddressError(`${host} is a private address and is not fetched.`), null);
    }
    return guarded(options, callback);
  };
}
