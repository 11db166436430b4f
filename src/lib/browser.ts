import { UsageError } from "../model/errors.ts";
import type { Render } from "../model/snapshot.ts";

/** A browser that loads pages whose text comes by script. */
export function openBrowser(): Render {
  return async (url) => {
    throw new UsageError(`${url} needs a browser, and none was found.`);
  };
}
