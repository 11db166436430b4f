import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { UnreachableError } from "../../src/model/errors.ts";
import { asText, failure, listen, openDoor } from "./loopback.ts";

const certFile = fileURLToPath(new URL("../fixtures/lib/localhost-cert.pem", import.meta.url));
const cert = readFileSync(certFile, "utf8");
const key = readFileSync(new URL("../fixtures/lib/localhost-key.pem", import.meta.url), "utf8");

async function secureSite(): Promise<{ readonly origin: string; readonly host: string }> {
  const server = createServer({ cert, key }, (request, response) => {
    if (request.url === "/plain") response.writeHead(302, { Location: `http://${request.headers.host}/` }).end();
    else response.end("secure");
  });
  onTestFinished(() => server.closeAllConnections());
  const host = `localhost:${await listen(server)}`;
  return { origin: `https://${host}`, host };
}

test("a certificate of an unknown authority is refused, with the setting that helps", async () => {
  const site = await secureSite();
  const error = await failure(openDoor([site.host]).fetch(site.origin));
  expect(error).toBeInstanceOf(UnreachableError);
  expect(error.message).toContain("certificate that is not trusted here");
  expect(error.message).toContain("NODE_EXTRA_CA_CERTS");
});

test("an authority given in the settings is trusted", async () => {
  const site = await secureSite();
  const { fetch } = openDoor([site.host], { extraCa: cert });
  expect(asText((await fetch(site.origin)).body)).toBe("secure");
  expect((await failure(fetch(`${site.origin}/plain`))).message).toContain("from https to plain http");
});

test("NODE_EXTRA_CA_CERTS is honoured by the door", async () => {
  const site = await secureSite();
  const door = new URL("../../src/lib/fetch-door.ts", import.meta.url).href;
  const script = `
    const { createFetch } = await import(${JSON.stringify(door)});
    const gate = { reserve: async () => {}, hold: async () => {} };
    const clock = { now: () => Temporal.Now.instant() };
    const fetch = createFetch({ contact: null, proxy: null, allowHosts: [${JSON.stringify(site.host)}], gate, clock, log: { debug() {} } });
    const { body } = await fetch(${JSON.stringify(site.origin)});
    console.log(new TextDecoder().decode(body));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: certFile },
    timeout: 20_000,
  });
  expect(stdout.trim()).toBe("secure");
});
