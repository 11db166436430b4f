/** A request as a publisher sees it. `url` is absolute, with the publisher's loopback origin. */
export interface Ask {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** Someone the world plays. A new one is a file that makes such a value, and a line in `world.ts`. */
export interface Publisher {
  /** Named in the request log and in faults: `federal-register`. */
  readonly name: string;
  answer(ask: Ask, now: Temporal.Instant): Answer;
  /** How this publisher looks when it is not well. */
  readonly unwell: {
    readonly blockPage: Answer;
    readonly notFound: Answer;
    empty(ask: Ask): Answer;
  };
}

export function json(body: unknown, status = 200): Answer {
  return { status, headers: { "content-type": "application/json; charset=utf-8" }, body: JSON.stringify(body) };
}

export function page(body: string, status = 200, contentType = "text/html; charset=utf-8"): Answer {
  return { status, headers: { "content-type": contentType }, body };
}
