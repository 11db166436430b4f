import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context, Hono, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { WebDeps, WebEnv } from "./deps.ts";
import { loginPage } from "./pages/login.ts";
import { HttpProblem } from "./problem.ts";
import { isSession, readerFor, sameSecret, sessionFor } from "./reader.ts";
import { createThrottle } from "./throttle.ts";
import type { Throttle } from "./throttle.ts";

const cookieName = "regwatch_session";
const alwaysOpen = /^\/(healthz|readyz|login|assets\/.*|favicon\.svg|robots\.txt)$/;
const forPrograms = /^\/(api\/|atom\.xml|feed\.json|deadlines\.ics|metrics)/;

/** Finds out who reads, refuses who may not, and serves the form where a token is typed. */
export function installAccess(app: Hono<WebEnv>, deps: WebDeps): void {
  const throttle = createThrottle(deps.clock);
  app.use(checkHost(deps));
  app.use(identify(deps, throttle));

  app.get("/login", (c) => c.html(loginPage(deps, c.get("reader"), safeNext(c.req.query("next")), null)));

  app.post("/login", async (c) => {
    refuseOtherSites(c);
    const form = await c.req.parseBody();
    const next = safeNext(typeof form["next"] === "string" ? form["next"] : undefined);
    try {
      checkToken(deps, throttle, c, typeof form["token"] === "string" ? form["token"] : "");
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error;
      if (error.retryAfterSeconds !== undefined) c.header("Retry-After", String(error.retryAfterSeconds));
      return c.html(loginPage(deps, c.get("reader"), next, error.message), error.status);
    }
    startSession(deps, c);
    return c.redirect(next, 303);
  });

  app.post("/logout", (c) => {
    refuseOtherSites(c);
    deleteCookie(c, cookieName, { path: "/" });
    return c.redirect("/", 303);
  });
}

/** Refuses names that are not ours while reading is open, so that no page on the web can read us through the reader's browser. */
function checkHost(deps: WebDeps): MiddlewareHandler<WebEnv> {
  const names = new Set(["localhost", "127.0.0.1", "[::1]", new URL(deps.publicUrl).hostname]);
  return async (c, next) => {
    if (deps.read === "open" && !names.has(hostName(c.req.header("host") ?? ""))) {
      throw new HttpProblem(
        421,
        "This address is not one regwatch answers to. Use localhost or 127.0.0.1, or set REGWATCH_PUBLIC_URL to the address you use.",
      );
    }
    await next();
  };
}

function hostName(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "";
}

function identify(deps: WebDeps, throttle: Throttle): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const shown = credentials(deps, throttle, c);
    c.set("reader", readerFor(deps.read, deps.adminToken, shown));
    c.header("Vary", "Cookie, Authorization");
    if (c.req.query("token") !== undefined && shown === "token" && !forPrograms.test(c.req.path)) {
      startSession(deps, c);
      return c.redirect(withoutToken(c.req.url), 303);
    }
    if (deps.read === "token" && shown === null && !alwaysOpen.test(c.req.path)) return askForToken(deps, c);
    return next();
  };
}

function credentials(deps: WebDeps, throttle: Throttle, c: Context<WebEnv>): "token" | "session" | null {
  const bearer = /^Bearer\s+(\S+)\s*$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const given = bearer ?? c.req.query("token");
  const session = getCookie(c, cookieName);
  if (deps.adminToken === null) return null;
  if (given !== undefined) {
    checkToken(deps, throttle, c, given);
    return "token";
  }
  return session !== undefined && isSession(session, deps.adminToken, deps.clock.now()) ? "session" : null;
}

function checkToken(deps: WebDeps, throttle: Throttle, c: Context<WebEnv>, given: string): void {
  if (deps.adminToken === null) {
    throw new HttpProblem(403, "No REGWATCH_ADMIN_TOKEN is set, so there is nothing to sign in with.");
  }
  const address = remoteAddress(c);
  const wait = throttle.wait(address);
  if (wait > 0) {
    throw new HttpProblem(429, `Too many wrong tokens from this address. Try again in ${Math.ceil(wait / 60)} min.`, {
      retryAfterSeconds: wait,
    });
  }
  if (sameSecret(given.trim(), deps.adminToken)) return;
  throttle.failed(address);
  throw new HttpProblem(401, "This is not the token. It is the value of REGWATCH_ADMIN_TOKEN where regwatch runs.", {
    field: "token",
  });
}

/** An IPv6 reader owns a whole /64, so that is what counts as one address. */
function remoteAddress(c: Context<WebEnv>): string {
  const address = c.env === undefined ? "unknown" : (getConnInfo(c).remote.address ?? "unknown");
  return address.includes(":") && !address.includes(".") ? address.split(":").slice(0, 4).join(":") : address;
}

function askForToken(deps: WebDeps, c: Context<WebEnv>): Response {
  if (deps.adminToken === null) {
    throw new HttpProblem(
      403,
      "Reading needs a token here, and no REGWATCH_ADMIN_TOKEN is set. Set it and start again.",
    );
  }
  if (forPrograms.test(c.req.path)) {
    throw new HttpProblem(401, "Reading needs the token: send it as `Authorization: Bearer …` or as ?token=….");
  }
  const address = new URL(c.req.url);
  return c.redirect(`/login?next=${encodeURIComponent(address.pathname + address.search)}`, 303);
}

function startSession(deps: WebDeps, c: Context<WebEnv>): void {
  if (deps.adminToken === null) return;
  const session = sessionFor(deps.adminToken, deps.clock.now());
  setCookie(c, cookieName, session.value, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure: deps.publicUrl.startsWith("https:"),
    maxAge: session.maxAge,
  });
}

function withoutToken(url: string): string {
  const address = new URL(url);
  address.searchParams.delete("token");
  return safeNext(address.pathname + address.search);
}

/** Only paths of ours: `//elsewhere.example` is an address too. */
function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])[^\\\s]*$/.test(next) ? next : "/";
}

/** Forms are answered only where they were sent from pages of ours. */
export function refuseOtherSites(c: Context<WebEnv>): void {
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined && site !== "same-origin" && site !== "none") {
    throw new HttpProblem(403, "This form was sent from another site.");
  }
}
