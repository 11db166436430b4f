import { html } from "hono/html";
import type { FreshToken } from "../../commands/tokens.ts";
import { type PersonalToken, roles } from "../../model/access.ts";
import type { Html, WebDeps } from "../deps.ts";
import { formKey, layout } from "../layout.ts";
import { ago, when } from "../markup.ts";
import type { Reader } from "../reader.ts";

interface TokensView {
  readonly tokens: readonly PersonalToken[];
  readonly fresh: FreshToken | null;
  readonly problem: string | null;
}

/** Who may sign in. A token that was just made is shown, this once. */
export function tokensPage(deps: WebDeps, reader: Reader, { tokens, fresh, problem }: TokensView): Html {
  return layout(
    deps,
    { title: "Tokens", current: "/tokens", reader },
    html`<h1>Tokens</h1>
      <p>Each person signs in with a token of their own, so that the <a href="/audit">audit</a> knows who did what.</p>
      ${fresh === null ? null : shown(fresh, tokens)}
      <form class="stack" method="post" action="/tokens">
        ${formKey(reader)}
        <label for="name">Name</label>
        <input
          id="name"
          name="name"
          required
          maxlength="80"
          autocomplete="off"
          ${problem === null ? null : html` aria-invalid="true" aria-describedby="problem"`}
        />
        ${problem === null ? null : html`<p class="problem" id="problem" role="alert">${problem}</p>`}
        <label for="role">May</label>
        <select id="role" name="role">
          ${roles.map((role) => html`<option value="${role}" ${role === "editor" ? html` selected` : null}>${roleWords[role]}</option>`)}
        </select>
        <button>Make a token</button>
      </form>
      ${tokens.length === 0 ? html`<p>Nobody has one yet.</p>` : table(deps, reader, tokens)}`,
  );
}

export const roleWords = {
  admin: "do everything (admin)",
  editor: "change what people are told (editor)",
  auditor: "read everything, change nothing (auditor)",
} as const;

function shown({ id, token }: FreshToken, tokens: readonly PersonalToken[]): Html {
  return html`<div class="notice" role="status">
    <p>The token of ${tokens.find((each) => each.id === id)?.name}. It is shown this once; hand it over safely.</p>
    <p><code>${token}</code></p>
  </div>`;
}

function table(deps: WebDeps, reader: Reader, tokens: readonly PersonalToken[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Tokens">
    <table class="list stacking">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">May</th>
          <th scope="col">Made</th>
          <th scope="col">Last used</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        ${tokens.map((token) => row(deps, reader, token))}
      </tbody>
    </table>
  </div>`;
}

function row(deps: WebDeps, reader: Reader, token: PersonalToken): Html {
  const { id, name, role, createdAt, createdBy, lastUsedAt, revokedAt } = token;
  return html`<tr>
    <th scope="row">${name}</th>
    <td data-label="May">${roleWords[role]}</td>
    <td data-label="Made">${when(createdAt)}, by ${createdBy}</td>
    <td data-label="Last used">${lastUsedAt === null ? "never" : ago(lastUsedAt, deps.clock.now())}</td>
    <td data-label="State">
      ${
        revokedAt === null
          ? html`<form method="post" action="/tokens/${id}/revoke">
              ${formKey(reader)}<button class="quiet" aria-label="Revoke the token of ${name}">Revoke</button>
            </form>`
          : html`Revoked ${when(revokedAt)}`
      }
    </td>
  </tr>`;
}
