/** A mail as it would have been sent. `html` is a whole page of its own. */
export interface ShownMail {
  readonly at: string;
  readonly from: string;
  readonly subject: string;
  readonly html: string;
}

/** Mails as people see them, newest first, without a mail server. The page needs nothing from elsewhere, and no mail may do anything in it. */
export function mailPage(mails: readonly ShownMail[]): string {
  const shown = mails.map(
    ({ at, from, subject, html }) => `<article>
  <h2>${escape(subject)}</h2>
  <p class="who">${escape(from)} · <time>${escape(at.slice(0, 16).replace("T", " "))}</time></p>
  <iframe sandbox title="${escape(subject)}" srcdoc="${escape(html)}"></iframe>
</article>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Mails · regwatch</title><style>${style}</style></head>
<body><main><h1>As people see it in their mail</h1>
${shown.length === 0 ? "<p>No mail yet. Wait a moment, then load the page again.</p>" : shown.join("\n")}
</main></body></html>`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

const style = `
body { font: 15px/1.45 system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; color: #1b1f24; background: #e6e8ec; margin: 0 }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem } h1 { font-size: 1.1rem } h2 { font-size: 1rem; margin: 0 }
article { background: #fff; border-radius: 8px; padding: 0.9rem 1.1rem; margin: 0 0 1rem; box-shadow: 0 1px 3px #0002; overflow-wrap: anywhere }
.who { color: #5b6470; font-size: 0.85rem; margin: 0.2rem 0 0.6rem }
iframe { width: 100%; height: 32rem; border: 1px solid #d5d9df; border-radius: 4px; background: #f3f4f6 }
@media (prefers-color-scheme: dark) { body { background: #0b0d0f; color: #e4e6ea } article { background: #181b1f } .who { color: #a3abb6 } iframe { border-color: #3a4048; background: #101214 } }
`;
