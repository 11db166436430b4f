import { groups, settings, type Setting } from "../../src/settings.ts";

/** `docs/settings.md`, made of the settings as the code reads them. */
export function settingsPage(): string {
  return `# Settings

Made by \`npm run settings\` from \`src/settings.ts\`; a test says when it is out of date.

Settings come from the environment. A \`.env\` file in the folder where regwatch is started is read too, and the environment wins.
\`npx regwatch doctor\` prints them all, secrets hidden, and says what is wrong. A setting that cannot be used ends the start with one
line that names it.

🔒 marks secrets: they are never logged or shown.
${groups.map(section).join("")}`;
}

function section(group: string): string {
  const rows = settings.filter((setting) => setting.group === group).map(row);
  return `
## ${group}

| setting | default | does | example |
|---|---|---|---|
${rows.join("\n")}
`;
}

function row({ name, secret, fallback, about, more, example }: Setting): string {
  const text = more === undefined ? about : `${about}. ${more}`;
  return `| \`${name}\`${secret ? " 🔒" : ""} | ${code(fallback)} | ${text.replaceAll("|", "\\|").replaceAll("<", "&lt;")} | ${code(example)} |`;
}

function code(text: string | null | undefined): string {
  if (text == null) return "";
  return text.includes("`") ? text : `\`${text}\``;
}
