import { hostAndPort } from "../lib/address.ts";
import type { Captured, Source } from "../model/source.ts";
import { extractFederalRegister } from "./federal-register/extract.ts";
import { federalRegisterParams, type FederalRegisterParams } from "./federal-register/params.ts";
import { pollFederalRegister } from "./federal-register/poll.ts";
import { reconcileFederalRegister } from "./federal-register/reconcile.ts";

/**
 * Rules, proposed rules, notices and presidential documents of the United States, from their filing for public inspection on
 * (https://www.federalregister.gov/developers/documentation/api/v1).
 */
export const federalRegister = {
  id: "federal-register",
  title: "Federal Register",
  // Filings appear at 8:45, 11:15 and 16:15; issues at about 6:00. In between and at night, little happens.
  schedule: [
    "44-59/3 8 * * 1-5",
    "0-10/5 9 * * 1-5",
    "14-30/4 11 * * 1-5",
    "14-30/4 16 * * 1-5",
    "5,20,35,50 6 * * 1-5",
    "0,30 7-21 * * 1-5",
    "15 10 * * 0,6",
  ],
  timezone: "America/New_York",
  // Something is filed on every working day of the government.
  rhythm: { calendar: "federal", publisherDays: 3 },
  params: federalRegisterParams,
  revision: 1,
  host: (params) => hostAndPort(new URL(params.baseUrl)),
  recipeParams: () => null,
  poll: pollFederalRegister,
  reconcile: reconcileFederalRegister,
  extract: (captured: Captured) => extractFederalRegister(captured),
} satisfies Source<FederalRegisterParams>;
