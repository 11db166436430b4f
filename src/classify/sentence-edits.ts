import type { Edit, Passage } from "./passages.ts";
import { plainWords } from "./plain-words.ts";

/** Whole sentences that came or went and say what someone owns, does with data or answers for. */
export function operativeSentences({ edits }: Passage): readonly Edit[] {
  return edits.filter((edit) => {
    const words = plainWords(onlySide(edit)).trim();
    return wordsIn(words) >= 5 && /[.。!！;；][”"’)）]?$/u.test(words) && operative.test(words);
  });
}

/** What was put into or taken out of a sentence on what is done to those who break the rules. */
export function sanctionEdits({ before, after, edits }: Passage): readonly Edit[] {
  return edits.filter((edit) => {
    const words = onlySide(edit).trim();
    const sentence = sentenceAround(edit.added === "" ? before : after, words);
    return wordsIn(words) >= 4 && sanction.test(sentence);
  });
}

const operative =
  /\b(?:(?:is|are|remains?|becomes?) (?:not |solely )?(?:your|ours?|yours|customer['’]s|the (?:property|responsibility)|owned|entitled|deemed|confidential|void|governed|binding)|owns?|ownership|liab(?:le|ility)|indemnif\w+|warrant(?:y|ies|s)?|grants?|licen[cs]e[sd]?|waives?|disclaims?|assigns?|retains?|consents?|acknowledges?|terminates?|suspends?|reserves?|will|(?:do|does|is|are) not|(?<!information |data )we (?:also )?(?:use|collect|share|store|process|sell|disclose|transfer))\b|归[^，。；]{1,20}(?:所有|享有)|所有权|属于|承担|赔偿|授权|放弃|终止|暂停|(?:我们|公司|平台)(?:会|将)|(?:收集|共享|训练|存储|披露)/iu;

const sanction =
  /\b(?:suspen|terminat|disabl|block|restrict|revok|remov)\w* [^.;]{0,60}\b(?:accounts?|access)\b|\bpenalt(?:y|ies)\b|处置措施|处理措施|处罚|惩戒|封禁|冻结|禁言|限制(?:使用|功能|登录)/iu;

/** The words of an edit that only puts in or only takes out; nothing where words took the place of others. */
function onlySide({ removed, added }: Edit): string {
  return removed.trim() === "" || added.trim() === "" ? removed + added : "";
}

function sentenceAround(text: string, words: string): string {
  const at = text.indexOf(words);
  if (words === "" || at < 0) return "";
  const start = Math.max(text.lastIndexOf("。", at - 1), text.lastIndexOf(". ", at - 1)) + 1;
  const end = text.slice(at + words.length).search(/。|\. /u);
  return text.slice(start, end < 0 ? undefined : at + words.length + end);
}

/** Words, and of Chinese every two characters. */
export function wordsIn(text: string): number {
  return (text.match(/\p{Script=Han}{2}|[\p{L}\p{N}]+/gu) ?? []).length;
}
