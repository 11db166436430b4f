import { answerApi } from "./congress/api.ts";
import { billNow, type CongressStory, type Happening, type StoryBill } from "./congress/bill.ts";
import { answerGovinfo } from "./congress/govinfo.ts";
import { json, page } from "./publisher.ts";
import type { Answer, Ask, Publisher } from "./publisher.ts";

/** What a test or the demo can still do to Congress while the world runs. */
export interface Congress {
  readonly add: (...bills: readonly StoryBill[]) => void;
  /** Lets something more happen to a bill of the story. */
  readonly happen: (type: string, number: number, happening: Happening) => void;
}

/** Plays https://api.congress.gov and https://www.govinfo.gov behind one door; their addresses do not meet. */
export function createCongress(story: CongressStory): Congress & { readonly publisher: Publisher } {
  let told = story.bills;

  function answer(ask: Ask, now: Temporal.Instant): Answer {
    const bills = told.map((bill) => billNow(bill, now)).filter((bill) => bill !== null);
    return ask.url.pathname.startsWith("/v3/") ? answerApi(ask, bills) : answerGovinfo(ask, bills);
  }

  return {
    publisher: {
      name: "congress",
      answer,
      unwell: {
        blockPage: page(
          "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking if the site connection is secure. Enable JavaScript and cookies to continue</body></html>\n",
          403,
        ),
        notFound: page("<html><head><title>404 | Congress.gov</title></head><body>Not found</body></html>\n", 404),
        empty: () => json({ bills: [], pagination: { count: 0 } }),
      },
    },
    add(...bills) {
      told = [...told, ...bills];
    },
    happen(type, number, happening) {
      if (!told.some((bill) => bill.type === type && bill.number === number))
        throw new RangeError(`The story has no bill ${type}${number}`);
      told = told.map((bill) =>
        bill.type === type && bill.number === number
          ? { ...bill, happenings: [...bill.happenings, happening].toSorted((a, b) => instant(a) - instant(b)) }
          : bill,
      );
    },
  };
}

function instant({ at }: Happening): number {
  return Temporal.Instant.from(at).epochMilliseconds;
}
