/** Text as bytes of GB 2312. Throws `RangeError` for characters it does not have: the text is the world's own. */
export function encodeGb2312(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text.replaceAll("©", "(C)")) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else bytes.push(...pairOf(character));
  }
  return new Uint8Array(bytes);
}

let table: ReadonlyMap<string, readonly [number, number]> | undefined;

function pairOf(character: string): readonly [number, number] {
  table ??= readTable();
  const pair = table.get(character);
  if (pair === undefined) throw new RangeError(`GB 2312 has no ${character}`);
  return pair;
}

// The platform decodes the encoding and does not write it.
function readTable(): ReadonlyMap<string, readonly [number, number]> {
  const decoder = new TextDecoder("gbk");
  const pairs = new Map<string, readonly [number, number]>();
  for (let row = 0xa1; row <= 0xf7; row += 1) {
    for (let cell = 0xa1; cell <= 0xfe; cell += 1) {
      const character = decoder.decode(new Uint8Array([row, cell]));
      if (!pairs.has(character)) pairs.set(character, [row, cell]);
    }
  }
  return pairs;
}
