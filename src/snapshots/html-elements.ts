export type Attributes = Readonly<Record<string, string>>;

const silent = new Set([
  "script",
  "style",
  "noscript",
  "template",
  "svg",
  "math-field",
  "iframe",
  "object",
  "embed",
  "audio",
  "video",
  "canvas",
  "select",
  "option",
  "textarea",
  "datalist",
  "label",
  "head",
  "title",
  "rp",
]);

/** Elements whose content is no text of the page, whatever the page. */
export function neverText(name: string, attributes: Attributes): boolean {
  if (silent.has(name)) return true;
  if (name === "button") return attributes["aria-expanded"] === undefined;
  return attributes["aria-hidden"] === "true" && !isBlock(name, attributes);
}

const frameElements = new Set(["nav", "aside", "dialog"]);
const frameRoles = new Set([
  "navigation",
  "banner",
  "contentinfo",
  "complementary",
  "search",
  "dialog",
  "alertdialog",
  "menu",
  "menubar",
  "toolbar",
]);

// The consent managers in use, by the names their scripts give their boxes.
const consent =
  /(?:^|\s)(?:onetrust-|ot-sdk-|awsccc-|truste[-_]|trustarc|CybotCookiebot|cky-|usercentrics|didomi-|qc-cmp2|osano-|termly-|iubenda-cs|cc-window|cookieconsent|shopify-pc__banner)/i;

/**
 * The frame of a page: navigation, banner, footer, dialogs, consent boxes. Told by element and role, as HTML defines them: a header or
 * footer inside `main`, `article` or `section` belongs to that, not to the page.
 */
export function isChrome(name: string, attributes: Attributes, sectioned: boolean): boolean {
  if (frameElements.has(name)) return true;
  if ((name === "header" || name === "footer") && !sectioned) return true;
  if (frameRoles.has(attributes["role"] ?? "")) return true;
  if (attributes["aria-modal"] === "true") return true;
  const names = `${attributes["id"] ?? ""} ${attributes["class"] ?? ""}`;
  if (names.length > 1 && consent.test(names)) return true;
  return !isBlock(name, attributes) && spokenOnly.test(names);
}

// Text for screen readers alone, such as "opens in a new window".
const spokenOnly = /(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text|screenreader-only)(?:\s|$)/i;

const inline = new Set([
  "a",
  "abbr",
  "acronym",
  "b",
  "bdi",
  "bdo",
  "big",
  "br",
  "cite",
  "code",
  "data",
  "del",
  "dfn",
  "em",
  "font",
  "i",
  "img",
  "input",
  "ins",
  "kbd",
  "mark",
  "nobr",
  "q",
  "ruby",
  "rt",
  "rb",
  "s",
  "samp",
  "small",
  "span",
  "strike",
  "strong",
  "sub",
  "sup",
  "time",
  "tt",
  "u",
  "var",
  "wbr",
  "picture",
  "source",
]);

/** Whether an element stands on lines of its own. Elements that are not known do. */
export function isBlock(name: string, attributes: Attributes): boolean {
  if (!inline.has(name)) return true;
  // The documentation sites of Mintlify set paragraphs as spans.
  if (attributes["role"] === "heading" || attributes["data-as"] === "p") return true;
  return /display:\s*(?:block|flex|table)/i.test(attributes["style"] ?? "");
}

/** The marker a browser shows before an item of an ordered list: `3.`, `c.`, `iii.`. */
export function listMarker(count: number, list: Attributes): string {
  const style = /list-style(?:-type)?:\s*([a-z-]+)/i.exec(list["style"] ?? "")?.[1] ?? "";
  if (style === "none") return "";
  const type = list["type"] ?? types[style] ?? "1";
  if (type === "a") return `${letters(count)}.`;
  if (type === "A") return `${letters(count).toUpperCase()}.`;
  if (type === "i") return `${roman(count)}.`;
  if (type === "I") return `${roman(count).toUpperCase()}.`;
  return `${count}.`;
}

const types: Readonly<Record<string, string>> = {
  "lower-alpha": "a",
  "lower-latin": "a",
  "upper-alpha": "A",
  "upper-latin": "A",
  "lower-roman": "i",
  "upper-roman": "I",
};

function letters(count: number): string {
  if (count < 1 || count > 18_278) return String(count);
  const rest = Math.floor((count - 1) / 26);
  return (rest > 0 ? letters(rest) : "") + String.fromCharCode(97 + ((count - 1) % 26));
}

const romanPlaces = [
  ["", "c", "cc", "ccc", "cd", "d", "dc", "dcc", "dccc", "cm"],
  ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"],
  ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"],
] as const;

function roman(count: number): string {
  if (count < 1 || count > 999) return String(count);
  const digits = String(count).padStart(3, "0");
  return romanPlaces.map((place, index) => place[Number(digits[index])] ?? "").join("");
}
