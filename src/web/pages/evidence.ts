import { html } from "hono/html";
import type { Version } from "../../model/version.ts";
import type { ChangeView, SnapshotView } from "../change-view.ts";
import type { Html } from "../deps.ts";
import { changePath } from "../links.ts";
import { when } from "../markup.ts";

/** What proves the change: a window in time, the bytes as they were served, and how they were served. */
export function evidenceSection({ change, snapshots, before, after, stamp }: ChangeView): Html {
  const { evidence } = change;
  return html`<section class="evidence" aria-labelledby="evidence">
    <h2 id="evidence">Evidence</h2>
    <p>
      ${
        evidence.lastSeenBefore === null
          ? html`First seen ${when(evidence.firstSeenAfter)}. regwatch had not seen this document before.`
          : html`It changed between ${when(evidence.lastSeenBefore)}, when the old text was last seen, and
            ${when(evidence.firstSeenAfter)}, when the new one was first seen.`
      }
    </p>
    <dl class="hashes">
      ${hash("Before", evidence.before)}${hash("After", evidence.after)}${hash("Chain entry", evidence.chain === "" ? null : evidence.chain)}
    </dl>
    ${snapshots.map((snapshot) => served(change.id, snapshot))}
    <p class="read">${[before, after].map((version) => (version === null ? null : readBy(version)))}</p>
    <p>
      ${
        stamp === null
          ? "No authority outside has time-stamped the chain since."
          : html`<strong>Time-stamped</strong> ${when(stamp.stampedAt)} by <code>${stamp.authority}</code> (RFC 3161).`
      }
    </p>
    <p>
      <a class="button" href="${changePath(change.id)}/bundle.zip">Download the evidence bundle</a>
      with the bytes, how they were served, the redline, the chain, and a program that checks them without regwatch.
    </p>
    <p class="fine">
      A snapshot’s id is the SHA-256 of the bytes the publisher served. <code>regwatch verify</code> checks the chain.
    </p>
  </section>`;
}

function readBy({ sequence, observedAt, recipe }: Version): Html {
  return html`<span>
    Version ${sequence}, recorded ${when(observedAt)}, was read by ${recipe.source}, revision ${recipe.revision}.
  </span> `;
}

function hash(name: string, value: string | null): Html | null {
  return value === null
    ? null
    : html`<div>
        <dt>${name}</dt>
        <dd><code>${value}</code></dd>
      </div>`;
}

function served(changeId: string, snapshot: SnapshotView): Html {
  const { id, side, role, url, finalUrl, status, fetchedAt, bytes, headers, redirects } = snapshot;
  return html`<details class="served">
    <summary>
      ${side === "before" ? "Before" : "After"}: ${role}, ${bytes.toLocaleString("en")} bytes, served ${when(fetchedAt)}
    </summary>
    <p><a href="${changePath(changeId)}/evidence/${id}" download>Download the bytes as served</a></p>
    <dl class="hashes">
      <div>
        <dt>Snapshot</dt>
        <dd><code>${id}</code></dd>
      </div>
      <div>
        <dt>Asked</dt>
        <dd><code>${url}</code></dd>
      </div>
      ${redirects.map(
        ({ status, from, to }) =>
          html`<div>
            <dt>Redirect ${status}</dt>
            <dd><code>${from}</code> to <code>${to}</code></dd>
          </div>`,
      )}
      ${
        finalUrl === url
          ? null
          : html`<div>
              <dt>Answered from</dt>
              <dd><code>${finalUrl}</code></dd>
            </div>`
      }
      <div>
        <dt>Status</dt>
        <dd>${status}</dd>
      </div>
    </dl>
    <div class="scroll" tabindex="0" role="region" aria-label="Headers of this snapshot">
      <table>
        <thead>
          <tr>
            <th scope="col">Header</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          ${Object.entries(headers).map(
            ([name, value]) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td><code>${value}</code></td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}
