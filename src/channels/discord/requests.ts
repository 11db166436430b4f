import type { RESTOptions } from "discord.js";

/**
 * How the library makes its requests: with the platform's own fetch. Its undici and ours share one global dispatcher, whichever is loaded
 * first, and files are lost between two versions of it.
 */
export const makeRequest: RESTOptions["makeRequest"] = async (url, init) => {
  const { dispatcher: _, ...own } = init;
  return fetch(url, own as RequestInit);
};
