import type { StoryAction } from "../../congress/bill.ts";

/** The Congress of the story. Its bills have numbers that no Congress reaches, and its members are nobody. */
export const congress = 119;

const library = { code: 9, name: "Library of Congress" };
const floor = { code: 2, name: "House floor actions" };

/** The House says twice that a bill is introduced, and that it is referred. */
export function introducedInHouse(actionDate: string, committee: string): readonly StoryAction[] {
  return [
    { actionDate, text: "Introduced in House", type: "IntroReferral", actionCode: "1000", sourceSystem: library },
    { actionDate, text: "Introduced in House", type: "IntroReferral", actionCode: "Intro-H", sourceSystem: library },
    {
      actionDate,
      text: `Referred to the House Committee on ${committee}.`,
      type: "IntroReferral",
      actionCode: "H11100",
      sourceSystem: floor,
    },
  ];
}

export function introducedInSenate(actionDate: string, committee: string): readonly StoryAction[] {
  return [
    { actionDate, text: "Introduced in Senate", type: "IntroReferral", actionCode: "10000", sourceSystem: library },
    {
      actionDate,
      text: `Read twice and referred to the Committee on ${committee}.`,
      type: "IntroReferral",
      sourceSystem: { code: 0, name: "Senate" },
    },
  ];
}

/** A vote to suspend the rules and pass, as the House and the Library of Congress report it, with the procedure around it. */
export function passedHouse(
  actionDate: string,
  vote: { readonly yeas: number; readonly nays: number; readonly roll: number; readonly time: string },
): readonly StoryAction[] {
  const text = `On motion to suspend the rules and pass the bill, as amended Agreed to by the Yeas and Nays: (2/3 required): ${vote.yeas} - ${vote.nays} (Roll no. ${vote.roll}).`;
  const recordedVotes = [{ chamber: "House", rollNumber: vote.roll, date: `${actionDate}T23:00:00Z` }];
  return [
    {
      actionDate,
      text: "Mr. Placeholder moved to suspend the rules and pass the bill, as amended.",
      type: "Floor",
      actionCode: "H30300",
      actionTime: "16:10:00",
      sourceSystem: floor,
    },
    {
      actionDate,
      text: "DEBATE - The House proceeded with forty minutes of debate.",
      type: "Floor",
      actionCode: "H8D000",
      actionTime: "16:11:00",
      sourceSystem: floor,
    },
    {
      actionDate,
      text: `Passed/agreed to in House: ${text} (text: CR H9901-9902)`,
      type: "Floor",
      actionCode: "8000",
      actionTime: vote.time,
      sourceSystem: library,
      recordedVotes,
    },
    {
      actionDate,
      text,
      type: "Floor",
      actionCode: "H37300",
      actionTime: vote.time,
      sourceSystem: floor,
      recordedVotes,
    },
    {
      actionDate,
      text: "Motion to reconsider laid on the table Agreed to without objection.",
      type: "Floor",
      actionCode: "H38310",
      actionTime: vote.time,
      sourceSystem: floor,
    },
  ];
}
