import { expect, test } from "vitest";
import { checkFaithful } from "../../src/summarise/faithful.ts";

const source =
  "The Bureau of Industry and Security (BIS) amends 15 CFR 744.23(b)(2). Entities owned 50 percent or more, 1,250 in all, need a licence " +
  "under ECCN 3A090.a. The rule is effective January 5, 2031. Exporters “shall keep records” of exports to China and Macau for $5,000.";

test.each([
  "BIS amends 15 CFR 744.23(b)(2) for entities owned 50 percent or more.",
  "Effective 2031-01-05; 1,250 entities need a licence under 3A090.a.",
  "Exporters “shall keep records” of exports to Macau and China.",
  "The Bureau of Industry and Security “amends 15 CFR … for $5,000”.",
  "Licences are needed from 5 January 2031.",
])("what the source says is faithful: %s", (summary) => {
  expect(checkFaithful(summary, [source])).toEqual({ faithful: true, unsupported: [] });
});

test.each([
  ["a number", "It covers 51 percent.", "51"],
  ["a part of a number", "There are 250 of them.", "250"],
  ["a date", "Effective January 6, 2031.", "January 6, 2031"],
  ["a citation", "It amends 15 CFR 744.24.", "15 CFR 744.24"],
  ["a control number", "It covers 3A090.b.", "3A090.b"],
  ["a name", "Exports to Iran are covered.", "Iran"],
  ["an agency", "The rule is by OFAC.", "OFAC"],
  ["a quotation", "Exporters “must keep records”.", "must keep records"],
  ["a sum", "It costs $50,000.", "$50,000"],
])("%s that no source has is found", (_, summary, piece) => {
  const { faithful, unsupported } = checkFaithful(summary, [source]);
  expect(faithful).toBe(false);
  expect(unsupported).toContain(piece);
});

test("Chinese numbers and quotations are checked too", () => {
  const chinese = "用户不得将本服务提供给境外机构，违者罚款500元，自2031年3月5日起施行。";
  expect(checkFaithful("From March 5, 2031 “不得将本服务提供给境外机构” with a fine of 500.", [chinese]).faithful).toBe(
    true,
  );
  expect(checkFaithful("A fine of 600 under “可以提供给境外机构”.", [chinese]).unsupported).toEqual([
    "可以提供给境外机构",
    "600",
  ]);
});
