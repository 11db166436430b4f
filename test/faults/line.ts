import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A TCP line to a port of this machine that can be cut, can swallow everything, and can lead elsewhere from now on. */
export interface Line {
  readonly port: number;
  /** Breaks all connections; new ones are taken. */
  cut(): void;
  /** What is sent on the connections of now arrives nowhere, and nobody is told. */
  stall(): void;
  /** What the far end says on the connections of now waits, until the function that is given back lets it through in one piece each. */
  hold(): () => void;
  /** New connections go there; those of now are cut. */
  leadTo(port: number): void;
  close(): Promise<void>;
}

export async function openLine(target: number): Promise<Line> {
  let port = target;
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [one, other] of [pair, [far, near] as const]) {
      one.on("data", (bytes) => void other.write(bytes));
      one.on("error", () => {});
      one.on("close", () => {
        pairs.delete(pair);
        other.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = (): void => {
    for (const [near, far] of pairs) {
      near.resetAndDestroy();
      far.destroy();
    }
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    stall() {
      for (const [near, far] of pairs) {
        // The far end closes, as a network that is gone does in the end; the near end never hears of it.
        for (const socket of [near, far]) socket.removeAllListeners("data").removeAllListeners("close").resume();
        far.destroy();
      }
    },
    hold() {
      const held = [...pairs].map(([near, far]) => {
        const bytes: Buffer[] = [];
        far.removeAllListeners("data").on("data", (more: Buffer) => bytes.push(more));
        far.removeAllListeners("close");
        return () => near.end(Buffer.concat(bytes));
      });
      return () => held.forEach((letGo) => letGo());
    },
    leadTo(other) {
      port = other;
      cut();
    },
    async close() {
      cut();
      server.close();
      for (const [near] of pairs) near.destroy();
    },
  };
}
