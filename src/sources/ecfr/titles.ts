import { z } from "zod";
import { WrongBodyError } from "../../model/errors.ts";
import { jsonOf, type Door } from "./door.ts";

/** How far the eCFR has come with a title. Dates are calendar dates. */
export interface TitleState {
  /** The day up to which the text is known. */
  readonly upToDate: string;
  /** The newest issue that changed the title. */
  readonly issued: string | null;
  /** The publisher is taking in an issue just now: what it says meanwhile may be half of it. */
  readonly importing: boolean;
}

const titles = z.object({
  titles: z.array(
    z.object({
      number: z.number(),
      up_to_date_as_of: z.string().nullish(),
      latest_issue_date: z.string().nullish(),
      processing_in_progress: z.boolean().nullish(),
    }),
  ),
  meta: z.object({ import_in_progress: z.boolean().nullish() }).nullish(),
});

/** Asks how far a title is. Throws `WrongBodyError` where the publisher does not say. */
export async function askTitle(door: Door, number: number): Promise<TitleState> {
  const response = await door.json("titles.json");
  const read = titles.safeParse(jsonOf(response)).data;
  const title = read?.titles.find((one) => one.number === number);
  const upToDate = title?.up_to_date_as_of ?? "";
  if (read === undefined || title === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(upToDate))
    throw new WrongBodyError(`${new URL(response.url).host} does not say how far title ${number} is; check \`title\`.`);
  return {
    upToDate,
    issued: title.latest_issue_date ?? null,
    importing: read.meta?.import_in_progress === true || title.processing_in_progress === true,
  };
}
