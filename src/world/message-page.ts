/** A message as a channel would have sent it, and where the change it is about can be read. */
export interface ShownMessage {
  readonly at: string;
  /** Blocks as Slack takes them. https://docs.slack.dev/reference/block-kit */
  readonly blocks: readonly object[];
  readonly page: string;
}

/** Messages as people see them in Slack, newest first, without an account. The page needs nothing from elsewhere. */
export function messagePage(messages: readonly ShownMessage[]): string {
  const shown = messages.map(
    ({ at, blocks, page }) => `<article>
  <div class="who"><b>regwatch</b> <span class="app">APP</span> <time>${escape(at.slice(0, 16).replace("T", " "))}</time></div>
  ${blocks.map((block) => blockHtml(block as Node)).join("\n")}
  <p class="beside"><a href="${escape(page)}">Read the redline beside it</a></p>
</article>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Messages · regwatch</title><style>${style}</style></head>
<body><main><h1>As a team sees it in Slack</h1>
${shown.length === 0 ? "<p>No alert yet. Wait a moment, then load the page again.</p>" : shown.join("\n")}
</main></body></html>`;
}

type Node = Readonly<Record<string, unknown>>;

function blockHtml(block: Node): string {
  const elements = nodes(block["elements"]);
  if (block["type"] === "divider") return "<hr>";
  if (block["type"] === "context") return `<p class="context">${elements.map(contextHtml).join(" · ")}</p>`;
  if (block["type"] === "actions") return `<p>${elements.map(buttonHtml).join(" ")}</p>`;
  return block["type"] === "rich_text" ? elements.map(partHtml).join("\n") : "";
}

function partHtml(part: Node): string {
  const elements = nodes(part["elements"]);
  if (part["type"] === "rich_text_list")
    return `<ul>${elements.map((item) => `<li>${inline(item)}</li>`).join("")}</ul>`;
  return part["type"] === "rich_text_quote" ? `<blockquote>${inline(part)}</blockquote>` : `<p>${inline(part)}</p>`;
}

function inline(section: Node): string {
  return nodes(section["elements"]).map(elementHtml).join("");
}

function elementHtml(element: Node): string {
  if (element["type"] === "emoji") return `<span class="sign ${escape(textOf(element["name"]))}"></span>`;
  const text = escape(textOf(element["text"]));
  const whole = element["type"] === "link" ? `<a href="${escape(textOf(element["url"]))}">${text}</a>` : text;
  const style = (element["style"] ?? {}) as Node;
  const tags = (["bold", "italic", "strike", "code"] as const).filter((name) => style[name] === true);
  return tags.reduce((inner, name) => `<${tagOf[name]}>${inner}</${tagOf[name]}>`, whole);
}

function contextHtml(element: Node): string {
  const text = textOf(element["text"]);
  if (element["type"] !== "mrkdwn") return escape(text);
  return text.replace(
    /<(https?:[^|>]+)\|([^>]*)>/g,
    (_link, url: string, label: string) => `<a href="${escape(url)}">${label}</a>`,
  );
}

function buttonHtml(element: Node): string {
  const label = escape(textOf((element["text"] as Node | undefined)?.["text"]));
  return `<span class="button ${element["style"] === "primary" ? "primary" : ""}">${label}</span>`;
}

const tagOf = { bold: "b", italic: "i", strike: "s", code: "code" } as const;

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function nodes(value: unknown): readonly Node[] {
  return Array.isArray(value) ? (value as readonly Node[]) : [];
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

const style = `
body { font: 15px/1.47 Lato, "Helvetica Neue", "Noto Sans", "Noto Sans CJK SC", sans-serif; color: #1d1c1d; background: #f4f4f4; margin: 0 }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem }
h1 { font-size: 1.1rem }
article { background: #fff; border-radius: 8px; padding: 0.8rem 1.1rem; margin: 0 0 1rem; box-shadow: 0 1px 3px #0002; overflow-wrap: anywhere }
p, ul, blockquote { margin: 0.25rem 0 } ul { padding-left: 1.3rem }
blockquote { border-left: 4px solid #ddd; padding-left: 0.8rem }
s { color: #5c5c5c } a { color: #1264a3; text-decoration: none }
.who time, .context { color: #616061; font-size: 0.8rem }
.app { background: #ececec; color: #616061; font-size: 0.6rem; padding: 0 0.25rem; border-radius: 3px }
.button { display: inline-block; border: 1px solid #bbb; border-radius: 6px; padding: 0.15rem 0.7rem; margin: 0.3rem 0.2rem 0 0; font-weight: 700; font-size: 0.8rem }
.button.primary { background: #007a5a; border-color: #007a5a; color: #fff }
.sign { display: inline-block; width: 0.75em; height: 0.75em; background: #8a8a8a; border-radius: 2px }
.sign.rotating_light { background: #d7263d; border-radius: 50% } .sign.large_orange_diamond { background: #e8912d; transform: rotate(45deg) }
.sign.small_blue_diamond { background: #3a7bd5; transform: rotate(45deg) }
.beside { font-size: 0.8rem; border-top: 1px solid #eee; margin-top: 0.6rem; padding-top: 0.4rem }
@media (prefers-color-scheme: dark) { body { background: #121416; color: #d1d2d3 } article { background: #1a1d21 } a { color: #1d9bd1 }
 .who time, .context, s { color: #ababad } .app { background: #33363a } blockquote { border-color: #444 } .beside { border-color: #33363a } }
`;
