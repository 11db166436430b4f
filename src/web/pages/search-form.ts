import { html } from "hono/html";
import type { Html } from "../deps.ts";
import { address } from "../links.ts";
import type { FilterParameters } from "../parameters.ts";

/** Whether changes or the texts as they are now are searched: two pages that take the same query. */
export function searchSwitch(current: "/" | "/search", { q, feed, source, topic }: Partial<FilterParameters>): Html {
  const kept = { q, feed, source, topic };
  const places = [
    ["/", "Changes"],
    ["/search", "Texts as they are now"],
  ] as const;
  return html`<nav class="switch" aria-label="Search in">
    ${places.map(
      ([path, name]) =>
        html`<a href="${address(path, kept)}" ${path === current ? html` aria-current="page"` : ""}>${name}</a>`,
    )}
  </nav>`;
}

/** A choice in a form of filters. */
export function select(
  name: string,
  label: string,
  chosen: string | undefined,
  all: string,
  options: readonly (readonly [string, string])[],
): Html {
  // A feed that is no longer watched may still be asked for; its filter must not silently disappear from the form.
  const known = chosen === undefined || options.some(([value]) => value === chosen);
  const shown = known ? options : [...options, [chosen, chosen] as const];
  return html`<p>
    <label for="${name}">${label}</label
    ><select id="${name}" name="${name}">
      <option value="">${all}</option>
      ${shown.map(
        ([value, text]) => html`<option value="${value}" ${value === chosen ? html` selected` : ""}>${text}</option>`,
      )}
    </select>
  </p>`;
}
