import { expect, test } from "vitest";
import { lookupPublic, type Resolve } from "../../src/lib/address.ts";
import { ForbiddenAddressError } from "../../src/model/errors.ts";
import { failure, openDoor, publisher } from "../lib/loopback.ts";

/** A resolver in the attacker's hands: each question gets the next answer. */
function resolver(...answers: readonly (readonly string[])[]) {
  const asked: string[] = [];
  const resolve: Resolve = (hostname, _options, callback) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  return { resolve, asked };
}

test.each([
  ["at once", [["127.0.0.1"]]],
  ["as one of several", [["93.184.215.14", "127.0.0.1"]]],
  ["in IPv6's clothes", [["::ffff:127.0.0.1"]]],
  ["as the way to it by NAT64", [["64:ff9b::7f00:1"]]],
])("a name that turns out to be private %s is never connected to", async (_how, answers) => {
  const inside = await publisher((_request, response) => response.end("secret"));
  const { resolve } = resolver(...answers);
  const error = await failure(openDoor([], { resolve }).fetch(`http://rebind.example:${inside.port}/`));
  expect(error).toBeInstanceOf(ForbiddenAddressError);
  expect(error.message).toContain("rebind.example resolves to a private address");
  expect(inside.seen).toEqual([]);
});

test("a name is resolved once for a connection, so that it cannot be public when judged and private when used", async () => {
  const { resolve, asked } = resolver(["93.184.215.14"], ["127.0.0.1"]);
  const given = await new Promise((done) =>
    lookupPublic("rebind.example", { all: true }, (error, addresses) => done(error ?? addresses), resolve),
  );
  expect(given).toEqual([{ address: "93.184.215.14", family: 4 }]);
  expect(asked).toEqual(["rebind.example"]);
});
