import { describe, expect, test } from "vitest";
import type { SummaryInput } from "../../src/summarise/by-rules.ts";
import { modelInput } from "../../src/summarise/model-passages.ts";
import { judgeSentence, type Judged } from "../../src/summarise/model-sentence.ts";
import { changed, page, passage } from "./changes.ts";

const may = passage(
  "The exporter may apply for a licence from the Bureau within 30 days.",
  "The exporter shall apply for a licence from the Bureau within 15 days.",
  [
    { removed: "may", added: "shall" },
    { removed: "30", added: "15" },
  ],
);
const inserted = passage(
  "",
  "Customers must not use the Services to train models on more than 1,250 H200 accelerators in Russia or Belarus, as 15 CFR 744.23(a)(2) provides, from January 5, 2031.",
);
const removed = passage("Universities in Macau are exempt from the reporting duty of § 9.4.", "");
const countries = passage(
  "The Services are available in Singapore, Japan and Macau.",
  "The Services are available in Singapore and Japan. The Services are not available in Macau.",
  [
    { removed: ", Japan and Macau", added: " and Japan" },
    { removed: "", added: " The Services are not available in Macau." },
  ],
);

function judge(text: string, input: SummaryInput, more: { quotations?: string[]; numbers?: string[] } = {}): Judged {
  return judgeSentence({ text, section: "P1", quotations: [], numbers: [], ...more }, modelInput(input));
}

describe("a sentence its passage bears out is kept", () => {
  test.each([
    ["The exporter must now apply for a licence within 15 days instead of 30.", may],
    ["“may” became “shall”: the exporter shall now apply for a licence.", may],
    ["The time to apply for a licence was cut from 30 to 15 days.", may],
    ["The word “may” was replaced by “shall” and the period by 15 days.", may],
    ["The period changed from 30 days to 15 days.", may],
    ["A new clause prohibits training models on more than 1,250 H200 accelerators in Russia or Belarus.", inserted],
    ["A clause on training models in Russia was added, which applies from 2031-01-05.", inserted],
    ["Added: customers “must not use the Services to train models” in Belarus under 15 CFR 744.23(a)(2).", inserted],
    ["The exemption for universities in Macau was removed.", removed],
    ["Universities in Macau are no longer exempt from the reporting duty.", removed],
    ["The Services are no longer available in Macau.", countries],
    ["“The Services are not available in Macau” was added.", countries],
  ])("%s", (text, highlight) => {
    const judged = judge(text, changed([highlight]));
    expect({ ...judged, text: "text" in judged ? judged.text.replaceAll(/[“”]/g, "") : "" }).toMatchObject({
      kept: true,
      text: text.replaceAll(/[“”]/g, ""),
    });
  });
});

describe("a sentence that says what its passage does not is dropped", () => {
  test.each([
    ["a number", "The period changed from 30 days to 14 days.", may],
    ["a number in words", "The period is now fifteen days and twenty hours.", may],
    ["a date", "A clause on training models was added from January 6, 2031.", inserted],
    ["a name", "A clause on training models in Russia and Iran was added.", inserted],
    ["a name that opens the sentence", "Iran was added to the clause on training models.", inserted],
    ["a name after a colon", "A clause on training models was added: Iran accelerators.", inserted],
    ["a look-alike of a name", "A clause on training models in Ruѕѕia was added.", inserted],
    ["an accelerator", "A clause on training models on H100 accelerators was added.", inserted],
    ["a citation", "A clause on training models under 15 CFR 744.24 was added.", inserted],
    ["a quotation", "Added: customers “must never use the Services”.", inserted],
    ["another subject in lower case", "New discounts for holiday travellers with pets were added.", inserted],
    ["nothing of a change", "The exporter applies for a licence from the Bureau.", may],
    ["a change that was not", "The licence from the Bureau was not changed.", may],
  ])("%s: %s", (_, text, highlight) => {
    expect(judge(text, changed([highlight]))).toMatchObject({ kept: false });
  });

  test("quotations and numbers it declares are checked like those it writes", () => {
    const text = "The exporter must now apply for a licence within 15 days.";
    expect(judge(text, changed([may]), { numbers: ["15", "60"] })).toMatchObject({ kept: false });
    expect(judge(text, changed([may]), { quotations: ["must apply at once"] })).toMatchObject({ kept: false });
    expect(judge(text, changed([may]), { quotations: ["shall apply"], numbers: ["15 days"] })).toMatchObject({
      kept: true,
    });
  });
});

