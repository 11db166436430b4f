const longestPattern = 200;
const mostOptions = 10;

/**
 * Why a pattern of a feed file may not be used, or null. JavaScript's matching goes back and tries again, so a pattern that repeats what
 * itself repeats or chooses can hold up the whole service on one text; such shapes are refused, whether or not this one would.
 */
export function patternFault(pattern: string, mostRepetitions = 3): string | null {
  if (pattern.length > longestPattern)
    return `is ${pattern.length} characters long; a pattern may have ${longestPattern}.`;
  const fault = syntaxFault(pattern);
  if (fault !== null)
    return `is not a regular expression: ${fault}. Put a backslash before a character meant as itself.`;

  const plain = withoutDetail(pattern);
  const repetitions = plain.match(/[*+]|\{\d+,\d*\}/g)?.length ?? 0;
  const options = plain.match(/\?(?![:=!<])/g)?.length ?? 0;
  if (repeatsVariety(plain)) {
    return "repeats a group that itself repeats or has a choice, which can take for ever to match; write it without the outer repetition.";
  }
  if (repetitions > mostRepetitions) {
    return `has ${repetitions} repetitions, which can take for ever to match; use ${mostRepetitions} at most.`;
  }
  if (options > mostOptions)
    return `has ${options} optional parts, which can take for ever to match; use ${mostOptions} at most.`;
  return null;
}

function syntaxFault(pattern: string): string | null {
  try {
    void new RegExp(pattern, "i");
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^.*\/i?: /s, "") : String(error);
  }
}

/** Escapes and character classes as one letter each, lazy quantifiers as plain ones. */
function withoutDetail(pattern: string): string {
  return pattern.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]/gs, "x").replaceAll(/([*+?}])\?/g, "$1");
}

/** Folds groups from the inside out; `x?` stands for one that can match in more than one way. */
function repeatsVariety(plain: string): boolean {
  const group = /\((?:\?(?:[:=!]|<[=!]|<\w+>))?([^()]*)\)([*+?]|\{\d+(?:,\d*)?\})?/;
  for (let rest = plain; ;) {
    const [whole, inner = "", quantifier] = group.exec(rest) ?? [];
    if (whole === undefined) return false;
    const varies = /[*+?|]|\{\d+,/.test(inner);
    if (varies && quantifier !== undefined && quantifier !== "?") return true;
    rest = rest.replace(group, varies || quantifier !== undefined ? "x?" : "x");
  }
}
