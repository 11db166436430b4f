/**
 * Why a model's sentence may not be shown whatever its source says, or null: it would reach out (links, addresses, mentions, markup),
 * hide something, or speak to its readers. Words in quotation marks may speak, but not reach out.
 */
export function unfit(text: string): string | null {
  const reached = reaching(text);
  if (reached !== null) return reached;
  const own = text.replace(/“[^”]*”|「[^」]*」/gu, "“”");
  if (/[“”「」"]/u.test(own.replaceAll("“”", ""))) return "a quotation mark has no partner";
  return speaks.find(({ pattern }) => pattern.test(own))?.what ?? null;
}

/** Why a text may not be shown beside a model's words even as a name: it holds an address, a mention, markup or hidden characters. */
export function reaching(text: string): string | null {
  if (text.length > longest) return "it is too long";
  return reaches.find(({ pattern }) => pattern.test(text))?.what ?? null;
}

/** No name and no sentence is as long; longer ones would take some of the patterns long. */
const longest = 2000;

const reaches: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  {
    what: "it holds an address",
    pattern: /\b[a-z][a-z0-9+.-]*:\/\/|\b(?:mailto|javascript|data|tel|slack|discord):|\bwww\./iu,
  },
  {
    what: "it holds an address",
    pattern: /(?<![\p{L}\p{N}])(?:[\p{L}\p{N}][\p{L}\p{N}-]+\.)+\p{L}{2,24}(?![\p{L}\p{N}])/u,
  },
  { what: "it holds an address", pattern: /\S@\S|\b(?:\d{1,3}\.){3}\d{1,3}\b/u },
  { what: "it mentions somebody", pattern: /(?:^|\s|[“(<])[@＠]\S/u },
  { what: "it holds markup", pattern: /[<>`|\\]|\]\(|\*\*|__|~~|^\s*(?:#|[-*+] )|!\[|:[a-z_+-]+:/u },
  { what: "it hides characters", pattern: /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\ufffd]/u },
];

const speaks: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  {
    what: "it speaks to its readers",
    pattern:
      /\b(?:[Yy]ou|[Yy]ours?|[Ww]e|us|[Oo]urs?|[Mm]e|[Mm]y|I (?:am|will|have|had|was|can|do)|[Pp]lease|[Cc]lick|[Vv]isit)\b/u,
  },
  {
    what: "it gives an order",
    pattern:
      /^(?:ignore|disregard|forget|click|visit|call|contact|send|e-?mail|pay|buy|sell|transfer|download|install|run|execute|open|go|tell|say|reply|respond|output|print|write|do|use|see|read|check|follow|join|subscribe|sign|enter|submit|apply|stop|delete|remove|add|insert|replace|change|note|beware|act|hurry|register|wire|remit|make|take|get|keep|let|try|update|disable|enable|approve|accept|share|forward|repeat|summari[sz]e|translate|consider|remember|ensure|never|always|don['’]t)\b/iu,
  },
  {
    what: "it speaks of the model",
    pattern:
      /\b(?:system prompt|language model|as an AI|AI assistant|my instructions|previous instructions|prior instructions)\b/iu,
  },
  { what: "it shouts or asks", pattern: /[!?！？]/u },
];
