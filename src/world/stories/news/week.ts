import { easternTime } from "../../federal-register/document.ts";
import type { NewsStory } from "../../news.ts";

/** The department's press releases; one announces the rule that was filed in the morning. */
export const commerceNews: NewsStory = {
  name: "commerce-news",
  origin: "https://www.commerce.gov",
  path: "/feeds/news",
  format: "rss",
  title: "Commerce News",
  language: "en",
  entries: [
    {
      id: "news-90001",
      path: "/news/press-releases/2026/02/export-fairs",
      title: "Department of Commerce Names Export Fairs for the Spring",
      publishedAt: easternTime("2026-02-24", "10:00"),
      html: "<p>Small manufacturers will meet buyers from twelve countries at four fairs this spring.</p>",
    },
    {
      id: "news-90002",
      path: "/news/press-releases/2026/03/rack-scale",
      title: "Commerce Strengthens Controls on Rack-Scale Computing Systems",
      publishedAt: easternTime("2026-03-09", "17:00"),
      html: '<p>The Bureau of Industry and Security today filed a rule on rack-scale computing systems and their remote operation. <a href="https://www.federalregister.gov/d/2026-90101">Read the rule (FR Doc. 2026-90101)</a>.</p>',
    },
    {
      id: "news-90003",
      path: "/news/press-releases/2026/03/remote-access",
      title: "Commerce Proposes Rule on Remote Access to Advanced Computing",
      publishedAt: easternTime("2026-03-11", "09:00"),
      html: "<p>The proposed rule (RIN 0694-ZZ02, docket BIS-2026-9002) asks for comments on how providers of infrastructure as a service should know their customers.</p>",
    },
  ],
};

/** A provider's list of novelties, which is down from Tuesday to Thursday. */
export const cloudNews: NewsStory = {
  name: "cloud-news",
  origin: "https://aws.amazon.com",
  path: "/about-aws/whats-new/recent/feed/",
  format: "rss",
  title: "What's New",
  language: "en",
  entries: [
    {
      id: "9f1c0a",
      path: "/about-aws/whats-new/2026/02/instances-two-regions/",
      title: "GPU instances are now available in two more regions",
      publishedAt: "2026-02-26T18:00:00Z",
      html: "<p>Customers in two more regions can launch GPU instances for training.</p>",
    },
    {
      id: "9f1c0b",
      path: "/about-aws/whats-new/2026/03/identity-check/",
      title: "Accounts that launch GPU instances are asked for more information",
      publishedAt: "2026-03-12T17:00:00Z",
      html: "<p>From today, accounts that launch GPU instances above a threshold are asked for the country of their ultimate parent.</p>",
      revisions: [
        {
          at: "2026-03-13T14:00:00Z",
          html: "<p>From April 1, accounts that launch GPU instances above a threshold are asked for the country of their ultimate parent.</p>",
        },
      ],
    },
  ],
};
