import type { Source } from "../model/source.ts";
import { congress } from "./congress.ts";
import { federalRegister } from "./federal-register.ts";
import { listing } from "./listing.ts";
import { pair } from "./pair.ts";
import { policyPage } from "./policy-page.ts";
import { posts } from "./posts.ts";
import { rss } from "./rss.ts";

/** Every source there is. */
export const sources: readonly Source[] = [federalRegister, congress, policyPage, posts, rss, listing, pair];
