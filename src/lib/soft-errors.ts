import type { Sniff } from "./body-sniff.ts";

/** A page that stands in for the real one. `blocked` means the publisher turns us away, so that we keep off for a while. */
export interface SoftError {
  readonly what: string;
  readonly blocked: boolean;
  /** For how long, where the page's kind tells. */
  readonly holdSeconds?: number;
}

type Headers = Readonly<Record<string, string>>;

/** Names the stand-in that a page is, or null if it looks like a real page. */
export function findSoftError(page: Sniff, headers: Headers): SoftError | null {
  const challenge = findChallenge(headers);
  if (challenge !== null || !page.isHtml) return challenge;
  const found = catalogue.find((entry) => entry.fits(page));
  if (found === undefined) return null;
  const { what, blocked, holdSeconds } = found;
  return { what, blocked, ...(holdSeconds === undefined ? {} : { holdSeconds }) };
}

/** Names the challenge that an answer's headers say it is, whatever its body. */
export function findChallenge(headers: Headers): SoftError | null {
  if (headers["cf-mitigated"] === "challenge") return { what: "a Cloudflare challenge page", blocked: true };
  if (headers["x-amzn-waf-action"] !== undefined) return { what: "an AWS challenge page", blocked: true };
  return null;
}

/** A host that publishers send readers to whom they take for robots, or who have not agreed to something. */
export function findBarrierHost(hostname: string): SoftError | null {
  if (hostname.startsWith("unblock.")) return { what: `a "Request Access" page (${hostname})`, blocked: true };
  if (/(^|\.)(captcha-delivery\.com|perfdrive\.com|challenges\.cloudflare\.com)$/.test(hostname)) {
    return { what: `a captcha page (${hostname})`, blocked: true };
  }
  if (/^(consent|guce)\./.test(hostname)) return { what: `a consent page (${hostname})`, blocked: false };
  return null;
}

interface Entry extends SoftError {
  fits(page: Sniff): boolean;
}

// Many real pages carry the scripts of these guards, so a marker in the markup counts only where there is little else to read.
const catalogue: readonly Entry[] = [
  blockPage(
    "a Cloudflare challenge page",
    (page) => /^just a moment\b/i.test(page.title) || marks(page, "_cf_chl_opt"),
  ),
  blockPage("a Cloudflare block page", (page) => /^attention required\b/i.test(page.title)),
  blockPage(
    'its "Request Access" page for automated readers',
    (page) =>
      /^federal register\b.*\brequest access\b|^request access$/i.test(page.title) ||
      marks(page, "unblock.federalregister.gov") ||
      reads(page, 2000, /aggressive automated scraping|programmatic access to these sites is limited/i),
  ),
  blockPage(
    "an Incapsula block page",
    (page) => marks(page, "_incapsula_resource") || reads(page, 2000, /incapsula incident id/i),
  ),
  blockPage(
    "an Akamai block page",
    (page) => /^access denied$/i.test(page.title) && reads(page, 2000, /reference (#|&#35;)|errors\.edgesuite\.net/i),
  ),
  blockPage("an AWS challenge page", (page) => marks(page, "awswafcookiedomainlist") || marks(page, "gokuprops")),
  blockPage("a captcha page", (page) =>
    ["captcha-delivery.com", "px-captcha", "g-recaptcha", "h-captcha", "hcaptcha.com", "cf-turnstile"].some((mark) =>
      marks(page, mark),
    ),
  ),
  blockPage(
    "a captcha page",
    (page) =>
      /^(human verification|are you (a )?(human|robot)|robot check|security check)/i.test(page.title) ||
      reads(
        page,
        600,
        /captcha|verify (that )?you are (a )?human|验证码|安全验证|enable javascript and cookies to continue/i,
      ),
  ),
  {
    // Asked again within the hour, Chinese portals shut the address out for a day.
    ...blockPage('its "too frequent" page', (page) =>
      reads(
        page,
        600,
        /(?:访问|请求|操作|查询|点击)(?:次数)?(?:过于|太|太过)?频繁|频繁(?:访问|请求)|\btoo frequent(?:ly)?\b/i,
      ),
    ),
    holdSeconds: 3600,
  },
  {
    what: "an error page",
    blocked: false,
    fits: (page) =>
      /\bpage (cannot be |could not be |was )?not found\b|^(not found|access denied|forbidden)$/i.test(page.title) ||
      /\b(service unavailable|bad gateway|gateway time-?out|internal server error)\b/i.test(page.title) ||
      (/^(error )?(403|404|500|502|503|504)\b/i.test(page.title) && isShort(page, 4000)),
  },
  {
    what: "a maintenance page",
    blocked: false,
    fits: (page) =>
      (/maintenance|be right back|temporarily (unavailable|offline)|维护/i.test(page.title) && isShort(page, 2000)) ||
      reads(
        page,
        800,
        /(under|scheduled|undergoing|for|down for) (\w+ )?maintenance|be right back|temporarily (unavailable|offline)|(系统|网站)(正在)?(升级)?维护/i,
      ),
  },
  { what: "a consent page", blocked: false, fits: isConsentWall },
  {
    what: "a login page",
    blocked: false,
    fits: (page) =>
      (/^(?:sign|log) ?in\b|^(?:登录|登錄|用户登录)/i.test(page.title) && isShort(page, 1500)) ||
      (isShort(page, 800) && /<input\b[^<>]{0,300}type=["']?password/i.test(page.head)),
  },
  {
    what: "a page that says it is not available in our country",
    blocked: false,
    fits: (page) =>
      reads(
        page,
        1200,
        /\b(?:not|n't) (?:yet |currently )?(?:available|supported|accessible|offered) in your (?:country|region|location|area)|unavailable in your (?:country|region|location)|(?:您|你)(?:所在|当前)的?(?:国家|地区|区域)[^。]{0,20}(?:不可用|无法|不支持|暂未|未开放)/i,
      ),
  },
];

function blockPage(what: string, fits: (page: Sniff) => boolean): Entry {
  return { what, blocked: true, fits };
}

function isConsentWall(page: Sniff): boolean {
  if (!isShort(page, 1000)) return false;
  const text = page.visible ?? "";
  const asks =
    /accept (all|cookies|and continue)|reject all|agree and continue|before you continue|manage (cookies|preferences|choices|options)|alle akzeptieren|tout accepter|同意并继续|全部接受/i;
  const words =
    text.match(/cookies?|consent|privacy|accept|agree|reject|preferences|einwillig\w*|akzeptieren|同意|隐私/gi) ?? [];
  return asks.test(text) && words.length >= 4 && words.join("").length >= text.length * 0.05;
}

function isShort(page: Sniff, characters: number): boolean {
  return page.visible !== null && page.visible.length <= characters;
}

function reads(page: Sniff, characters: number, words: RegExp): boolean {
  return isShort(page, characters) && words.test(page.visible ?? "");
}

function marks(page: Sniff, mark: string): boolean {
  return isShort(page, 1000) && page.head.toLowerCase().includes(mark);
}
