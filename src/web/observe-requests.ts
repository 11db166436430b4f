import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { statusClass, unobserved } from "../model/observe.ts";
import type { WebDeps, WebEnv } from "./deps.ts";

/** Lets operators follow requests, by the pattern of their path: an address itself may hold what somebody searches for. */
export function observeRequests({ self }: WebDeps): MiddlewareHandler<WebEnv> {
  const observe = self?.observe ?? unobserved;
  return (c, next) => {
    if (isRoutine.test(c.req.path)) return next();
    return observe("request", { method: c.req.method }, async (note) => {
      await next();
      const route = matchedRoutes(c).findLast(({ path }) => !path.endsWith("*"))?.path ?? "/*";
      note({ route, code: c.res.status, status: statusClass(c.res.status) });
    });
  };
}

/** What programs ask every few seconds, and files. */
const isRoutine = /^\/(healthz|readyz|metrics|assets\/.*|favicon\.svg|robots\.txt)$/;
