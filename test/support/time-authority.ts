import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Whether there is an openssl to play the authority; says so where there is none. */
export const opensslHere = spawnSync("openssl", ["version"]).status === 0;
if (!opensslHere) console.warn("No openssl is installed: nothing is time-stamped in the tests.");

/** A time-stamp authority on loopback, played by `openssl ts`. */
export interface TimeAuthority {
  readonly url: string;
  /** The file with its root certificate. */
  readonly root: string;
  /** How the next answers are spoilt; null answers as it should. */
  fault: "down" | "stale" | "forged" | null;
  /** Verifies a token as the documentation tells people to. */
  verify(token: Uint8Array, text: Uint8Array): Promise<boolean>;
  close(): Promise<void>;
}

export async function startTimeAuthority(): Promise<TimeAuthority> {
  const folder = await mkdtemp(join(tmpdir(), "regwatch-tsa-"));
  const at = (name: string): string => join(folder, name);
  await writeFile(at("tsa.conf"), settings(folder));
  await run("openssl", ["req", "-x509", ...subject("Test root"), "-keyout", at("root.key"), "-out", at("root.pem")]);
  const use = ["-addext", "extendedKeyUsage=critical,timeStamping"];
  const signer = ["-CA", at("root.pem"), "-CAkey", at("root.key"), "-keyout", at("tsa.key"), "-out", at("tsa.pem")];
  await run("openssl", ["req", "-x509", ...subject("Test authority"), ...use, ...signer]);
  await writeFile(at("serial"), "01\n");

  let earlier: Buffer | null = null;
  async function answer(request: IncomingMessage): Promise<Buffer | null> {
    const query = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
    if (authority.fault === "down") return null;
    if (authority.fault === "stale" && earlier !== null) return earlier;
    await writeFile(at("query"), query);
    const args = ["ts", "-reply", "-config", at("tsa.conf"), "-queryfile", at("query"), "-out", at("reply")];
    await run("openssl", args);
    const reply = await readFile(at("reply"));
    earlier = reply;
    // The last bytes are the signature's.
    if (authority.fault === "forged") reply.writeUInt8(reply.readUInt8(reply.length - 1) ^ 1, reply.length - 1);
    return reply;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = await answer(request);
    if (reply === null) response.writeHead(503).end();
    else response.setHeader("content-type", "application/timestamp-reply").end(reply);
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const authority: TimeAuthority = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsr`,
    root: at("root.pem"),
    fault: null,
    async verify(token, text) {
      await Promise.all([writeFile(at("token"), token), writeFile(at("text"), text)]);
      const args = ["ts", "-verify", "-token_in", "-in", at("token"), "-data", at("text"), "-CAfile", at("root.pem")];
      return run("openssl", args).then(
        () => true,
        () => false,
      );
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
  return authority;
}

function subject(name: string): readonly string[] {
  return ["-subj", `/CN=${name}`, "-nodes", "-newkey", "rsa:2048", "-days", "2"];
}

function settings(folder: string): string {
  return `[tsa]
default_tsa = here
[here]
dir = ${folder}
serial = $dir/serial
signer_cert = $dir/tsa.pem
signer_key = $dir/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;
}
