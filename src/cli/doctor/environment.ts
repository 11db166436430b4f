import { statSync } from "node:fs";
import { resolve } from "node:path";
import { didYouMean } from "../../pipeline/complaint.ts";
import { settings } from "../../settings.ts";
import { advice, well, wrong, type Finding } from "./finding.ts";

/** Settings that nobody reads, and where the `.env` file is that was read. */
export function checkEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  file = resolve(".env"),
): readonly Finding[] {
  return [...unread(env), fileFinding(file)];
}

const known = settings.map(({ name }) => name);

// Other programs have names that begin with SLACK_ or SMTP_ too: of those only what looks misspelt is named.
function unread(env: Readonly<Record<string, string | undefined>>): readonly Finding[] {
  return Object.keys(env).flatMap((name) => {
    if (known.includes(name) || !/^(REGWATCH|SLACK|DISCORD|SMTP|SUMMARY|CONGRESS|REGULATIONS)_/.test(name)) return [];
    const near = nearest(name);
    if (near === "" && !name.startsWith("REGWATCH_")) return [];
    return [wrong(`${name} is no setting of regwatch.${near === "" ? " They stand in docs/settings.md." : near}`)];
  });
}

// What all of them begin with would make everything look alike.
function nearest(name: string): string {
  const [start = ""] = /^[A-Z]+_/.exec(name) ?? [];
  const alike = known.filter((other) => other.startsWith(start)).map((other) => other.slice(start.length));
  return didYouMean(name.slice(start.length), alike).replace('"', `"${start}`);
}

function fileFinding(file: string): Finding {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return well(`There is no ${file}; settings come from the environment alone.`);
  const isOpen = process.platform !== "win32" && (stats.mode & 0o077) !== 0;
  return isOpen
    ? advice(`${file} is read, and others on this machine may read it too: chmod 600 ${file}`)
    : well(`${file} is read; the environment wins over it.`);
}
