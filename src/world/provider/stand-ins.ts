import { page, type Answer } from "../publisher.ts";

/** What sites serve in the place of a page, with a 200 and a straight face. For faults of the kind `answer`. */
export const consentWall = standIn(
  "Before you continue",
  "<h1>Before you continue</h1><p>We use cookies and data. Accept all cookies, or reject all. See our privacy policy, and manage your consent preferences.</p><button>Accept all</button>",
);
export const loginWall = standIn(
  "Sign in",
  '<h1>Sign in</h1><form>Account <input name="user"> <input type="password"></form>',
);
export const otherCountry = standIn("Harbour Cloud", "<p>Sorry, Harbour Cloud is not available in your country.</p>");
export const softError = standIn("Harbour Cloud", "<h1>Something went wrong</h1><p>Please try again later.</p>");
export const scriptShell = standIn("Harbour Cloud", '<div id="root"></div><script src="/app.js"></script>');

export const robotPage = standIn("Just a moment...", "<p>Checking your browser.</p>");
export const errorPage = standIn("Harbour Cloud", "");
export const missingPage = page(
  "<!DOCTYPE html>\n<html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>\n",
  404,
);

function standIn(title: string, body: string): Answer {
  return page(
    `<!DOCTYPE html>\n<html lang="en"><head><title>${title}</title></head><body><main>${body}</main></body></html>\n`,
  );
}
