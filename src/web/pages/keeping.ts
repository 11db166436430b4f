import { html } from "hono/html";
import type { Keeping } from "../../model/retention.ts";
import type { Html } from "../deps.ts";
import { when } from "../markup.ts";

/** What is held of a document, for those who see what is private, and what the retention rule let go of. */
export function keepingNotices({ holds, letGo }: Keeping, seesPrivate: boolean): Html {
  return html`${(seesPrivate ? holds : []).map(
    ({ heldAt, heldBy, reason }) =>
      html`<p class="notice">Under legal hold since ${when(heldAt)}, by ${heldBy}: ${reason}</p>`,
  )}${letGo.map(
    ({ at, versions }) =>
      html`<p class="notice">
        ${versions === 1 ? "One earlier version was" : `${versions} earlier versions were`} let go on ${when(at)} by the
        retention rule. The evidence chain still names what went.
      </p>`,
  )}`;
}
