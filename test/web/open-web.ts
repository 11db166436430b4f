import { expect } from "vitest";
import { redline } from "../../src/redline/redline.ts";
import type { WebDeps } from "../../src/web/deps.ts";
import { createWeb, type Web } from "../../src/web/server.ts";
import { feeds, now, secretWord, shelf } from "./sample.ts";
import { storeOver } from "./shelf.ts";

export interface OpenWeb {
  readonly url: string;
  readonly errors: readonly unknown[];
  /** The paths that answer GET, as the router has them. */
  readonly paths: readonly string[];
  /** What changes something. */
  readonly forms: readonly { readonly method: string; readonly path: string }[];
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  text(path: string, headers?: Readonly<Record<string, string>>): Promise<string>;
  close(): Promise<void>;
}

/** For tests that make no subscriptions. */
export const noSubscriptions: WebDeps["subscriptions"] = {
  destination: () => expect.unreachable(),
  add: () => expect.unreachable(),
};

/** The web over the sample, on a port of its own. */
export async function openWeb(
  changes: Partial<WebDeps> = {},
  make: (deps: WebDeps) => Web = createWeb,
): Promise<OpenWeb> {
  const errors: unknown[] = [];
  const web = make({
    store: storeOver(shelf),
    feeds: () => ({
      feeds,
      problems: [{ file: `private/${secretWord}.yaml`, line: 3, field: "params.agencies", message: "must be a list" }],
    }),
    clock: { now: () => now },
    publicUrl: "https://regwatch.example",
    read: "open",
    adminToken: null,
    ready: () => true,
    version: "0.0.0",
    redline,
    subscriptions: noSubscriptions,
    logError: (error) => errors.push(error),
    ...changes,
  });
  const served = await web.listen("127.0.0.1", 0);
  // Read to the end, so that closing has nothing to wait for.
  const get = async (path: string, headers = {}) => {
    const answer = await fetch(served.url + path, { headers, redirect: "manual" });
    const body = await answer.arrayBuffer();
    return new Response(answer.status === 304 ? null : body, answer);
  };
  return {
    url: served.url,
    errors,
    paths: [...new Set(web.app.routes.filter(({ method }) => method === "GET").map(({ path }) => path))],
    forms: web.app.routes.filter(({ method }) => !["GET", "ALL"].includes(method)),
    get,
    text: async (path, headers) => (await get(path, headers)).text(),
    close: () => served.close(),
  };
}
