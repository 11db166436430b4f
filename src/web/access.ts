import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context, Hono, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { WebDeps, WebEnv } from "./deps.ts";
import { loginPage } from "./pages/login.ts";
import { HttpProblem } from "./problem.ts";
import { clientAddress } from "../lib/client-address.ts";
import { sha256 } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import { type Person, readerFor, sameSecret, sessionFor, sessionOf } from "./reader.ts";
import { createThrottle } from "./throttle.ts";
import type { Throttle } from "./throttle.ts";

const cookieName = "regwatch_session";
const alwaysOpen = /^\/(healthz|readyz|login|assets\/.*|favicon\.svg|robots\.txt)$/;
/** No form here holds more. */
const mostOfAForm = 256 * 1024;
const forPrograms = /^\/(api\/|atom\.xml|feed\.json|deadlines\.ics|metrics)/;

/** Finds out who reads, refuses who may not, and serves the form where a token is typed. */
export function installAccess(app: Hono<WebEnv>, deps: WebDeps): void {
  const throttle = createThrottle(deps.clock);
  app.use(checkHost(deps));
  app.use(identify(deps, throttle));
  app.use(bodyLimit({ maxSize: mostOfAForm, onError: () => tooLarge() }));
  app.use(checkForms);

  app.get("/login", (c) => c.html(loginPage(deps, c.get("reader"), safeNext(c.req.query("next")), null)));

  app.post("/login", async (c) => {
    const form = await c.req.parseBody();
    const next = safeNext(typeof form["next"] === "string" ? form["next"] : undefined);
    try {
      const person = await checkToken(deps, throttle, c, typeof form["token"] === "string" ? form["token"] : "");
      startSession(deps, c, person);
      return c.redirect(next, 303);
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error;
      if (error.retryAfterSeconds !== undefined) c.header("Retry-After", String(error.retryAfterSeconds));
      return c.html(loginPage(deps, c.get("reader"), next, error.message), error.status);
    }
  });

  app.post("/logout", (c) => {
    deleteCookie(c, cookieName, { path: "/" });
    return c.redirect("/", 303);
  });
}

function tooLarge(): never {
  throw new HttpProblem(413, "That is more than a form here can hold.");
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
    const given = givenToken(c);
    const shown = deps.adminToken === null || given === undefined ? null : await checkToken(deps, throttle, c, given);
    const session = shown === null ? await sessionShown(deps, c) : null;
    c.set("reader", readerFor(deps.read, deps.adminToken, shown ?? session?.person ?? null, session?.value ?? null));
    c.header("Vary", "Cookie, Authorization");
    if (c.req.query("token") !== undefined && shown !== null && !forPrograms.test(c.req.path)) {
      startSession(deps, c, shown);
      return c.redirect(withoutToken(c.req.url), 303);
    }
    if (deps.read === "token" && c.get("reader").person === null && !alwaysOpen.test(c.req.path)) {
      return askForToken(deps, c);
    }
    return next();
  };
}

/** Browsers send a session's cookie with whatever form; only our own pages know the key that belongs to it. */
const checkForms: MiddlewareHandler<WebEnv> = async (c, next) => {
  if (["GET", "HEAD", "OPTIONS"].includes(c.req.method)) return next();
  const { formKey, person } = c.get("reader");
  const site = c.req.header("sec-fetch-site");
  const isElsewhere = site !== undefined && site !== "same-origin" && site !== "none";
  if ((person !== null || /^\/log(?:in|out)$/.test(c.req.path)) && isElsewhere) {
    throw new HttpProblem(403, "This form was sent from another site.");
  }
  // Whoever signs in anew shows a token.
  if (formKey !== null && c.req.path !== "/login") {
    const given = (await c.req.parseBody())["key"];
    if (typeof given !== "string" || !sameSecret(given, formKey)) {
      throw new HttpProblem(403, "This form is not from this session. Open the page again, and send it from there.");
    }
  }
  return next();
};

function givenToken(c: Context<WebEnv>): string | undefined {
  const bearer = /^Bearer\s+(\S+)\s*$/i.exec(c.req.header("authorization") ?? "")?.[1];
  return bearer ?? c.req.query("token");
}

async function sessionShown(
  deps: WebDeps,
  c: Context<WebEnv>,
): Promise<{ readonly value: string; readonly person: Person } | null> {
  const value = getCookie(c, cookieName);
  const session =
    value === undefined || deps.adminToken === null ? undefined : sessionOf(value, deps.adminToken, deps.clock.now());
  if (value === undefined || session === undefined) return null;
  if (session.id === null) return { value, person: operator };
  const person = await deps.store.token({ id: session.id });
  if (person === null) return null;
  await deps.store.tokenUsed(person.id, toInstant(deps.clock.now()));
  return { value, person };
}

const operator: Person = { id: null, name: "admin", role: "admin" };

async function checkToken(deps: WebDeps, throttle: Throttle, c: Context<WebEnv>, given: string): Promise<Person> {
  if (deps.adminToken === null) {
    throw new HttpProblem(403, "No REGWATCH_ADMIN_TOKEN is set, so there is nothing to sign in with.");
  }
  const address = remoteAddress(deps, c);
  const wait = throttle.wait(address);
  if (wait > 0) {
    throw new HttpProblem(429, `Too many wrong tokens from this address. Try again in ${Math.ceil(wait / 60)} min.`, {
      retryAfterSeconds: wait,
    });
  }
  if (sameSecret(given.trim(), deps.adminToken)) return operator;
  const person = await deps.store.token({ hash: sha256(given.trim()) });
  if (person !== null) {
    await deps.store.tokenUsed(person.id, toInstant(deps.clock.now()));
    return person;
  }
  throttle.failed(address);
  throw new HttpProblem(
    401,
    "This is not the token. It is one that was made for you, or the value of REGWATCH_ADMIN_TOKEN where regwatch runs.",
    { field: "token" },
  );
}

function remoteAddress({ trustedProxies = [] }: WebDeps, c: Context<WebEnv>): string {
  const peer = c.env === undefined ? undefined : getConnInfo(c).remote.address;
  return clientAddress(peer, c.req.header("x-forwarded-for") ?? "", trustedProxies);
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

function startSession(deps: WebDeps, c: Context<WebEnv>, person: Person): void {
  if (deps.adminToken === null) return;
  const session = sessionFor(deps.adminToken, person, deps.clock.now());
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
