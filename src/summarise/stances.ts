/** What a text makes of its readers: duty, permission, prohibition. A summary may claim only what its source has. */
export type Stance = (typeof stances)[number]["name"];

/** Found in English and in Chinese; a pattern never takes the words of its opposite. */
const stances = [
  {
    name: "prohibition",
    pattern:
      /\b(?:(?:must|shall|may|will|can|could|would|should) (?:not|never)|cannot|can[’']t|prohibit\w*|forbid\w*|forbade|ban(?:s|ned|ning)?\b|barred|bars\b|unlawful|illegal|ineligible|not (?:be )?(?:permitted|allowed|authori[sz]ed|entitled)|no (?:person|one|party|user|customer)\w* (?:may|shall|can))\b|不得|禁止|严禁|不可以|不能|不应|不允许|不准/giu,
  },
  {
    name: "obligation",
    pattern:
      /\b(?:(?:must|shall|should)\b(?! (?:not|never))|(?<!not |no longer )(?:requir(?:e|es|ed|ing|ement|ements)|oblig\w+|mandatory|mandat(?:e|es|ed)|needs? to|ha(?:s|ve) to|agrees? to))\b|应当|应该|必须|(?<!无)须|(?<![相供响反适对回不])应(?![用对急])|有义务|需要|需(?!求)/giu,
  },
  {
    name: "no-obligation",
    pattern:
      /\b(?:(?:not|no longer|never) (?:be )?(?:required|obliged|obligated|necessary|mandatory|subject)|(?:no longer|(?:do|does) not) (?:needs?|ha(?:s|ve) to|requires?)|need not|without having to|no \w+ (?:is|are) required)\b|无须|无需|不需要|不必|毋须/giu,
  },
  {
    name: "permission",
    pattern:
      /\b(?:may(?! (?:not|never|\d))|can(?! not)|could(?! not)|(?<!not |not be |no longer )(?:permit(?:s|ted)?|allow(?:s|ed)?|authori[sz]e(?:s|d)?|entitled|eligible)|free to)\b|(?<!不)可以|(?<!不)允许|有权|(?<!不)准予|(?<!不)可(?=[向在由将按选申使自])/giu,
  },
  {
    name: "unavailable",
    pattern:
      /\b(?:(?:not|no longer) (?:yet |currently |generally )?(?:available|supported|offered)|unavailable|unsupported|discontinu\w+|suspend\w*|terminat\w+)\b|不可用|无法使用|(?:尚未|暂未)(?:上线|开放|推出|提供)|不支持|不再(?:提供|支持|适用)|停止(?:服务|运营|提供)|下线|暂停|终止|中止|停服|停售/giu,
  },
  {
    name: "available",
    pattern:
      /\b(?<!not |not yet |no longer |not currently |not generally )(?:available|supported|offered)\b|(?<!不)可用|(?<!不|不再)支持|(?<!停止|不再|尚未|暂未)提供|已上线|开放|推出/giu,
  },
  {
    name: "exception",
    pattern:
      /\b(?:except(?:ion|ions|ing|ed)?|unless|exempt\w*|exclu(?:de|des|ded|ding|sion|sions)|other than|waive\w*|carve-?out|(?:do|does) not apply)\b|除外|除非|除[^，。；]{1,30}外|例外|豁免|不适用|不包括/giu,
  },
] as const;

/** The stances a text takes. */
export function stancesIn(text: string): ReadonlySet<Stance> {
  return new Set(stances.filter(({ pattern }) => text.match(pattern) !== null).map(({ name }) => name));
}

/** Whether a text denies or excludes anything. */
export function isNegated(text: string): boolean {
  return text.match(negation) !== null;
}

export const negation =
  /\b(?:not|no|never|none|nor|neither|without|cannot|\w+n[’']t|un(?:available|supported|lawful|less|authori[sz]ed)|ineligible|except\w*|exempt\w*|exclu\w+|prohibit\w*|forbid\w*|ban(?:s|ned)?|barr?(?:s|ed)|den(?:y|ies|ied)|refus\w+)\b|[不未无非没]|禁止|严禁|除/giu;
