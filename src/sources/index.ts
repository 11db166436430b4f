import type { Source } from "../model/source.ts";
import { congress } from "./congress.ts";
import { ecfr } from "./ecfr.ts";
import { federalRegister } from "./federal-register.ts";
import { listing } from "./listing.ts";
import { pair } from "./pair.ts";
import { policyPage } from "./policy-page.ts";
import { posts } from "./posts.ts";
import { oira } from "./oira.ts";
import { regulationsGov } from "./regulations-gov.ts";
import { rss } from "./rss.ts";
import { table } from "./table.ts";

/** Every source there is. */
export const sources: readonly Source[] = [
  federalRegister,
  congress,
  ecfr,
  policyPage,
  pair,
  posts,
  rss,
  listing,
  table,
  regulationsGov,
  oira,
];
