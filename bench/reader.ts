import { createInterface } from "node:readline";
import { blocksOf } from "../src/snapshots/blocks-of.ts";

// Reads a page of 200 KB as often as a line on standard input asks for, without network or database, and says when it is done.
const clause =
  "The customer must keep records of every use for thirty days after the end of the term, and give them to the provider on written request.";
const page = Buffer.from(
  `<!DOCTYPE html><html lang="en"><head><title>Terms</title></head><body><main><h1>Terms</h1>${Array.from({ length: 1200 }, (_, at) => `<p>${at + 1}. ${clause}</p>`).join("\n")}</main></body></html>`,
);
console.log("ready");
for await (const line of createInterface(process.stdin)) {
  for (let times = Number(line); times > 0; times -= 1) blocksOf(page, { select: ["main"] });
  console.log("done");
}
