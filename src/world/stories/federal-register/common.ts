import type { RegisterDocument } from "../../federal-register/document.ts";

/** What every document of the bureau has. The story is invented: numbers from 90000, RINs and dockets no agency gave out. */
export const bureau = {
  agencies: ["commerce-department", "industry-and-security-bureau"],
  volume: 91,
} as const satisfies Partial<RegisterDocument>;

export const agencyLine = "Bureau of Industry and Security, Department of Commerce.";

/** The closing sections of a bureau rule, in lines for `readBody`. */
export function rulemakingRequirements(rin: string, responses: number): string {
  return `
    # Export Control Reform Act of 2018
    The Export Control Reform Act of 2018 (50 U.S.C. 4801-4852) (ECRA) is the legal basis for the principal authorities of BIS and for this action. Section 1753 of ECRA authorizes the regulation of exports, reexports, and transfers (in-country) of items subject to U.S. jurisdiction.
    # Rulemaking Requirements
    1. BIS has examined the effects of this action as Executive Orders 12866 and 13563 direct. This action has been determined to be a significant regulatory action under section 3(f) of Executive Order 12866.
    2. Notwithstanding any other provision of law, no person is required to respond to a collection of information unless it displays a valid control number of the Office of Management and Budget. This action involves collection 0694-0088, and BIS expects ${responses} additional responses a year under RIN ${rin}.
    3. This action does not contain policies with federalism implications as that term is defined in Executive Order 13132.
    4. Pursuant to section 1762 of ECRA, this action is exempt from the requirements of the Administrative Procedure Act (5 U.S.C. 553) for notice of proposed rulemaking, opportunity for public participation, and delay in effective date.`;
}

/** The authority citation of part 744, shortened for the story. */
export const authority744 =
  "@authority 50 U.S.C. 4801-4852; 50 U.S.C. 4601 _et seq.;_ 50 U.S.C. 1701 _et seq.;_ 22 U.S.C. 3201 _et seq.;_ 42 U.S.C. 2139a; 22 U.S.C. 7210; E.O. 12938, 59 FR 59099, 3 CFR, 1994 Comp., p. 950.";

export const licensingContact =
  "Jordan Example, Director, Compute Controls Division, Bureau of Industry and Security, Phone: (202) 555-0147, Email: _compute@bis.example.gov._";
