/** A full-text search: words side by side must all occur, `|` is or, `-` not, with `"phrases"` and parentheses. */
export interface Term {
  matches(words: string): boolean;
  /** How often its words occur, for the order by relevance. */
  score(words: string): number;
  /** The surroundings of the first match with its words marked, or null. */
  excerpt(words: string): string | null;
}

export function readTerm(source: string): Term {
  const wanted: RegExp[] = [];
  const tokens = source.match(/"[^"]*"|[()|]|-(?=\S)|[^\s()|"]+/g) ?? [];
  const rest = [...tokens];

  function either(): Test {
    const options = [both()];
    while (rest[0] === "|") {
      rest.shift();
      options.push(both());
    }
    return (words) => options.some((option) => option(words));
  }

  function both(): Test {
    const parts: Test[] = [];
    while (rest.length > 0 && rest[0] !== "|" && rest[0] !== ")") parts.push(single());
    return (words) => parts.every((part) => part(words));
  }

  function single(): Test {
    const token = rest.shift() ?? "";
    if (token === "-") {
      const not = single();
      return (words) => !not(words);
    }
    if (token === "(") {
      const inner = either();
      if (rest[0] === ")") rest.shift();
      return inner;
    }
    const pattern = patternOf(token);
    wanted.push(pattern);
    return (words) => pattern.test(words);
  }

  const test = either();
  return {
    matches: test,
    score: (words) => wanted.reduce((sum, pattern) => sum + (words.match(new RegExp(pattern, "gi"))?.length ?? 0), 0),
    excerpt(words) {
      const first = wanted.map((pattern) => words.search(pattern)).find((at) => at >= 0);
      if (first === undefined) return null;
      const around = words.slice(Math.max(0, first - 150), first + 350).replaceAll("\n", " \n ");
      return wanted.reduce(
        (text, pattern) => text.replaceAll(new RegExp(pattern, "gi"), (word) => `<span class="match">${word}</span>`),
        around,
      );
    },
  };
}

type Test = (words: string) => boolean;

function patternOf(token: string): RegExp {
  const words = token.replaceAll('"', "").trim();
  const escaped = words.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(/\s+/g, "\\s+");
  return new RegExp(`(?<![\\w])${escaped}(?![\\w])`, "i");
}
