import type { PageVersion, ProviderPage } from "./page.ts";

/** The page as it is served to one visit; at visit 0 without what differs from visit to visit. */
export function pageHtml(
  { title, language = "en", encoding }: ProviderPage,
  { text }: PageVersion,
  visit: number,
): string {
  const words = wording[language];
  const nonce = visit === 0 ? "" : ` nonce="${mixed(visit)}"`;
  const stated = encoding === undefined ? ` lang="${language}"` : "";
  return `<!DOCTYPE html>
<html${stated}>
<head>
${encoding === undefined ? '<meta charset="utf-8">\n' : ""}<title>${escaped(title)}</title>
<script${nonce}>window.__session = "${mixed(visit + 7)}";</script>
</head>
<body>
<nav><ul><li><a href="/?trk=${mixed(visit + 1)}">${words.home}</a></li><li><a href="/pricing">${words.pricing}</a></li></ul></nav>
${visit % 2 === 0 ? "" : `<aside><p>${words.offer}</p></aside>\n`}<main>
${bodyHtml(text)}
${visit === 0 ? "" : `<p>${words.visits}${10_000 + visit}</p>\n`}</main>
<footer><p>© 2026 ${words.company}</p></footer>
</body>
</html>
`;
}

const wording = {
  en: {
    home: "Home",
    pricing: "Pricing",
    offer: "Try Accelerated Instances free for a month.",
    visits: "Page views: ",
    company: "Harbour Cloud, Inc.",
  },
  "zh-CN": {
    home: "首页",
    pricing: "价格",
    offer: "加速计算实例，首月免费试用。",
    visits: "浏览次数：",
    company: "港湾云",
  },
} as const;

function bodyHtml(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  return lines
    .filter((line) => line !== "")
    .map((line, index, all) => {
      if (line.startsWith("# ")) return index === 0 ? tag("h1", line.slice(2)) : tag("h2", line.slice(2));
      if (!line.startsWith("- ")) return tag("p", line);
      const opens = all[index - 1]?.startsWith("- ") === true ? "" : "<ul>";
      const closes = all[index + 1]?.startsWith("- ") === true ? "" : "</ul>";
      return `${opens}${tag("li", line.slice(2))}${closes}`;
    })
    .join("\n");
}

function tag(name: string, text: string): string {
  return `<${name}>${escaped(text)}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

// Looks like chance and is the same in every run.
function mixed(number: number): string {
  return ((number * 2_654_435_761) % 0x1_0000_0000).toString(16).padStart(8, "0");
}
