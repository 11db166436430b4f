import type { Hono } from "hono";
import type { Term } from "../model/term.ts";
import type { WebDeps, WebEnv } from "./deps.ts";
import { termPage, termsPage } from "./pages/terms.ts";
import { notFound } from "./problem.ts";
import type { Reader } from "./reader.ts";

const placesShown = 300;
const movesShown = 100;

/** The register of terms, for people. */
export function installTerms(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get("/terms", async (c) => c.html(termsPage(deps, c.get("reader"), await readRegister(deps, c.get("reader")))));
  app.get("/terms/:id", async (c) =>
    c.html(termPage(deps, c.get("reader"), await readTerm(deps, c.get("reader"), c.req.param("id")))),
  );
}

/** The same as JSON, under `/api`. */
export function installTermsApi(api: Hono<WebEnv>, deps: WebDeps): void {
  api.get("/v1/terms", async (c) => {
    const register = await readRegister(deps, c.get("reader"));
    return c.json({
      terms: register.map(({ term, total }) => ({
        ...termJson(term),
        documents: total?.documents ?? 0,
        values: total?.values ?? [],
      })),
    });
  });
  api.get("/v1/terms/:id", async (c) => {
    const { term, places, moves } = await readTerm(deps, c.get("reader"), c.req.param("id"));
    return c.json({ ...termJson(term), places, moves });
  });
}

async function readRegister(deps: WebDeps, reader: Reader) {
  const totals = await deps.store.termTotals(reader.seesPrivate);
  const byTerm = new Map(totals.map((total) => [total.termId, total]));
  return (deps.terms?.() ?? []).map((term) => ({ term, total: byTerm.get(term.id) }));
}

async function readTerm(deps: WebDeps, reader: Reader, id: string) {
  const term = deps.terms?.().find((one) => one.id === id);
  if (term === undefined) throw notFound("term");
  const [places, moves] = await Promise.all([
    deps.store.termPlaces(id, reader.seesPrivate, placesShown),
    deps.store.termMoves(id, reader.seesPrivate, movesShown),
  ]);
  return { term, places, moves };
}

function termJson({ id, title, why, en, zh, value, unit }: Term) {
  return { id, title, why, en, zh, value: value ?? null, unit: unit ?? null };
}
