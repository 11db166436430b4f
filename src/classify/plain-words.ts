import type { Passage } from "./passages.ts";

/** A text as the rules read it: an address says where something is and no law, and the dots in `C.F.R.` say nothing. */
export function plainWords(text: string): string {
  return (mayHaveAddress.test(text) ? text.replace(addresses, " ") : text).replaceAll("C.F.R.", "CFR");
}

/** Whether only addresses or dots differ. */
export function saysTheSame({ before, after }: Passage): boolean {
  return plainWords(before).trim() === plainWords(after).trim();
}

const mayHaveAddress = /[@/]|www\./;
/** Links and e-mail addresses, bare ones too: `example.com/terms`. */
const addresses =
  /\b(?:(?:https?:\/\/|www\.)[\w\-.~:/?#@!$&'*+,;=%]{1,2000}|[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}|(?:[a-z\d-]{1,63}\.){1,8}[a-z]{2,12}\/[\w\-.~/?#=&%]{0,2000})/giu;
