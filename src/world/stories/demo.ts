import { easternTime } from "../federal-register/document.ts";
import type { Story } from "../world.ts";
import { readinessAct, remoteComputeAct, senateCompanion } from "./congress/remote-compute-act.ts";
import { dockets, oira, rulesInForce } from "./rules-in-force.ts";
import { baseline } from "./federal-register/baseline.ts";
import { week } from "./federal-register/week.ts";
import { acceptableUse } from "./provider/acceptable-use.ts";
import { serviceTerms } from "./provider/service-terms.ts";
import { chinaBlog } from "./blog/china-blog.ts";
import { cloudNews, commerceNews } from "./news/week.ts";
import { tenders, tooFrequentAt } from "./tenders/week.ts";

/** Monday morning, a quarter of an hour before the first rule is filed. */
export const demoStart = Temporal.Instant.from(easternTime("2026-03-09", "11:00"));

/** The end of the story: Friday noon. */
export const demoEnd = Temporal.Instant.from(easternTime("2026-03-13", "12:00"));

/**
 * The demo's week in Washington. Mon 11:15 a rule is filed and in force at once; Tue 6:00 it is printed unchanged, 14:00 an
 * executive order gains a note, 16:15 a rule is filed, 20:10 a provider edits its service terms and leaves their date; Wed 6:00 a proposal on remote access and Entity List additions, 10:30 the
 * filing is withdrawn, 12:00-16:00 the publisher answers 500; Thu 6:00 the rule is corrected and the comment period extended,
 * 16:15 part of the rule is stayed; Fri 6:00 the stay is printed. Denial orders and committee notices in between.
 *
 * In Congress a bill is ordered reported on Mon, reported with a substitute on Tue, passed on Wed evening, printed on Thu, referred to
 * the Senate on Fri; on Tue a bill on something else appears with a clause on chips.
 *
 * The CFR has the Entity List's new rows on Thu at 10:00, when its import of two hours is over. The docket of the proposal opens on Wed
 * 9:00 and is extended on Thu 10:30. On Tue a final rule on remote access reaches OIRA, which concludes its review on Fri.
 *
 * Meanwhile a department announces the rule (Mon 17:00) and the proposal (Wed 9:00) by press release; a note appears under forty posts of
 * a provider's Chinese blog and two posts go (night to Tue), and the note is reworded everywhere (night to Thu); a provider's feed of
 * novelties is down from Tue to Thu noon. The Chinese page of a policy is edited on Mon evening and its English twin is not; on a Chinese
 * procurement portal a university asks for a cloud account with accelerators (Mon evening), and the portal turns us away for an hour.
 */
export const demoStory: Story = {
  federalRegister: { documents: [...baseline, ...week] },
  congress: { bills: [remoteComputeAct, senateCompanion, readinessAct] },
  ecfr: rulesInForce,
  dockets,
  oira,
  provider: { pages: [serviceTerms, ...acceptableUse] },
  blogs: [chinaBlog],
  news: [commerceNews, cloudNews],
  tenders: [tenders],
  faults: [
    { publisher: "tenders", from: Temporal.Instant.from(tooFrequentAt), times: 1, does: { kind: "block-page" } },
    {
      publisher: "cloud-news",
      from: Temporal.Instant.from(easternTime("2026-03-10", "08:00")),
      until: Temporal.Instant.from(easternTime("2026-03-12", "12:00")),
      does: { kind: "not-found" },
    },
    {
      publisher: "federal-register",
      from: Temporal.Instant.from(easternTime("2026-03-11", "12:00")),
      until: Temporal.Instant.from(easternTime("2026-03-11", "16:00")),
      does: { kind: "status", status: 500 },
    },
  ],
};
