import { once } from "node:events";
import { createServer } from "node:http";
import type { Config } from "../config.ts";
import { readiness } from "../lib/readiness.ts";

/** Answers in the web's place while there is no database: alive, and not ready. Resolves to how it is closed. */
export async function openWaitingRoom({ roles, host, port }: Config): Promise<() => Promise<void>> {
  if (!roles.has("web")) return async () => {};
  const server = createServer((request, response) => {
    const isAlive = request.url === "/healthz";
    response.writeHead(isAlive ? 200 : 503, { "content-type": "text/plain; charset=utf-8", "retry-after": "60" });
    response.end(isAlive ? "ok\n" : `${readiness.waiting}\n`);
  });
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch {
    // Whoever has the port: the web says so when its turn comes.
    return async () => {};
  }
  return async () => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
}
