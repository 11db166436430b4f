import { encodeGb2312 } from "./provider/gb2312.ts";
import { pageHtml } from "./provider/html.ts";
import { shownAt, type PageVersion, type ProviderPage, type ProviderStory } from "./provider/page.ts";
import { errorPage, missingPage, robotPage } from "./provider/stand-ins.ts";
import { page, type Answer, type Ask, type Publisher } from "./publisher.ts";

/** What a test or the demo can still do to the provider while the world runs. */
export interface Provider {
  /** Puts up a page, or a further version of it. */
  readonly publish: (path: string, version: PageVersion) => void;
}

/**
 * Plays a provider's site of policy pages: what a page says is worked out from the story and the moment, and around it every request
 * finds another nonce, another count of visits and another offer, as on real sites.
 */
export function createProvider(story: ProviderStory): Provider & { readonly publisher: Publisher } {
  let pages = story.pages;
  const visits = new Map<string, number>();

  function answer(ask: Ask, now: Temporal.Instant): Answer {
    const path = decodeURIComponent(ask.url.pathname);
    const asked = pages.find((each) => each.path === path);
    const shown = asked && shownAt(asked, now);
    if (asked === undefined || shown === undefined) return missingPage;
    const visit = (visits.get(path) ?? 0) + 1;
    visits.set(path, visit);
    return asked.cached === true ? cachedAnswer(ask, asked, shown) : served(asked, textAt(asked, shown, visit), visit);
  }

  return {
    publisher: {
      name: "provider",
      answer,
      unwell: { blockPage: robotPage, notFound: missingPage, empty: () => errorPage },
    },
    publish(path, version) {
      const known = pages.find((each) => each.path === path);
      const next = known ?? { path, title: path, versions: [] };
      pages = [...pages.filter((each) => each !== known), { ...next, versions: [...next.versions, version] }];
    },
  };
}

// An experiment shows some readers another text.
function textAt({ experiment }: ProviderPage, shown: PageVersion, visit: number): PageVersion {
  return experiment !== undefined && visit % experiment.every === 0 ? { ...shown, text: experiment.text } : shown;
}

// A page out of a network of caches: the same bytes to everyone, until they change.
function cachedAnswer(ask: Ask, asked: ProviderPage, shown: PageVersion): Answer {
  const etag = `"${asked.versions.indexOf(shown) + 1}"`;
  if (ask.headers["if-none-match"] === etag) return { status: 304, headers: { etag }, body: "" };
  const { headers, ...answer } = served(asked, shown, 0);
  return { ...answer, headers: { ...headers, etag } };
}

function served(asked: ProviderPage, shown: PageVersion, visit: number): Answer {
  const html = pageHtml(asked, shown, visit);
  // Older Chinese sites say nowhere what their bytes mean.
  if (asked.encoding === "gb2312")
    return { status: 200, headers: { "content-type": "text/html" }, body: encodeGb2312(html) };
  return page(html);
}
