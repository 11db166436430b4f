import { startShared } from "./database.ts";

/** Run by vitest once before the tests; what it returns, after them. */
export default startShared;
