/** Expected failures. Told apart by class, never by message; the message is one line for a person and says what to do. */
export class RegwatchError extends Error {
  override readonly name: string = this.constructor.name;
}

/** A setting, feed file, query or argument that cannot be used. Names the place and what to do. Exit code 2. */
export class UsageError extends RegwatchError {}

/** The publisher could not be reached: DNS, refused, reset, timed out. Retried with back-off. */
export class UnreachableError extends RegwatchError {}

/** The publisher answered with an error status. `retryAfterSeconds` is what it asked for, if it did. */
export class StatusError extends RegwatchError {
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, status: number, retryAfterSeconds?: number) {
    super(message);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** A 200 with the wrong body: block page, consent wall, empty, truncated, HTML instead of JSON. Never a change. */
export class WrongBodyError extends RegwatchError {}

/** The address is private or otherwise not to be fetched. Not retried until the operator allows it. */
export class ForbiddenAddressError extends RegwatchError {}

/** More bytes, pages or time than we allow. `retryAfterSeconds` is when it is worth another try, where that is known. */
export class LimitError extends RegwatchError {
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, retryAfterSeconds?: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** One document that its source cannot read. The others of its feed go on. */
export class ReadingError extends RegwatchError {}

/** The stored data cannot be opened or does not hold together. */
export class StoreError extends RegwatchError {}

/** The database cannot be used just now: gone, starting, cut off, full. What was under way is done again when it can. */
export class StoreAwayError extends StoreError {}

/** The data directory belongs to a running service. */
export class HeldError extends RegwatchError {}
