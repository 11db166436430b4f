import type { MiddlewareHandler } from "hono";
import type { WebEnv } from "./deps.ts";

const contentPolicy =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The same, for a page of ours with a script of ours. */
export const scriptedPolicy = `${contentPolicy}; script-src 'self'; connect-src 'self'`;

/** Foreign text can neither run nor load anything, whatever slips through. A route may set a stricter policy of its own. */
export function securityHeaders(): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    if (!headers.has("Content-Security-Policy")) headers.set("Content-Security-Policy", contentPolicy);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    if (!headers.has("Cache-Control")) headers.set("Cache-Control", "private, no-cache");
  };
}
