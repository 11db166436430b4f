import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeText } from "../../src/snapshots/charset.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));
const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

// 政府采购公告：第三条 in GBK.
const gbk = new Uint8Array([
  0xd5, 0xfe, 0xb8, 0xae, 0xb2, 0xc9, 0xb9, 0xba, 0xb9, 0xab, 0xb8, 0xe6, 0xa3, 0xba, 0xb5, 0xda, 0xc8, 0xfd, 0xcc,
  0xf5,
]);
const notice = "政府采购公告：第三条";
// “don’t” in windows-1252.
const quoted = new Uint8Array([0x93, 0x64, 0x6f, 0x6e, 0x92, 0x74, 0x94]);

describe("byte order marks come first", () => {
  test.each([
    ["utf-8", utf8("\ufeff第三条")],
    ["utf-16le", new Uint8Array(Buffer.from("\ufeff第三条", "utf16le"))],
    ["utf-16be", new Uint8Array(Buffer.from("\ufeff第三条", "utf16le").swap16())],
  ])("%s", (charset, body) => {
    expect(decodeText(body, "text/html; charset=windows-1252")).toEqual({ text: "第三条", charset });
  });

  test("UTF-16 without a mark is known by its zeros", () => {
    const text = '<?xml version="1.0" encoding="utf-16"?><a>第三条</a>';
    const body = Buffer.from(text, "utf16le");
    expect(decodeText(new Uint8Array(body), undefined)).toEqual({ text, charset: "utf-16le" });
    expect(decodeText(new Uint8Array(body.swap16()), undefined)).toEqual({ text, charset: "utf-16be" });
  });
});

describe("declarations", () => {
  test.each([
    ["the header", "text/html; charset=gb2312", ""],
    ["the header, quoted", 'text/html;charset="GBK"', ""],
    ["meta charset", "text/html", '<html><meta charset="gb2312">'],
    ["meta http-equiv", undefined, '<meta http-equiv="Content-Type" content="text/html; charset=gb2312" />'],
    ["the XML declaration", "application/xml", '<?xml version="1.0" encoding="GB18030"?>'],
  ])("%s", (_name, contentType, prefix) => {
    expect(decodeText(join(utf8(prefix), gbk), contentType)).toEqual({ text: prefix + notice, charset: "gb18030" });
  });

  test("GB 2312 is read as GB 18030, which has more characters", () => {
    // 㐀 has four bytes in GB 18030 and none in GB 2312.
    expect(decodeText(join(gbk, new Uint8Array([0x81, 0x39, 0xee, 0x39])), "text/html; charset=gb2312").text).toBe(
      `${notice}㐀`,
    );
  });

  test("the header is stronger than the page", () => {
    const body = join(utf8('<meta charset="windows-1252">'), gbk);
    expect(decodeText(body, "text/html; charset=gbk").text).toContain(notice);
  });

  test("curly quotes of windows-1252 are read, also where Latin-1 is declared", () => {
    for (const label of ["windows-1252", "iso-8859-1", "us-ascii"]) {
      expect(decodeText(quoted, `text/html; charset=${label}`)).toEqual({ text: "“don’t”", charset: "windows-1252" });
    }
  });

  test("a charset nobody knows is passed over", () => {
    expect(decodeText(utf8("第三条"), "text/html; charset=klingon")).toEqual({ text: "第三条", charset: "utf-8" });
    expect(decodeText(utf8("第三条"), "text/html; charset=hz-gb-2312").text).toBe("第三条");
  });
});

describe("declarations that the bytes contradict", () => {
  test("declared UTF-8, really GBK", () => {
    expect(decodeText(gbk, "text/html; charset=utf-8")).toEqual({ text: notice, charset: "gb18030" });
    expect(decodeText(join(utf8('<meta charset="utf-8">'), gbk), undefined).text).toContain(notice);
  });

  test("declared UTF-8, really windows-1252", () => {
    expect(decodeText(quoted, "text/html; charset=utf-8")).toEqual({ text: "“don’t”", charset: "windows-1252" });
    expect(decodeText(latin1("Le règlement, modifié"), "text/html; charset=utf-8").text).toBe("Le règlement, modifié");
  });

  test("declared Latin-1 or GBK, really UTF-8", () => {
    expect(decodeText(utf8("Café’s"), "text/html; charset=iso-8859-1")).toEqual({ text: "Café’s", charset: "utf-8" });
    const text = "第三条　本办法自发布之日起施行。";
    expect(decodeText(utf8(text), "text/html; charset=gb2312")).toEqual({ text, charset: "utf-8" });
  });

  test("a GBK page of two characters that happen to be valid UTF-8 is believed", () => {
    expect(decodeText(new Uint8Array([0xc1, 0xaa, 0xcd, 0xa8]), "text/html; charset=gbk").text).toBe("联通");
  });
});

describe("no declaration", () => {
  test.each([
    ["utf-8", utf8("plain"), "plain"],
    ["utf-8", utf8("§ 744.23(b)—第三条"), "§ 744.23(b)—第三条"],
    ["gb18030", gbk, notice],
    ["windows-1252", quoted, "“don’t”"],
    ["windows-1252", latin1("théâtre, modifié à l'été"), "théâtre, modifié à l'été"],
    ["utf-8", new Uint8Array(), ""],
  ])("%s", (charset, body, text) => expect(decodeText(body, undefined)).toEqual({ text, charset }));
});

describe("a few broken bytes do not turn the page into another language", () => {
  test("in UTF-8", () => {
    const { text, charset } = decodeText(
      join(utf8(notice), new Uint8Array([0xff]), utf8(notice)),
      "text/html; charset=utf-8",
    );
    expect(charset).toBe("utf-8");
    expect(text).toBe(`${notice}\ufffd${notice}`);
  });

  test("in GBK, cut in the middle of a character", () => {
    const { text, charset } = decodeText(gbk.subarray(0, gbk.length - 1), "text/html; charset=gb2312");
    expect(charset).toBe("gb18030");
    expect(text.startsWith("政府采购公告：第三")).toBe(true);
  });
});

test("whatever is encoded as UTF-8 and declared so comes back to the character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const body = utf8(`<p>${text}</p>`);
      expect(decodeText(body, "text/html; charset=utf-8").text).toBe(`<p>${text}</p>`.toWellFormed());
    }),
  );
});

test("any bytes with any declaration give some text and never an error", () => {
  const labels = fc.oneof(
    fc.string(),
    fc.constantFrom("gb2312", "big5", "shift_jis", "utf-16", "x-user-defined", "iso-2022-jp"),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), labels, (body, label) => {
      expect(typeof decodeText(body, `text/html; charset=${label}`).text).toBe("string");
    }),
  );
});
