import { html } from "hono/html";
import type { Html } from "./markup.ts";
import type { Line } from "./redline-lines.ts";

/** The places where a reader stops who goes from change to change. */
export interface Stops {
  /** The attribute that makes a stop's first passage a target; nothing elsewhere. */
  id(line: Line): Html | null;
  /** The links to the stops before and after it; nothing elsewhere. */
  jumps(line: Line): Html | null;
}

/**
 * A stop is a run of changed passages in one section. `ids` stands before every id; `elsewhere` is the address of the page that holds a
 * passage, empty on that page itself.
 */
export function stopsOf(lines: readonly Line[], ids: string, elsewhere: (line: Line) => string): Stops {
  const stops = firstLines(lines);
  const numbers = new Map(stops.map((line, index) => [line, index + 1]));
  const address = (number: number): string => {
    const stop = stops[number - 1];
    return `${stop === undefined ? "" : elsewhere(stop)}#${ids}change-${number}`;
  };
  return {
    id(line) {
      const number = numbers.get(line);
      return number === undefined ? null : html` id="${ids}change-${number}"`;
    },
    jumps(line) {
      const number = numbers.get(line);
      if (number === undefined || numbers.size === 1) return null;
      return html`<span class="jumps" lang="en"
        >${number === 1 ? null : html`<a href="${address(number - 1)}" rel="prev" aria-label="Previous change">↑</a>`}<span
          >${number} of ${numbers.size}</span
        >${number === numbers.size ? null : html`<a href="${address(number + 1)}" rel="next" aria-label="Next change">↓</a>`}</span
      >`;
    },
  };
}

/** The first passage of each stop. */
export function firstLines(lines: readonly Line[]): readonly Line[] {
  return lines.filter((line, index) => {
    const before = lines[index - 1];
    return (
      line.fate !== "equal" && (before === undefined || before.fate === "equal" || before.section !== line.section)
    );
  });
}
