#!/usr/bin/env node
// npx runs this under whatever Node the machine has. regwatch needs the Node it brings along, so an older one hands over to it.
"use strict";

const { existsSync } = require("node:fs");
const { constants } = require("node:os");
const { join, sep } = require("node:path");

const needed = 26;
const cli = join(__dirname, "cli.ts");
const here = Number(process.versions.node.split(".")[0]);
// Node does not strip types under node_modules, so an installed copy cannot run from there.
if (__dirname.split(sep).includes("node_modules")) fail("runs from a clone of its repository, not from node_modules.");

if (here >= needed) void import("./cli.ts");
else handOver(ownNode());

/** @returns {string} the path of the Node that npm installed for this platform */
function ownNode() {
  const system = process.platform === "win32" ? "win" : process.platform;
  const file = process.platform === "win32" ? "node.exe" : "node";
  for (const name of [`node-${system}-${process.arch}`, `node-bin-${system}-${process.arch}`]) {
    try {
      const path = join(require.resolve(`${name}/package.json`), "..", "bin", file);
      if (existsSync(path)) return path;
    } catch {
      // This platform's package goes by the other name, or is missing.
    }
  }
  return fail(
    `needs Node ${needed}, this is ${process.version}, and the one it brings for ${process.platform}-${process.arch} is missing. ` +
      "Run `npm ci` without --omit=optional, or install Node 26.",
  );
}

/** @param {string} node */
function handOver(node) {
  const { spawn } = require("node:child_process");
  const child = spawn(node, [cli, ...process.argv.slice(2)], { stdio: "inherit" });
  // A terminal sends its own signals to both processes; what is sent to this one alone is passed on.
  const passed = process.stdin.isTTY ? ["SIGTERM", "SIGUSR2"] : ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2"];
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2"]) {
    process.on(signal, () => passed.includes(signal) && child.kill(signal));
  }
  child.on("error", (error) => fail(`cannot start its own Node at ${node}: ${error.message}`));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** @param {string} message @returns {never} */
function fail(message) {
  process.stderr.write(`regwatch: ${message}\n`);
  process.exit(1);
}
