import { createServer } from "node:net";
import { createApiConnections } from "../../lib/api-fetch.ts";
import type { Config } from "../../config.ts";
import { isReadiness } from "../../lib/readiness.ts";
import { advice, well, wrong, type Finding } from "./finding.ts";

type Asked = "regwatch" | "other" | "nobody";

/** The port the web listens on, and the address people are to reach it at. `isService`: this is the running service itself. */
export async function checkAddresses(
  config: Config,
  isService: boolean,
  outwards: typeof fetch = throughProxy(config),
): Promise<readonly Finding[]> {
  if (!config.roles.has("web")) return [];
  const here = await checkPort(config, isService);
  return [here.finding, ...(await checkPublicUrl(config.publicUrl, here.isServed, outwards))];
}

function throughProxy({ publicUrl, httpsProxy: proxy, noProxy, extraCa }: Config): typeof fetch {
  return createApiConnections({ apiUrl: publicUrl, proxy, noProxy, extraCa }).fetch;
}

async function checkPort(
  { host, port }: Config,
  isService: boolean,
): Promise<{ readonly finding: Finding; readonly isServed: boolean }> {
  if (isService) return { finding: well(`The web listens on ${host}:${port}.`), isServed: true };
  const problem = await whyNotListen(host, port);
  if (problem === null) return { finding: well(`Port ${port} on ${host} is free.`), isServed: false };
  if (problem !== "EADDRINUSE") {
    return {
      finding: wrong(`${host}:${port} cannot be listened on (${problem}). Set REGWATCH_HOST and REGWATCH_PORT.`),
      isServed: false,
    };
  }
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  const isServed = (await ask(`http://${name}:${port}`, fetch)) === "regwatch";
  return {
    finding: isServed
      ? well(`A regwatch answers on ${host}:${port}.`)
      : wrong(`Port ${port} on ${host} is taken by another program. End it, or set REGWATCH_PORT to another one.`),
    isServed,
  };
}

async function checkPublicUrl(
  publicUrl: string,
  isServed: boolean,
  outwards: typeof fetch,
): Promise<readonly Finding[]> {
  const { hostname, protocol } = new URL(publicUrl);
  if (/^(localhost|127\..*|\[::1\]|0\.0\.0\.0|\[::\])$/.test(hostname)) {
    return [
      advice(
        `Links in alerts lead to ${publicUrl}, which only this machine reaches. Set REGWATCH_PUBLIC_URL where others read them.`,
      ),
    ];
  }
  const asked = await ask(publicUrl, outwards);
  const reached: Readonly<Record<Asked, Finding>> = {
    regwatch: well(`${publicUrl} leads to regwatch.`),
    other: wrong(
      `${publicUrl} leads to something that is not regwatch. Mend the proxy before it, or REGWATCH_PUBLIC_URL.`,
    ),
    nobody: isServed
      ? wrong(
          `${publicUrl} does not answer from here, though the web runs. Check DNS, the proxy before it, and REGWATCH_PUBLIC_URL.`,
        )
      : advice(`${publicUrl} does not answer; start the service, and ask again.`),
  };
  const isOpen = protocol === "http:";
  return [
    reached[asked],
    ...(isOpen ? [advice(`${publicUrl} is not https: tokens that are typed there can be read on the way.`)] : []),
  ];
}

function whyNotListen(host: string, port: number): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const server = createServer();
  server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  server.listen(port, host, () => server.close(() => resolve(null)));
  return promise;
}

async function ask(address: string, through: typeof fetch): Promise<Asked> {
  try {
    const answer = await through(`${address}/readyz`, { signal: AbortSignal.timeout(5000), redirect: "manual" });
    return isReadiness(await answer.text()) ? "regwatch" : "other";
  } catch {
    return "nobody";
  }
}
