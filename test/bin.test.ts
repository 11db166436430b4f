import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const bin = join(import.meta.dirname, "../src/bin.cjs");
let clone: string;

/** A clone with the launcher, a command line that tells what it was given, and this Node as the one npm installed. */
beforeEach(async () => {
  clone = await mkdtemp(join(tmpdir(), "regwatch-bin-"));
  await mkdir(join(clone, "src"));
  await copyFile(bin, join(clone, "src/bin.cjs"));
  await writeFile(join(clone, "package.json"), `{ "type": "module" }`);
  await writeFile(
    join(clone, "src/cli.ts"),
    `const given: readonly string[] = process.argv.slice(2);
     process.exitCode = 5;
     if (given[0] === "wait") {
       process.on("SIGTERM", () => { console.log("stopping"); process.exit(7); });
       setInterval(() => {}, 1000);
     }
     console.log(JSON.stringify({ given, node: process.versions.node }));`,
  );
  await writeFile(
    join(clone, "older.cjs"),
    `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.1.0" } });`,
  );
});

afterEach(() => rm(clone, { recursive: true, force: true }));

async function installNode(): Promise<void> {
  const system = process.platform === "win32" ? "win" : process.platform;
  const home = join(clone, `node_modules/node-${system}-${process.arch}`);
  await mkdir(join(home, "bin"), { recursive: true });
  await writeFile(join(home, "package.json"), "{}");
  await symlink(process.execPath, join(home, "bin", process.platform === "win32" ? "node.exe" : "node"));
}

function launch(options: readonly string[], ...given: readonly string[]) {
  const child = spawn(process.execPath, [...options, join(clone, "src/bin.cjs"), ...given]);
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => (output.stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (output.stderr += data.toString()));
  const ended = once(child, "close").then(([code]) => ({ code: code as number, ...output }));
  return { child, ended };
}

test("under Node 26 the command runs at once, with its arguments and its exit code", async () => {
  const { code, stdout, stderr } = await launch([], "check", "--json", "a b").ended;
  expect(JSON.parse(stdout)).toEqual({ given: ["check", "--json", "a b"], node: process.versions.node });
  expect({ code, stderr }).toEqual({ code: 5, stderr: "" });
});

test("under an older Node it runs on the one that npm installed", async () => {
  await installNode();
  const { code, stdout, stderr } = await launch(["-r", join(clone, "older.cjs")], "check", "a b").ended;
  expect(JSON.parse(stdout)).toEqual({ given: ["check", "a b"], node: process.versions.node });
  expect({ code, stderr }).toEqual({ code: 5, stderr: "" });
});

test("a signal to the launcher reaches the command, whose exit code counts", async () => {
  await installNode();
  const { child, ended } = launch(["-r", join(clone, "older.cjs")], "wait");
  await once(child.stdout, "data");
  child.kill("SIGTERM");
  const { code, stdout } = await ended;
  expect(stdout).toContain("stopping");
  expect(code).toBe(7);
});

test("without a Node that fits it says in one line what to do", async () => {
  const { code, stdout, stderr } = await launch(["-r", join(clone, "older.cjs")], "check").ended;
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^regwatch: needs Node 26, this is .* is missing\. Run `npm ci` .*\n$/);
});

test("an installed copy, which Node would not run, says so in one line", async () => {
  const inside = join(clone, "node_modules/regwatch/src");
  await mkdir(inside, { recursive: true });
  await copyFile(bin, join(inside, "bin.cjs"));
  const child = spawn(process.execPath, [join(inside, "bin.cjs")], { stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
  const [code] = await once(child, "close");
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: "regwatch: runs from a clone of its repository, not from node_modules.\n",
  });
});
