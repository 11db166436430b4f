"use strict";

// The thread that watches (watchdog.ts starts it; no TypeScript, whose loader would take 15 MB). It counts its own turns and reads no
// clock, so that a machine that slept or a clock that was set is no standstill: while this thread does not run, nothing is counted.

const { writeSync } = require("node:fs");
const { workerData } = require("node:worker_threads");

const { beats, what, seconds } = workerData;
const counter = new Int32Array(beats);
const turnsPerSecond = 4;

let seen = Atomics.load(counter, 0);
let still = 0;
while (still < seconds * turnsPerSecond) {
  Atomics.wait(counter, 1, 0, 1000 / turnsPerSecond);
  const now = Atomics.load(counter, 0);
  still = now === seen ? still + 1 : 0;
  seen = now;
}

const text = new Uint8Array(what);
const name = new TextDecoder().decode(text.slice(0, text.indexOf(0)));
const about = name === "" ? "nothing is known of what it was doing" : `it was reading ${name}`;
const msg = `the process has stood still for ${seconds} seconds and ends itself: ${about}`;
writeSync(2, `${JSON.stringify({ level: "fatal", time: new Date().toISOString(), msg })}\n`);
process.kill(process.pid, "SIGKILL");
