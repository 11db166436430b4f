/** A site of policy pages. */
export interface ProviderStory {
  readonly pages: readonly ProviderPage[];
}

export interface ProviderPage {
  readonly path: string;
  readonly title: string;
  /** English if left out. */
  readonly language?: "en" | "zh-CN";
  /** Oldest first. */
  readonly versions: readonly PageVersion[];
  /** Bytes in GB 2312, said in neither header nor page; else UTF-8. */
  readonly encoding?: "gb2312";
  /** The same bytes for everyone, with an ETag; else every request differs around the text. */
  readonly cached?: boolean;
  /** Every so many visits another text is shown. */
  readonly experiment?: { readonly every: number; readonly text: string };
}

export interface PageVersion {
  /** When it is put up, as an instant; from the beginning if left out. */
  readonly from?: string;
  /** Lines: `# a heading`, `- an item`, anything else a paragraph. */
  readonly text: string;
}

/** What a page shows at a moment, if it is there. */
export function shownAt(page: ProviderPage, now: Temporal.Instant): PageVersion | undefined {
  return page.versions.findLast(
    ({ from }) => from === undefined || Temporal.Instant.compare(Temporal.Instant.from(from), now) <= 0,
  );
}
