/** A message as a channel would have sent it to Discord, and where the change it is about can be read. */
export interface ShownEmbed {
  readonly at: string;
  readonly content: string;
  /** As Discord takes them. https://docs.discord.com/developers/resources/message#embed-object */
  readonly embeds: readonly object[];
  readonly components: readonly object[];
  readonly page: string;
}

/** Messages as people see them in Discord, newest first, without an account. The page needs nothing from elsewhere. */
export function discordPage(messages: readonly ShownEmbed[]): string {
  const shown = messages.map(
    ({ at, content, embeds, components, page }) => `<article>
  <div class="who"><b>regwatch</b> <span class="app">APP</span> <time>${escape(at.slice(0, 16).replace("T", " "))}</time></div>
  <div>${markdownHtml(content)}</div>
  ${nodes(embeds).map(embedHtml).join("\n")}
  <p>${nodes(components)
    .flatMap(({ components: parts }) => nodes(parts).map(buttonHtml))
    .join(" ")}</p>
  <p class="beside"><a href="${escape(page)}">Read the redline beside it</a></p>
</article>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Messages · regwatch</title><style>${style}</style></head>
<body><main><h1>As a server sees it in Discord</h1>
${shown.length === 0 ? "<p>No alert yet. Wait a moment, then load the page again.</p>" : shown.join("\n")}
</main></body></html>`;
}

type Node = Readonly<Record<string, unknown>>;

function embedHtml(embed: Node): string {
  const colour = `#${Number(embed["color"] ?? 0)
    .toString(16)
    .padStart(6, "0")}`;
  const title = markdownHtml(text(embed["title"]));
  const url = text(embed["url"]);
  const fields = nodes(embed["fields"]).map(
    ({ name, value }) => `<div><b>${markdownHtml(text(name))}</b>${markdownHtml(text(value))}</div>`,
  );
  const footer = text((embed["footer"] as Node | undefined)?.["text"]);
  return `<div class="embed" style="border-color: ${colour}">
  <p><b>${url === "" ? title : `<a href="${escape(url)}">${title}</a>`}</b></p>
  <div>${markdownHtml(text(embed["description"]))}</div>
  <div class="fields">${fields.join("")}</div>
  <p class="footer">${escape(footer)}</p></div>`;
}

function buttonHtml(part: Node): string {
  return `<span class="button ${part["style"] === 1 ? "primary" : ""}">${escape(text(part["label"]))}</span>`;
}

// Discord's markup, as far as alerts use it. Escaped characters are set aside first, so that they are only themselves.
function markdownHtml(markdown: string): string {
  const aside = markdown.replace(/\\([^0-9A-Za-z\s])/g, (_escape, character: string) =>
    String.fromCodePoint(setAside + (character.codePointAt(0) ?? 0)),
  );
  const marked = aside.split("\n").map(lineHtml).join("");
  return Array.from(marked, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= setAside && code < setAside + 128 ? escape(String.fromCodePoint(code - setAside)) : character;
  }).join("");
}

// In a plane that no text uses.
const setAside = 0x10_f000;

function lineHtml(line: string): string {
  if (line.startsWith("> ")) return `<blockquote>${spanHtml(line.slice(2))}</blockquote>`;
  if (line.startsWith("-# ")) return `<small>${spanHtml(line.slice(3))}</small><br>`;
  return line === "" ? "<div class=gap></div>" : `${spanHtml(line)}<br>`;
}

function spanHtml(line: string): string {
  return escape(line)
    .replace(/\[([^\]]*)\]\((https?:[^)\s]+)\)/g, '<a href="$2">$1</a>')
    .replace(/&lt;t:(\d+):([DRf])&gt;/g, (_stamp, seconds: string, form: string) => stampHtml(Number(seconds), form))
    .replace(/\*\*(.+?)\*\*/g, "<b>$1</b>")
    .replace(/~~(.+?)~~/g, "<s>$1</s>");
}

// Discord writes it in the reader's own language and zone.
function stampHtml(seconds: number, form: string): string {
  const date = new Date(1000 * seconds).toISOString();
  return `<span class="stamp">${form === "R" ? "the distance in days" : date.slice(0, form === "D" ? 10 : 16).replace("T", " ")}</span>`;
}

function nodes(value: unknown): readonly Node[] {
  return Array.isArray(value) ? (value as readonly Node[]) : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

const style = `
body { font: 16px/1.4 "gg sans", "Noto Sans", "Noto Sans CJK SC", "Helvetica Neue", sans-serif; color: #dbdee1; background: #313338; margin: 0 }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem } h1 { font-size: 1.1rem; color: #f2f3f5 }
article { margin: 0 0 1.6rem; overflow-wrap: anywhere } p { margin: 0.25rem 0 } a { color: #00a8fc; text-decoration: none }
.who time, .footer, small { color: #949ba4; font-size: 0.75rem } .who b { color: #f2f3f5 }
.app { background: #5865f2; color: #fff; font-size: 0.6rem; padding: 0 0.3rem; border-radius: 3px }
.embed { background: #2b2d31; border-left: 4px solid; border-radius: 4px; padding: 0.5rem 1rem 0.8rem 0.8rem; margin: 0.4rem 0; max-width: 32rem; font-size: 0.9rem }
.fields { display: flex; flex-wrap: wrap; gap: 0.4rem 1.2rem; margin-top: 0.5rem } .gap { height: 0.5rem }
blockquote { border-left: 4px solid #4e5058; margin: 0.2rem 0; padding-left: 0.6rem } s { color: #b5bac1 } b { color: #f2f3f5 }
.stamp { background: #404249; border-radius: 3px; padding: 0 0.2rem }
.button { display: inline-block; background: #4e5058; color: #fff; border-radius: 3px; padding: 0.25rem 0.9rem; margin: 0.2rem 0.2rem 0 0; font-size: 0.85rem }
.button.primary { background: #5865f2 } .beside { font-size: 0.8rem }
`;
