import { html } from "hono/html";
import type { Html, WebDeps } from "../deps.ts";
import { layout } from "../layout.ts";
import { address } from "../links.ts";
import type { Reader } from "../reader.ts";

/** A page that says why there is none. `next` is where signing in leads, if that would help. */
export function problemPage(deps: WebDeps, reader: Reader, title: string, message: string, next: string | null): Html {
  return layout(
    deps,
    { title, reader },
    html`<div class="narrow">
      <h1>${title}</h1>
      <p>${message}</p>
      <p class="actions">
        ${next === null ? null : html`<a href="${address("/login", { next })}">Sign in</a>`}
        <a href="/">To the timeline</a>
      </p>
    </div>`,
  );
}
