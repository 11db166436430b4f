import { Parser } from "htmlparser2";
import { Lexer, type Token, type Tokens } from "marked";
import { refuseNesting } from "./nesting.ts";
import { pageBuilder, type PageBuilder } from "./page-builder.ts";
import { settledPage, type PageText } from "./page-text.ts";

/**
 * Markdown as the page it stands for: headings, lists with their markers, tables row by row. Marks of emphasis, link targets and
 * escapes are left out, so that a page and its Markdown say the same. Throws `RangeError` where quotes or lists nest by the thousand.
 */
export function readMarkdown(source: string): PageText {
  if (nestsEndlessly(source)) throw new RangeError("quotes or lists nest by the thousand");
  const builder = pageBuilder();
  write(tokensOf(withoutFrontMatter(source).replaceAll(/\r\n?/g, "\n")), builder);
  return settledPage(builder.finish(), { title: null, language: null });
}

// Blocks as GitHub has them, with tables; the text inside them without its guessing of addresses, which took most of the time.
function tokensOf(source: string): readonly Token[] {
  const blocks = new Lexer();
  blocks.blockTokens(source, blocks.tokens);
  const inline = new Lexer({ gfm: false });
  inline.tokens.links = blocks.tokens.links;
  for (const { src, tokens } of blocks.inlineQueue) {
    if (src.length > longestMarked) tokens.push({ type: "text", raw: src, text: src });
    else inline.inlineTokens(src, tokens);
  }
  return blocks.tokens;
}

// The lexer reads a quote or a list again for each of its levels and lines.
function nestsEndlessly(source: string): boolean {
  let quoted = 0;
  for (const line of source.split("\n")) {
    if (manyMarks.test(line)) return true;
    quoted = line.trim() === "" ? 0 : quoted > 0 || /^ {0,3}>/.test(line) ? quoted + 1 : 0;
    if (quoted > mostQuotedLines) return true;
  }
  return false;
}

const mostQuotedLines = 3000;
const manyMarks = /^(?:[ \t]{0,8}(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])){60}|^[ \t]{400,2000}(?:[-*+]|\d{1,9}[.)])[ \t]/;

/** Marks in longer passages are left as they stand: telling them apart takes time by the square of the length. */
const longestMarked = 30_000;

// A block of YAML between --- lines at the very beginning belongs to the site's tooling.
function withoutFrontMatter(source: string): string {
  return source.replace(/^\uFEFF?---\r?\n(?:[\w-]+:[^\n]*\n|[ \t][^\n]*\n|#[^\n]*\n)+---\r?\n/, "");
}

function write(tokens: readonly Token[], builder: PageBuilder): void {
  for (const token of tokens) writeToken(token, builder);
}

function writeToken(token: Token, builder: PageBuilder): void {
  switch (token.type) {
    case "heading":
      return element(`h${String((token as Tokens.Heading).depth)}`, {}, token.tokens, builder);
    case "paragraph":
      return element("p", {}, token.tokens, builder);
    case "blockquote":
      return element("blockquote", {}, token.tokens, builder);
    case "list":
      return list(token as Tokens.List, builder);
    case "table":
      return table(token as Tokens.Table, builder);
    case "code":
      return preformatted((token as Tokens.Code).text, builder);
    case "html":
      return html(token as Tokens.HTML, builder);
    case "br":
      builder.open("br", {});
      return builder.close("br");
    case "hr":
      builder.open("hr", {});
      return builder.close("hr");
    case "strong":
      return element("strong", {}, token.tokens, builder);
    case "link":
      return link(token as Tokens.Link, builder);
    case "text":
      return text(token as Tokens.Text, builder);
    case "codespan":
      return builder.text((token as Tokens.Codespan).text);
    case "escape":
      return builder.text((token as Tokens.Escape).text);
    case "image":
    case "space":
    case "def":
      return undefined;
    default:
      return write("tokens" in token && token.tokens !== undefined ? token.tokens : [], builder);
  }
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  tokens: readonly Token[] | undefined,
  builder: PageBuilder,
): void {
  builder.open(name, attributes);
  write(tokens ?? [], builder);
  builder.close(name);
}

function text(token: Tokens.Text, builder: PageBuilder): void {
  if (token.tokens === undefined) builder.text(decoded(token.text));
  else write(token.tokens, builder);
}

function list(token: Tokens.List, builder: PageBuilder): void {
  const name = token.ordered ? "ol" : "ul";
  builder.open(name, token.ordered ? { start: String(token.start) } : {});
  for (const item of token.items) element("li", {}, item.tokens, builder);
  builder.close(name);
}

function table(token: Tokens.Table, builder: PageBuilder): void {
  builder.open("table", {});
  for (const [index, row] of [token.header, ...token.rows].entries()) {
    builder.open("tr", {});
    for (const cell of row) element(index === 0 ? "th" : "td", {}, cell.tokens, builder);
    builder.close("tr");
  }
  builder.close("table");
}

function preformatted(text: string, builder: PageBuilder): void {
  builder.open("pre", {});
  builder.text(text);
  builder.close("pre");
}

// An address written out is text, as it is on the page.
function link(token: Tokens.Link, builder: PageBuilder): void {
  if (token.raw === token.text || token.raw === `<${token.text}>`) builder.text(token.text);
  else element("a", { href: token.href }, token.tokens, builder);
}

// Lone tags within a line part words at most; a block of HTML is read as such.
function html(token: Tokens.HTML, builder: PageBuilder): void {
  if (!token.block) {
    if (/^<br\s*\/?>$/i.test(token.text)) {
      builder.open("br", {});
      builder.close("br");
    }
    return;
  }
  const parser = new Parser({
    onopentag: (name, attributes) => builder.open(name, attributes),
    ontext: (data) => builder.text(data),
    onclosetag: (name) => builder.close(name),
  });
  refuseNesting(token.text, "html");
  parser.end(token.text);
}

function decoded(text: string): string {
  if (!text.includes("&")) return text;
  let plain = "";
  const parser = new Parser({
    ontext: (data) => {
      plain += data;
    },
  });
  parser.end(text.replaceAll("<", "&lt;"));
  return plain;
}
