import type { Fetched } from "../../../src/model/snapshot.ts";

/** An answer as the door hands it on. */
export function served(body: string, contentType: string, over: Partial<Fetched> = {}): Fetched {
  return {
    url: "http://publisher.test/",
    finalUrl: "http://publisher.test/",
    status: 200,
    headers: { "content-type": contentType },
    redirects: [],
    body: new TextEncoder().encode(body),
    fetchedAt: "2031-03-04T12:00:00.000Z",
    ...over,
  };
}
