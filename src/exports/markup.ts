import { html } from "hono/html";

/** Markup in which all foreign text is escaped. */
export type Html = ReturnType<typeof html>;

/** The publisher's language tag for a `lang` attribute; empty, which means unknown, if it is not one. */
export function languageTag(tag: string): string {
  return /^[a-z]{2,3}(-[a-z\d]{2,8})*$/i.test(tag) ? tag : "";
}

/** Read out by screen readers, not shown and not copied. */
export function spoken(text: string): Html {
  return html`<span class="spoken">${text}</span>`;
}
