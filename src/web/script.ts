import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const text = readFileSync(new URL("scripts/redline.js", import.meta.url), "utf8");
const hash = createHash("sha256").update(text).digest("base64url").slice(0, 12);

/** The one script, for pages with a redline. Its address changes with its content, so it may be cached for ever. */
export const script = { path: `/assets/redline.${hash}.js`, text } as const;
