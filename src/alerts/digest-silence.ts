import type { DigestSilence } from "../model/digest.ts";

const shown = 5;

/** Why it was quiet, in sentences; none where nothing explains it. */
export function silenceInWords(silence: DigestSilence | undefined): readonly string[] {
  if (silence === undefined) return [];
  const { stale, holidays, unseen, counted } = silence;
  return [
    ...holidays.map(({ date, name }) => `${date} was ${name}: federal publishers were closed.`),
    ...(unseen === null ? [] : [`Nothing was looked at from ${hour(unseen.from)} to ${hour(unseen.to)}.`]),
    ...stale.slice(0, shown).map(({ title, words }) => `Quiet for too long: ${title}. ${words}`),
    ...(stale.length > shown ? [`${stale.length - shown} more feeds are quiet for too long.`] : []),
    ...(counted === null ? [] : [inFull(counted)]),
  ];
}

function inFull({ published, held }: NonNullable<DigestSilence["counted"]>): string {
  const figures = `${held.toLocaleString("en-US")} of the ${published.toLocaleString("en-US")} documents that publishers count`;
  return held === published ? `All is held: ${figures}.` : `Not all is held: ${figures}.`;
}

function hour(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}
