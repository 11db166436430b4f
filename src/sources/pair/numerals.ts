const digits: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  兩: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

/** Numbers as Chinese writes them: `三十` is 30, `一百二十` 120, `两万` 20,000, `二〇二五` 2025. Null for what is none. */
export function chineseNumber(text: string): number | null {
  const characters = text.split("");
  if (characters.every((one) => one in digits)) return Number(characters.map((one) => digits[one]).join(""));
  let total = 0;
  let section = 0;
  let digit: number | null = null;
  for (const one of characters) {
    const unit = units[one];
    if (one in digits) digit = digits[one] ?? null;
    else if (unit !== undefined) {
      section += (digit ?? 1) * unit;
      digit = null;
    } else if (one === "万" || one === "亿") {
      total = (total + section + (digit ?? 0)) * (one === "万" ? 1e4 : 1e8);
      section = 0;
      digit = null;
    } else return null;
  }
  return total + section + (digit ?? 0);
}

const small = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];
const teens = ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];
const tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

const timeUnits = "years?|months?|weeks?|days?|hours?";
const written = new RegExp(
  `\\b(?:(${tens.join("|")})(?:[- ](${small.slice(1, 10).join("|")}))?|(${[...small, ...teens].join("|")})(?: (hundred|thousand))?)\\b(?:[- ](?:calendar |business )?(${timeUnits})\\b)?`,
  "gi",
);

/** Numbers that English writes as words, with the unit of time behind them: `three`, `twenty-four hours`, `one hundred`. */
export function englishNumbers(text: string): readonly { readonly value: number; readonly unit: string }[] {
  return Array.from(text.toLowerCase().matchAll(written), ([, ten, one, plain, scale, unit = ""]) => {
    const value = ten === undefined ? [...small, ...teens].indexOf(plain ?? "") : (tens.indexOf(ten) + 2) * 10;
    const factor = scale === "hundred" ? 100 : scale === "thousand" ? 1000 : 1;
    return { value: value * factor + (one === undefined ? 0 : small.indexOf(one)), unit };
  });
}
