/** An address made absolute, without what only tells where a reader came from; null for what is no web address. */
export function cleanLink(address: string | null | undefined, base: string): string | null {
  const bare = (address ?? "").trim();
  const url = bare === "" ? null : URL.parse(bare, base);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  const kept = [...url.searchParams].filter(([name, value]) => !isTracking(name, value));
  if (kept.length < [...url.searchParams].length) url.search = new URLSearchParams(kept).toString();
  return url.href;
}

/** What tells two addresses apart: no fragment, no tracking, `http` as `https`, no slash at the end. */
export function linkIdentity(address: string | null | undefined, base: string): string | null {
  const clean = cleanLink(address, base);
  if (clean === null) return null;
  const url = new URL(clean);
  url.hash = "";
  url.protocol = "https:";
  return url.href.replace(/\/(?=$|\?)/, "");
}

const tracking =
  /^(?:utm_\w+|trk(?:campaign)?|ectrk|sc_\w+|nc[12]|gclid|fbclid|msclkid|srsltid|spm|mc_[ce]id|cmp(?:id)?|ocid|wt\.mc_id|ref(?:_src)?|source)$/i;

// `?p=123` is an address in WordPress, `?p=bl_ar_l=1` tells which link was followed.
function isTracking(name: string, value: string): boolean {
  return tracking.test(name) || (name === "p" && !/^\d+$/.test(value));
}
