import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../src/cli/program.ts";
import { regwatch, type Ended } from "./command.ts";

const page = (paragraphs: string): string =>
  `<!doctype html><html lang="en"><head><title>Terms</title></head><body><nav>Home</nav><main><h1>Terms of Use</h1>${paragraphs}</main><footer>About us</footer></body></html>`;
const oldPage = page(
  "<h2>1. Records</h2><p>The provider may keep records of access for 30 days.</p><h2>2. Law</h2><p>The law of the seat governs these terms.</p>",
);
const newPage = page(
  "<h2>1. Records</h2><p>The provider shall keep records of access for 14 days.</p><h2>2. Law</h2><p>The law of the seat governs these terms.</p>",
);

let home: string;
let server: Server;
let origin: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "regwatch-diff-"));
  await mkdir(join(home, "folder"));
  const files = {
    "old.html": oldPage,
    "new.html": newPage,
    "old.md": "# 条款\n\n第一条 提供者可以保存访问记录三十日。\n",
    "new.md": "# 条款\n\n第一条 提供者应当保存访问记录十日。\n",
    "packed.html.gz": gzipSync(newPage),
    "broken.gz": gzipSync(newPage).subarray(0, 60),
    "empty.txt": "",
    "picture.png": new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(home, name), content);
  server = createServer((request, response) => {
    response.writeHead(request.url === "/terms" ? 200 : 404, { "content-type": "text/html; charset=utf-8" });
    response.end(newPage);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(home, { recursive: true, force: true });
});

/** Runs the command line in this process, from the test's folder. */
async function diff(...argv: readonly string[]): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  const code = await run(["--cwd", home, "diff", ...argv], {
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
    colour: false,
  });
  return { code, stdout, stderr };
}

test("the redline of two files is printed, and ends well though they differ", async () => {
  const { code, stdout, stderr } = await diff("old.html", "new.html");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("--- old.html\n+++ new.html\nSubstantive: ");
  expect(stdout).toContain("The provider [-may-]{+shall+} keep records of access for [-30-]{+14+} days.");
  expect(stdout).not.toContain("About us");
});

test("no folder for data appears, and the running service is not asked", async () => {
  const { code } = await regwatch(home, {}, "diff", "old.html", "old.html").ended;
  expect(code).toBe(0);
  await expect(readFile(join(home, "data"))).rejects.toThrow("ENOENT");
});

test("--format json gives both texts back to the character, and what was found", async () => {
  for (const [old, current] of [
    ["old.html", "new.html"],
    ["old.md", "new.md"],
    ["old.html", "packed.html.gz"],
  ] as const) {
    const { code, stdout } = await diff(old, current, "--format", "json");
    expect(code).toBe(0);
    const found = JSON.parse(stdout);
    const side = (...ops: readonly string[]): string =>
      found.spans
        .filter(({ op }: { op: string }) => ops.includes(op))
        .map(({ text }: { text: string }) => text)
        .join("");
    expect(side("equal", "delete", "move-from")).toBe(found.before);
    expect(side("equal", "insert", "move-to")).toBe(found.after);
    expect(found).toMatchObject({
      significance: "substantive",
      summarisedBy: "rules",
      texts: { after: { name: current } },
    });
    expect(found.reasons.length).toBeGreaterThan(0);
  }
});

test("the ending of -o tells the format, and nothing is printed", async () => {
  for (const [name, beginning] of [
    ["redline.html", "<!doctype html>"],
    ["redline.docx", "PK"],
    ["redline.json", '{"title":"Terms of Use"'],
    ["redline.txt", "--- old.html"],
  ] as const) {
    expect(await diff("old.html", "new.html", "-o", name)).toEqual({ code: 0, stdout: "", stderr: "" });
    expect((await readFile(join(home, name), "latin1")).startsWith(beginning), name).toBe(true);
  }
});

test("selectors choose what counts of a page", async () => {
  const { stdout, stderr } = await diff("old.html", "new.html", "--select", "footer");
  expect({ stdout, stderr }).toEqual({ stdout: expect.stringContaining("Nothing changed"), stderr: "" });
  const removed = await diff("--remove", "h2", "--remove", "p", "old.html", "new.html");
  expect(removed.stdout).toContain("Nothing changed");
  const noPage = await diff("old.md", "new.md", "--select", "main");
  expect(noPage.stderr).toContain("old.md is no page, so --select and --remove leave it as it is.\n");
});

test("an address is fetched through the door that keeps private networks out", async () => {
  const refused = await diff("old.html", `${origin}/terms`);
  expect({ code: refused.code, stderr: refused.stderr }).toEqual({
    code: 1,
    stderr: expect.stringContaining("REGWATCH_ALLOW_HOSTS"),
  });
  const settings = { REGWATCH_ALLOW_HOSTS: new URL(origin).host };
  const allowed = await regwatch(home, settings, "diff", "old.html", `${origin}/terms`).ended;
  expect({ code: allowed.code, stdout: allowed.stdout }).toEqual({
    code: 0,
    stdout: expect.stringContaining("[-30-]{+14+}"),
  });
  const missing = await regwatch(home, settings, "diff", "old.html", `${origin}/gone`).ended;
  expect({ code: missing.code, stderr: missing.stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(/^regwatch: .*404.*\n$/),
  });
});

describe("what cannot be compared is told in one line, with what to do", () => {
  test.each([
    [["nosuch.html", "new.html"], 2, "nosuch.html does not exist."],
    [["folder", "new.html"], 2, "folder is a folder; name a file."],
    [["old.html", "empty.txt"], 1, "empty.txt is empty."],
    [["old.html", "picture.png"], 1, "picture.png is an image, which cannot be read"],
    [["old.html", "broken.gz"], 1, "broken.gz is a gzip file that is damaged."],
    [["old.html", "new.html", "--select", "article"], 1, "old.html: `article` matches nothing"],
    [["old.html", "new.html", "--format", "docx"], 2, "A Word file needs a name; add -o FILE.docx."],
    [["old.html", "new.html", "--json", "--format", "html"], 2, "Give either --json or --format."],
    [["old.html", "new.html", "-o", "old.html"], 2, "-o would overwrite old.html"],
    [["old.html", "new.html", "-o", "redline.PDF"], 2, "redline.PDF cannot be made: the endings"],
    [["old.html", "new.html", "-o", "nowhere/redline.html"], 2, "nowhere/redline.html cannot be written"],
  ] as const)("%j", async (argv, code, words) => {
    const told = await diff(...argv);
    expect(told).toEqual({ code, stdout: "", stderr: expect.stringContaining(`regwatch: ${words}`) });
    expect(told.stderr.trimEnd()).not.toContain("\n");
  });

  test.each([[["old.html"]], [["old.html", "new.html", "--format", "pdf"]]])("used wrongly: %j", async (argv) => {
    expect(await diff(...argv)).toMatchObject({ code: 2, stdout: "" });
  });
});
