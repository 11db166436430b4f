import { createServer, request as forward } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect } from "node:net";
import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { ForbiddenAddressError, UnreachableError } from "../../src/model/errors.ts";
import { asText, failure, listen, openDoor, publisher } from "./loopback.ts";

const pem = (name: string): string => readFileSync(new URL(`../fixtures/lib/${name}`, import.meta.url), "utf8");

/** A proxy that knows where its names really are, as only a proxy can. */
async function proxy(targetPort: number, password?: string) {
  const seen: string[] = [];
  const refused = (header: string | undefined): boolean =>
    password !== undefined && header !== `Basic ${Buffer.from(`desk:${password}`).toString("base64")}`;
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    if (refused(request.headers["proxy-authorization"])) return response.writeHead(407).end();
    const { pathname } = new URL(request.url ?? "");
    const onward = forward(
      { port: targetPort, host: "127.0.0.1", path: pathname, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    return onward.end();
  });
  server.on("connect", (request, socket, head) => {
    seen.push(`CONNECT ${request.url}`);
    if (refused(request.headers["proxy-authorization"]))
      return socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    const onward = connect(targetPort, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [onward, socket]) end.on("error", () => onward.destroy() && socket.destroy());
    return undefined;
  });
  const port = await listen(server);
  onTestFinished(() => server.closeAllConnections());
  return { url: `http://${password === undefined ? "" : `desk:${password}@`}127.0.0.1:${port}`, seen };
}

async function tlsPublisher(text: string): Promise<number> {
  const server = createTlsServer(
    { cert: pem("localhost-cert.pem"), key: pem("localhost-key.pem") },
    (_request, response) => {
      response.end(text);
    },
  );
  onTestFinished(() => server.closeAllConnections());
  return await listen(server);
}

test("https goes through the proxy's tunnel, and the proxy resolves the name", async () => {
  const { url, seen } = await proxy(await tlsPublisher("through the tunnel"));
  const { fetch } = openDoor([], { proxy: url, extraCa: pem("localhost-cert.pem") });
  expect(asText((await fetch("https://publisher.example/a")).body)).toBe("through the tunnel");
  expect(seen).toEqual(["CONNECT publisher.example:443"]);
});

test("http goes through the proxy too, and its credentials are sent to it alone", async () => {
  const site = await publisher((_request, response) => response.end("forwarded"));
  const { url, seen } = await proxy(site.port, "s3cr3t");
  expect(asText((await openDoor([], { proxy: url }).fetch("http://publisher.example/a")).body)).toBe("forwarded");
  expect(seen).toHaveLength(1);
  expect(seen[0]).toContain("publisher.example");
});

test("allowed hosts are inside and are reached without the proxy; NO_PROXY is honoured", async () => {
  const site = await publisher((_request, response) => response.end("direct"));
  const { url, seen } = await proxy(1);
  expect(asText((await openDoor([site.host], { proxy: url }).fetch(site.origin)).body)).toBe("direct");
  const error = await failure(openDoor([], { proxy: url, noProxy: ".invalid" }).fetch("http://a.invalid/"));
  expect(error.message).toContain("DNS");
  expect(seen).toEqual([]);
});

test("literal private addresses and local names are refused before the proxy is asked", async () => {
  const { url, seen } = await proxy(1);
  const { fetch } = openDoor([], { proxy: url });
  for (const address of [
    "http://169.254.169.254/",
    "https://[::ffff:10.0.0.1]/",
    "http://localhost:80/",
    "https://vault.internal/",
  ]) {
    expect(await failure(fetch(address))).toBeInstanceOf(ForbiddenAddressError);
  }
  expect(seen).toEqual([]);
});

test("a proxy that refuses is told apart from the publisher, without its password", async () => {
  const { url } = await proxy(1, "s3cr3t");
  const wrong = url.replace("s3cr3t", "wr0ng");
  for (const address of ["https://publisher.example/", "http://publisher.example/"]) {
    const error = await failure(openDoor([], { proxy: wrong }).fetch(address));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error.message).toBe("The proxy refused the way to publisher.example with status 407. Check HTTPS_PROXY.");
  }
});

test("a proxy that is not there is said so", async () => {
  const error = await failure(openDoor([], { proxy: "http://127.0.0.1:1" }).fetch("https://publisher.example/"));
  expect(error).toBeInstanceOf(UnreachableError);
  expect(error.message).toContain("refused the connection");
});

test("a certificate for another name is said so", async () => {
  const { url } = await proxy(await tlsPublisher("not for you"));
  const error = await failure(
    openDoor([], { proxy: url, extraCa: pem("localhost-cert.pem") }).fetch("https://other.example/"),
  );
  expect(error).toBeInstanceOf(UnreachableError);
  expect(error.message).toBe("other.example shows a certificate for another name.");
});
