import type { Source } from "../model/source.ts";
import { federalRegister } from "./federal-register.ts";
import { policyPage } from "./policy-page.ts";

/** Every source there is. */
export const sources: readonly Source[] = [federalRegister, policyPage];
