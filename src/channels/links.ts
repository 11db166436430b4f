/** An address that people may be led to, percent-encoded so that no message format reads anything else into it; null if it is none. */
export function webLink(address: string | null, longest = 2000): string | null {
  const url = URL.parse(address ?? "");
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return null;
  const link = url.href.replace(/[|<>"`'()\\[\]\s]/g, (character) =>
    character === "'" || character === "(" || character === ")"
      ? `%${character.charCodeAt(0).toString(16).toUpperCase()}`
      : encodeURIComponent(character),
  );
  return link.length <= longest ? link : null;
}

/** Whether only the machine regwatch runs on can follow links to it. */
export function isLoopbackLink(address: string): boolean {
  const host = URL.parse(address)?.hostname ?? "localhost";
  return /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\])$/.test(host);
}
