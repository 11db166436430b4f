import { ReadingError } from "../model/errors.ts";

/** Does a piece of the pure work on one document. What it throws is that document's trouble and nobody else's: a `ReadingError`. */
export async function understand<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new ReadingError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