describe("before and after may not be swapped", () => {
  test.each([
    ["The period changed from 15 days to 30 days.", may],
    ["The exporter must now apply for a licence within 30 days instead of 15.", may],
    ["“shall” became “may” in the clause on the licence.", may],
    ["“shall” was replaced by “may” in the clause on the licence.", may],
    ["“may” replaces “shall” in the clause on the licence.", may],
    ["The period was extended from 30 to 15 days.", may],
    ["The word “shall” was removed.", may],
    ["The word “may” was added.", may],
    ["The clause on training models in Russia was removed.", inserted],
    ["Customers may no longer train models in Russia, a limit that was deleted.", inserted],
    ["An exemption for universities in Macau was added.", removed],
    ["Universities in Macau are now exempt from the reporting duty.", removed],
    ["The Services are no longer available in Singapore.", countries],
    ["The Services are now available in Singapore.", countries],
    ["“Singapore” was removed from the places where the Services are available.", countries],
  ])("%s", (text, highlight) => {
    expect(judge(text, changed([highlight]))).toMatchObject({ kept: false });
  });
});

describe("duties, permissions and negations are those of the text", () => {
  const banks = passage("This clause applies to every bank.", "This clause does not apply to a bank.", [
    { removed: "applies to every", added: "does not apply to a" },
  ]);
  test.each([
    ["The exporter may now apply for a licence within 15 days.", may],
    ["The exporter is now prohibited to apply for a licence.", may],
    ["The exporter no longer has to apply for a licence.", may],
    ["Customers may now use the Services to train models in Russia.", inserted],
    ["Customers must now use the Services to train models in Russia.", inserted],
    ["The Services are now available in Macau.", countries],
    ["The clause now covers a bank, which shall apply it.", banks],
    ["The clause is now for a bank, it was changed to apply to a bank.", banks],
  ])("%s", (text, highlight) => {
    expect(judge(text, changed([highlight]))).toMatchObject({ kept: false });
  });

  test("the opposite of each is kept", () => {
    expect(judge("The clause no longer applies to a bank.", changed([banks]))).toMatchObject({ kept: true });
    expect(judge("The clause now does not apply to a bank.", changed([banks]))).toMatchObject({ kept: true });
  });
});

test("a sentence rests on a passage that was given, by its label or its section's name", () => {
  const input = modelInput(changed([may]));
  const sentence = { text: "The period changed from 30 days to 15 days.", quotations: [], numbers: [] };
  expect(judgeSentence({ ...sentence, section: "9.2" }, input)).toMatchObject({ kept: true, section: "9.2" });
  expect(judgeSentence({ ...sentence, section: "[P1]" }, input)).toMatchObject({ kept: true });
  expect(judgeSentence({ ...sentence, section: "9.3" }, input)).toMatchObject({ kept: false });
  expect(judgeSentence({ ...sentence, section: "" }, input)).toMatchObject({ kept: false });
});

test("a sentence may not borrow from another passage", () => {
  const input = modelInput(changed([may, inserted]));
  const sentence = { text: "The time to apply is now 1,250 days.", section: "P1", quotations: [], numbers: [] };
  expect(judgeSentence(sentence, input)).toMatchObject({ kept: false });
});

test("six words in a row taken from the text are put in quotation marks", () => {
  expect(judge("It is now so that the exporter shall apply for a licence.", changed([may]))).toMatchObject({
    text: "It is now so that “the exporter shall apply for a licence”.",
  });
});

describe("of a new document", () => {
  const document = {
    ...page,
    title: "Additions to the Entity List",
    blocks: [
      {
        kind: "paragraph",
        path: ["SUMMARY"],
        text: "In this rule, the Bureau of Industry and Security (BIS) adds 12 entities in Russia to the Entity List. A licence is required for all items.",
      },
    ],
  } as const;
  const input = changed([], { before: null, after: document });
  test.each([
    "The rule adds 12 entities in Russia to the Entity List.",
    "Under the rule of BIS a licence is required for all items.",
  ])("what it does is kept: %s", (text) => {
    expect(judge(text, input)).toMatchObject({ kept: true });
  });
  test.each([
    "The rule removes 12 entities in Russia from the Entity List.",
    "The rule adds 13 entities in Russia to the Entity List.",
    "The rule permits all items to entities in Russia.",
    "Under the rule no licence is required for all items.",
    "All entities in Russia wait for a licence.",
  ])("what it does not do is dropped: %s", (text) => {
    expect(judge(text, input)).toMatchObject({ kept: false });
  });
});
