import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";

// Policy pages in a process of their own, so that their work is not counted as anybody's: of so many clauses (60 make about 20 KB), at so
// many ports. Says its addresses; a line on standard input says how they are served from then on: `same` bytes every time, `other` bytes
// around the text at every visit, `asked` (with an ETag, and 304 to who has it); `next` puts up the next version of every page.
const clauses = Number(process.argv[2] ?? 60);
const ports = Number(process.argv[3] ?? 1);
let version = 1;
let mode = "same";
let visits = 0;
// The terms are made once a version, because whoever is measured shares the processor with this.
const made = new Map<number, string>();

const origins = await Promise.all(
  Array.from({ length: ports }, async () => {
    const server = createServer(answer).listen(0, "127.0.0.1");
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }),
);
console.log(origins.join(" "));
for await (const line of createInterface(process.stdin)) {
  if (line === "next") {
    version += 1;
    made.clear();
  } else mode = line;
  console.log(line);
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const at = Number(/\d+$/.exec(request.url ?? "")?.[0] ?? 0);
  const etag = `"${at}-${version}"`;
  if (mode === "asked" && request.headers["if-none-match"] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  visits += 1;
  const headers = { "content-type": "text/html; charset=utf-8", ...(mode === "asked" && { etag }) };
  response.writeHead(200, headers).end(pageOf(at, mode === "other" ? visits : 0));
}

function pageOf(at: number, visit: number): string {
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Terms of service ${at}</title>
<style>${".card{margin:0 auto;padding:1rem;max-width:60rem}\n".repeat(40)}</style>
<script nonce="${visit}">window.__session = { id: "${visit * 7919}", page: ${at} };</script></head>
<body>
<nav><ul>${Array.from({ length: 30 }, (_, link) => `<li><a href="/products/${link}?trk=${visit}">Product ${link}</a></li>`).join("")}</ul></nav>
<main>
<h1>Terms of service ${at}</h1>
<p>Last updated: March 1, 2026</p>
${termsOf(at)}
</main>
<aside><p>Page views: ${10_000 + visit}</p></aside>
<footer><p>© 2026 Harbour Cloud, Inc.</p></footer>
</body>
</html>
`;
}

function termsOf(at: number): string {
  const terms = made.get(at) ?? makeTerms(at);
  made.set(at, terms);
  return terms;
}

function makeTerms(at: number): string {
  return Array.from({ length: clauses }, (_, clause) => {
    const days = clause === at % clauses ? 30 + version : 30;
    return `<p>${clause + 1}. The customer of service ${at} must keep records under clause ${clause + 1} for ${days} days after the end of the term, and give them to the provider on written request unless the law of the place where they are kept forbids it.</p>`;
  }).join("\n");
}
