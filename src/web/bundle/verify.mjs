#!/usr/bin/env node
// Checks a bundle of evidence without regwatch and without a network: `node verify.mjs [folder]`. It needs Node 20 or newer, nothing else.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest("hex");

// JSON with sorted keys and no white space: what the chain hashes.
const canonical = (value) =>
  JSON.stringify(value, (_key, inner) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
const hashJson = (value) => sha256(canonical(value));

/** Every check as `{ ok, text }`, in the order in which they build on each other. */
export function verify(folder) {
  const bytes = (name) => readFileSync(join(folder, name));
  const json = (name) => JSON.parse(bytes(name).toString("utf8"));
  const findings = [];
  const check = (ok, text) => findings.push({ ok: Boolean(ok), text });
  try {
    checkFiles(bytes, check);
    const chain = json("chain.json");
    checkChain(chain, check);
    const change = json("change.json");
    const recorded = checkChange(change, chain, check);
    checkVersions(json, change, chain, recorded, check, folder);
    checkServed(json("served.json"), bytes, chain, recorded, check);
    checkRedline(json, folder, check);
    checkTimeStamps(folder, bytes, json, chain, recorded, check);
  } catch (error) {
    check(false, `the bundle cannot be read: ${error.message}`);
  }
  return findings;
}

function checkFiles(bytes, check) {
  const lines = bytes("SHA256SUMS").toString("utf8").split("\n").filter(Boolean);
  const wrong = lines.filter((line) => {
    const [hash, name] = line.split("  ");
    return sha256(bytes(name)) !== hash;
  });
  for (const line of wrong) check(false, `${line.split("  ")[1]} is not the file that SHA256SUMS lists`);
  if (wrong.length === 0) check(true, `${lines.length} files are those that SHA256SUMS lists`);
}

function checkChain({ documentId, head, entries }, check) {
  let previous = null;
  for (const [index, { entry, hash, body }] of entries.entries()) {
    const problem =
      entry !== index + 1 || body.entry !== entry || body.documentId !== documentId
        ? "stands in the wrong place"
        : body.previous !== previous
          ? "does not follow the entry before it"
          : `sha256:${hashJson(body)}` !== hash
            ? "does not have the hash it was given"
            : null;
    if (problem !== null) {
      check(false, `entry ${index + 1} of the chain ${problem}`);
      return;
    }
    previous = hash;
  }
  check(previous === head, `the chain of ${entries.length} entries leads to its head ${head}`);
}

// What the chain says of the change: everything in it but its place in the chain, which was not known then.
function checkChange(change, { entries }, check) {
  const recorded = entries.find(({ hash }) => hash === change.evidence.chain);
  if (recorded === undefined) {
    check(false, "no entry of the chain has recorded this change");
    return null;
  }
  const content = hashJson({ ...change, evidence: { ...change.evidence, chain: "" } });
  const { body } = recorded;
  check(
    body.change?.id === change.id && body.change?.content === content,
    `entry ${recorded.entry} recorded this change, ${body.at}`,
  );
  return recorded;
}

function checkVersions(json, change, { entries }, recorded, check, folder) {
  for (const side of ["before", "after"]) {
    if (!existsSync(join(folder, "versions", `${side}.json`))) continue;
    const { sequence, stated, blocks } = json(`versions/${side}.json`);
    const content = hashJson({ ...stated, text: sha256(JSON.stringify(blocks)) });
    const entry = entries.find(({ body }) => body.version?.sequence === sequence);
    check(
      entry?.body.version.content === content,
      `the text ${side} is version ${sequence}, as entry ${entry?.entry} says`,
    );
    if (side === "after" && change.kind !== "withdrawn") {
      check(entry?.hash === recorded?.hash, "the change was recorded with the text after it");
    }
  }
}

function checkServed(served, bytes, { entries }, recorded, check) {
  for (const { side, version, role, file, id, ...sighting } of served) {
    const { url, finalUrl, status, headers, redirects, fetchedAt } = sighting;
    check(`sha256:${sha256(bytes(file))}` === id, `${file} holds the bytes ${id}`);
    const hash = hashJson({ url, finalUrl, status, headers, redirects, fetchedAt });
    const entry = version === null ? recorded : entries.find(({ body }) => body.version?.sequence === version);
    check(
      entry?.body.snapshots.some((each) => each.id === id && each.role === role && each.sighting === hash),
      `${side}, ${role}: served ${fetchedAt} from ${finalUrl}, as entry ${entry?.entry} says`,
    );
  }
}

function checkRedline(json, folder, check) {
  if (!existsSync(join(folder, "redline.json"))) return;
  const { spans } = json("redline.json");
  const joined = (...ops) => spans.flatMap(({ op, text }) => (ops.includes(op) ? [text] : [])).join("");
  const sides = { before: ["equal", "delete", "move-from"], after: ["equal", "insert", "move-to"] };
  const changed = spans.some(({ op }) => op !== "equal");
  for (const [side, ops] of Object.entries(sides)) {
    if (!existsSync(join(folder, "versions", `${side}.json`)) || (side === "before" && !changed)) continue;
    const text = json(`versions/${side}.json`)
      .blocks.map((block) => block.text)
      .join("\n");
    check(joined(...ops) === text, `the redline gives back the text ${side}, to the character`);
  }
}

function checkTimeStamps(folder, bytes, json, { documentId, entries }, recorded, check) {
  const days = existsSync(join(folder, "timestamps")) ? readdirSync(join(folder, "timestamps")).toSorted() : [];
  for (const day of days) {
    const place = `timestamps/${day}`;
    const { head, path } = json(`${place}/path.json`);
    let hash = Buffer.from(sha256(Buffer.of(0), canonical(head)), "hex");
    for (const step of path) {
      const other = Buffer.from(step.hash, "hex");
      const [left, right] = step.side === "left" ? [other, hash] : [hash, other];
      hash = Buffer.from(sha256(Buffer.of(1), left, right), "hex");
    }
    const text = bytes(`${place}/checkpoint.txt`);
    const rooted = text
      .toString("utf8")
      .split("\n")
      .includes(`root sha256:${hash.toString("hex")}`);
    const entry = entries[head.entries - 1];
    check(
      rooted && head.documentId === documentId && entry?.hash === head.head,
      `the checkpoint of ${day} covers the chain up to entry ${head.entries}`,
    );
    const { imprint, time } = readToken(bytes(`${place}/token.tst`));
    check(imprint === sha256(text), `the token is for that checkpoint and says ${time}`);
    const covers = recorded !== null && head.entries >= recorded.entry;
    check(
      true,
      `  ${covers ? "it covers this change" : "it is older than this change"}; its signature: openssl ts -verify -data ${place}/checkpoint.txt -in ${place}/token.tst -token_in -CAfile AUTHORITY.pem`,
    );
  }
}

// As much DER as an RFC 3161 token needs: ContentInfo, SignedData, encapContentInfo, TSTInfo.
function readToken(der) {
  const [, content] = children(element(der, 0));
  const [, , encapsulated] = children(children(content)[0]);
  const [, wrapped] = children(encapsulated);
  const [, , imprint, , time] = children(element(children(wrapped)[0].value, 0));
  const [year, month, day, ...clock] = time.value.toString("latin1").match(/^\d{4}|\d{2}/g) ?? [];
  return {
    imprint: children(imprint)[1].value.toString("hex"),
    time: `${year}-${month}-${day} ${clock.join(":")} UTC`,
  };
}

function element(bytes, at) {
  let length = bytes[at + 1];
  let start = at + 2;
  if (length & 0x80) {
    const size = length & 0x7f;
    length = bytes.readUIntBE(start, size);
    start += size;
  }
  return { value: bytes.subarray(start, start + length), end: start + length };
}

function children({ value }) {
  const found = [];
  for (let at = 0; at < value.length; at = found.at(-1).end) found.push(element(value, at));
  return found;
}

const isMain = process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
if (isMain) {
  const findings = verify(process.argv[2] ?? dirname(fileURLToPath(import.meta.url)));
  for (const { ok, text } of findings) process.stdout.write(`${ok ? "ok    " : "BROKEN"} ${text}\n`);
  const broken = findings.filter(({ ok }) => !ok).length;
  process.stdout.write(
    broken === 0 ? "\nThe bundle holds together.\n" : `\n${broken} checks failed: do not rely on this bundle.\n`,
  );
  process.exitCode = broken === 0 ? 0 : 1;
}
