import type { RegisterDocument } from "./document.ts";
import { passagesOf } from "./flow.ts";
import { filedLine } from "./printed.ts";
import { escaped } from "./xml.ts";

/** What `body_html_url` serves: a fragment with numbered paragraphs and the marks of printed pages. */
export function bodyHtml(document: RegisterDocument): string {
  let paragraphs = 0;
  let headings = 0;
  const page = document.startPage;
  const parts = passagesOf(document).map(({ style, text }) => {
    if (style === "head" || style === "heading") {
      headings += 1;
      return `<h${style === "head" ? 1 : 2} id="h-${headings}">${escaped(text)}</h${style === "head" ? 1 : 2}>`;
    }
    paragraphs += 1;
    return `<p id="p-${paragraphs}" data-page="${page}">${escaped(text)}</p>`;
  });
  return [
    `<span class="printed-page-inline unprinted-element document-markup" data-page="${page}"> </span>`,
    ...parts,
    `<p class="frdoc">${escaped(filedLine(document))}</p>`,
    `<p class="bilcod">BILLING CODE ${escaped(document.text.billingCode)}</p>`,
    "",
  ].join("\n");
}

/** The page for people at `html_url`. */
export function documentPage(document: RegisterDocument): string {
  return shell(document.title, bodyHtml(document));
}

/** What the site shows to visitors it takes for robots. */
export const requestAccessPage = shell(
  "Federal Register :: Request Access",
  `<h1>Request Access</h1>
<p>This visit looks automated. Programs are asked to use the application programming interface; people may ask for access below.</p>
<form action="/unblock" method="post"><div class="g-recaptcha" data-sitekey="world"></div><button>Request Access for this visitor</button></form>`,
);

export const notFoundPage = shell(
  "Federal Register :: Page Not Found",
  "<h1>404: Page not found</h1>\n<p>The page that you requested cannot be found.</p>",
);

function shell(title: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body>
${body}
</body>
</html>
`;
}
