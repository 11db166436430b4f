import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { HeldError, StoreError } from "../../src/model/errors.ts";
import { holdDataDir, isHeld } from "../../src/store/hold.ts";
import { runProgram, type Program } from "../support/program.ts";

const program = join(import.meta.dirname, "programs/hold.ts");
let dir: string;
let running: Program[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "regwatch-hold-"));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.kill()));
  rmSync(dir, { recursive: true, force: true });
});

function start(): Program {
  const one = runProgram(program, [dir]);
  running.push(one);
  return one;
}

test("A folder that another process holds is refused in one line, and free again when that process is killed.", async () => {
  const holder = start();
  await holder.said("held");
  expect(isHeld(dir)).toBe(true);
  expect(() => holdDataDir(dir)).toThrow(HeldError);
  expect(() => holdDataDir(dir)).toThrow(
    /^Another regwatch process holds the data in .*\. Stop it, or set REGWATCH_DATA/,
  );
  await holder.kill();
  expect(isHeld(dir)).toBe(false);
  holdDataDir(dir).release();
});

test("What is no folder that can be written is named in one line, with what to do.", () => {
  const file = join(dir, "file");
  writeFileSync(file, "");
  expect(() => holdDataDir(file)).toThrow(StoreError);
  expect(() => holdDataDir(file)).toThrow(/^The data folder .*file cannot be used: EEXIST.* REGWATCH_DATA to another/);
});

test("Of processes that start together, one holds the folder.", async () => {
  const programs = [start(), start(), start()];
  await Promise.all(programs.map((one) => one.said("e")));
  const said = programs.map((one) => one.output().trim());
  expect(said.filter((line) => line === "held").length).toBe(1);
  expect(said.filter((line) => line.startsWith("HeldError:")).length).toBe(2);
});

test("Within one process, too, a folder is held once until it is released, and releasing twice does no harm.", () => {
  const folder = join(dir, "made/when/needed");
  expect(isHeld(folder)).toBe(false);
  const hold = holdDataDir(folder);
  expect(() => holdDataDir(folder)).toThrow(HeldError);
  hold.release();
  hold.release();
  expect(isHeld(folder)).toBe(false);
  holdDataDir(folder).release();
});
