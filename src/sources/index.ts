import type { Source } from "../model/source.ts";
import { congress } from "./congress.ts";
import { federalRegister } from "./federal-register.ts";

/** Every source there is. */
export const sources: readonly Source[] = [federalRegister, congress];
