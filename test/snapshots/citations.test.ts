import { describe, expect, it } from "vitest";
import { cfrReferences, docketId, fullFederalRegisterCitation, rins } from "../../src/snapshots/citations.ts";

const rule = {
  title: "Controls on Machines",
  citation: "90 FR 47201",
  publicationDate: "2025-09-30",
  documentType: "Rule",
  cfrReferences: ["15 CFR 744"],
  executiveOrderNumber: null,
};

describe("fullFederalRegisterCitation", () => {
  it("names where a rule will be codified", () => {
    expect(fullFederalRegisterCitation(rule)).toBe(
      "Controls on Machines, 90 Fed. Reg. 47201 (Sept. 30, 2025) (to be codified at 15 C.F.R. pt. 744)",
    );
  });

  it("names several parts and several titles", () => {
    expect(fullFederalRegisterCitation({ ...rule, cfrReferences: ["15 CFR 740", "15 CFR 744", "31 CFR 501"] })).toBe(
      "Controls on Machines, 90 Fed. Reg. 47201 (Sept. 30, 2025) (to be codified at 15 C.F.R. pts. 740, 744; 31 C.F.R. pt. 501)",
    );
  });

  it("marks a proposal, and codifies no notice and no order", () => {
    expect(fullFederalRegisterCitation({ ...rule, documentType: "Proposed Rule" })).toContain(
      "(proposed Sept. 30, 2025) (to be codified",
    );
    expect(fullFederalRegisterCitation({ ...rule, documentType: "Notice" })).toBe(
      "Controls on Machines, 90 Fed. Reg. 47201 (Sept. 30, 2025)",
    );
    expect(
      fullFederalRegisterCitation({ ...rule, documentType: "Presidential Document", executiveOrderNumber: "14430" }),
    ).toBe("Exec. Order No. 14430, Controls on Machines, 90 Fed. Reg. 47201 (Sept. 30, 2025)");
  });

  it("makes nothing up where there is no citation", () => {
    expect(fullFederalRegisterCitation({ ...rule, citation: "unknown" })).toBeNull();
  });
});

describe("identifiers in head lines", () => {
  it.each([
    ["15 CFR Part 744", ["15 CFR 744"]],
    [
      "15 CFR Parts 732, 734, 736, 744, and 748",
      ["15 CFR 732", "15 CFR 734", "15 CFR 736", "15 CFR 744", "15 CFR 748"],
    ],
    ["15 CFR Parts 730–774", ["15 CFR 730-774"]],
    ["12 CFR Parts 1024 and 1026", ["12 CFR 1024", "12 CFR 1026"]],
    ["Machines", []],
  ])("reads %j", (line, references) => {
    expect(cfrReferences(line)).toEqual(references);
  });

  it.each([
    ["Docket No. 250509-0083", "250509-0083"],
    ["[Docket No. FAA–2024–0223]", "FAA-2024-0223"],
    ["EPA-R09-OAR-2023-0649", "EPA-R09-OAR-2023-0649"],
    ["Federal Register: January 3, 1994", null],
    ["Notice", null],
  ])("reads docket %j as %j", (line, docket) => {
    expect(docketId(line)).toBe(docket);
  });

  it("finds RINs whatever dash they are set with, each once", () => {
    expect(rins("RIN 0694–AK11, RIN 0694-AK11 and 2060-AS35")).toEqual(["0694-AK11", "2060-AS35"]);
  });
});
