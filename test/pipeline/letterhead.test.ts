import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UsageError } from "../../src/model/errors.ts";
import { readLetterhead } from "../../src/pipeline/letterhead.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "regwatch-letterhead-"));
  const png = Buffer.alloc(40);
  png.writeUInt32BE(0x89504e47, 0);
  png.write("IHDR", 12, "latin1");
  png.writeUInt32BE(240, 16);
  png.writeUInt32BE(80, 20);
  await writeFile(join(folder, "logo.png"), png);
  await writeFile(join(folder, "text.png"), "no picture, but long enough to be looked at");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function letterhead(yaml: string) {
  const file = join(folder, "letterhead.yaml");
  await writeFile(file, yaml);
  return readLetterhead(file);
}

test("a letterhead has a name, lines, and a logo with its size", async () => {
  const read = await letterhead("name: Example & Partners LLP\nlines: [1 Example Street]\nlogo: logo.png\n");
  expect(read).toMatchObject({
    name: "Example & Partners LLP",
    lines: ["1 Example Street"],
    logo: { width: 240, height: 80 },
  });
  expect(await letterhead("name: Example\n")).toEqual({ name: "Example", lines: [], logo: null });
});

test.each([
  ["lines: [a]\n", /letterhead\.yaml: name is missing/],
  ["name: a\nlogo: none.png\n", /none\.png, named for the letterhead, cannot be read/],
  ["name: a\nlogo: text.png\n", /text\.png is no PNG file/],
  ["name: [a\n", /is no YAML/],
])("%j is refused with the file and what is wrong", async (yaml, message) => {
  await expect(letterhead(yaml)).rejects.toThrow(UsageError);
  await expect(letterhead(yaml)).rejects.toThrow(message);
});
