import { html } from "hono/html";
import type { Html, WebDeps } from "../deps.ts";
import { layout } from "../layout.ts";
import type { Reader } from "../reader.ts";

export function loginPage(deps: WebDeps, reader: Reader, next: string, problem: string | null): Html {
  const explanation =
    deps.read === "token" ? "Reading needs the token here." : "Signed in, you see private feeds and subscriptions too.";
  return layout(
    deps,
    { title: "Sign in", reader },
    html`<div class="narrow">
      <h1>Sign in</h1>
      <p>
        ${explanation} It is the token that was made for you, or the value of <code>REGWATCH_ADMIN_TOKEN</code> where
        regwatch runs.
      </p>
      <form class="stack" method="post" action="/login">
        <input type="hidden" name="next" value="${next}" />
        <label for="token">Token</label>
        <input
          id="token"
          name="token"
          type="password"
          required
          autocomplete="current-password"
          ${problem === null ? "" : html` aria-describedby="problem" aria-invalid="true"`}
        />
        ${problem === null ? "" : html`<p class="problem" id="problem" role="alert">${problem}</p>`}
        <button>Sign in</button>
      </form>
    </div>`,
  );
}
