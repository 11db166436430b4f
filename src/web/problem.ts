/** An answer that is not the page: its status and one line for a person. `field` names the parameter at fault. */
export class HttpProblem extends Error {
  override readonly name = "HttpProblem";
  readonly status: 400 | 401 | 403 | 404 | 413 | 421 | 429 | 503;
  readonly field: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    status: HttpProblem["status"],
    message: string,
    more: { field?: string; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.status = status;
    this.field = more.field;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

export function notFound(what: string): HttpProblem {
  return new HttpProblem(404, `There is no such ${what} here. It may have been mistyped.`);
}
