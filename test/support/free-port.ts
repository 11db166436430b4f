import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * A port of 127.0.0.1 that nothing listens on. It is none of those that systems give to whoever asks for any, so that another process does
 * not get it in the moment before it is used, or while its owner is down.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    await once(probe.listen(port, "127.0.0.1"), "listening");
    await new Promise((resolve) => probe.close(resolve));
    return true;
  } catch {
    return false;
  }
}
