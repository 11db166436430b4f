import { textOf } from "./state.ts";

/** What Discord says about a body it does not take. */
export interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  /** `path: what is wrong`, of a body with invalid fields. */
  readonly problems: readonly string[];
}

interface File {
  readonly name: string;
  readonly size: number;
}

type Body = Readonly<Record<string, unknown>>;
type Note = (path: string, problem: string) => void;

const componentsV2 = 1 << 15;

/**
 * Holds a message to Discord's limits, written down from its documentation and from reports of what it does besides. It shares nothing
 * with what renders. Lengths are counted in UTF-16 units, the strictest reading of "characters".
 */
export function checkMessage(body: Body, files: readonly File[], where: "message" | "interaction"): Refusal | null {
  const problems: string[] = [];
  const note: Note = (path, problem) => problems.push(`${path}: ${problem}`);
  const flags = Number(body["flags"] ?? 0);
  const isV2 = (flags & componentsV2) !== 0;
  const embeds = list(body["embeds"]);
  const components = list(body["components"]);
  text(note, "content", body["content"], 0, 2000);
  checkNonce(note, body["nonce"]);
  checkEmbeds(note, embeds);
  checkMentions(note, body["allowed_mentions"]);
  checkFiles(note, list(body["attachments"]), files);
  if ((flags & 64) !== 0 && where === "message") note("flags", "a message of a channel cannot be ephemeral");
  if (isV2) {
    if (body["content"] || embeds.length > 0) note("flags", "IS_COMPONENTS_V2 goes with neither content nor embeds");
    checkV2(note, components);
  } else checkRows(note, components);
  if (!wellFormed(body))
    return { status: 400, code: 50109, message: "The request body contains invalid JSON.", problems };
  if (problems.length > 0) return { status: 400, code: 50035, message: "Invalid Form Body", problems };
  if (isV2 && v2Bytes(components) > 10_170) return { status: 500, code: 0, message: "Internal Server Error", problems };
  const isEmpty = !body["content"] && embeds.length === 0 && files.length === 0 && components.length === 0;
  return isEmpty ? { status: 400, code: 50006, message: "Cannot send an empty message", problems } : null;
}

/** Holds a modal to Discord's limits. */
export function checkModal(body: Body): readonly string[] {
  const problems: string[] = [];
  const note: Note = (path, problem) => problems.push(`${path}: ${problem}`);
  text(note, "title", body["title"], 1, 45);
  text(note, "custom_id", body["custom_id"], 1, 100);
  const rows = list(body["components"]);
  if (rows.length < 1 || rows.length > 5) note("components", "must be 1 to 5");
  for (const [at, row] of rows.entries()) {
    const path = `components[${at}]`;
    if (row["type"] === 18) {
      text(note, `${path}.label`, row["label"], 1, 45);
      text(note, `${path}.description`, row["description"], 0, 100);
      checkField(note, `${path}.component`, record(row["component"]));
      continue;
    }
    const fields = list(row["components"]);
    if (row["type"] !== 1 || fields.length !== 1) note(path, "must be a label, or a row with one text input");
    for (const field of fields) {
      text(note, `${path}.label`, field["label"], 1, 45);
      checkField(note, path, field);
    }
  }
  return problems;
}

/** Holds an application command to Discord's limits. */
export function checkCommand(command: Body): readonly string[] {
  const problems: string[] = [];
  const note: Note = (path, problem) => problems.push(`${path}: ${problem}`);
  const size = checkOption(note, String(command["name"]), command, 0);
  if (size > 8000) note("command", `has ${size} characters; 8000 are allowed`);
  return problems;
}

/** Holds suggestions for an option to Discord's limits. */
export function checkChoices(choices: readonly Body[]): readonly string[] {
  const problems: string[] = [];
  const note: Note = (path, problem) => problems.push(`${path}: ${problem}`);
  if (choices.length > 25) note("choices", "must be 25 or fewer");
  for (const [at, choice] of choices.entries()) {
    text(note, `choices[${at}].name`, choice["name"], 1, 100);
    text(note, `choices[${at}].value`, choice["value"], 1, 100);
  }
  return problems;
}

function checkNonce(note: Note, nonce: unknown): void {
  if (typeof nonce === "string") text(note, "nonce", nonce, 1, 25);
  else if (nonce !== undefined && nonce !== null && !Number.isSafeInteger(nonce))
    note("nonce", "must be a text or a whole number");
}

function checkEmbeds(note: Note, embeds: readonly Body[]): void {
  if (embeds.length > 10) note("embeds", "must be 10 or fewer");
  let sum = 0;
  for (const [at, embed] of embeds.entries()) {
    const path = `embeds[${at}]`;
    const fields = list(embed["fields"]);
    sum += text(note, `${path}.title`, embed["title"], 0, 256);
    sum += text(note, `${path}.description`, embed["description"], 0, 4096);
    sum += text(note, `${path}.footer.text`, record(embed["footer"])["text"], 0, 2048);
    sum += text(note, `${path}.author.name`, record(embed["author"])["name"], 0, 256);
    if (fields.length > 25) note(`${path}.fields`, "must be 25 or fewer");
    for (const [index, field] of fields.entries()) {
      sum += text(note, `${path}.fields[${index}].name`, field["name"], 1, 256);
      sum += text(note, `${path}.fields[${index}].value`, field["value"], 1, 1024);
    }
    if (embed["url"] !== undefined) checkUrl(note, `${path}.url`, embed["url"], 2048);
    const colour = embed["color"];
    if (colour !== undefined && !(Number.isInteger(colour) && Number(colour) >= 0 && Number(colour) <= 0xffffff))
      note(`${path}.color`, "must be 0 to 16777215");
    if (embed["timestamp"] !== undefined && Number.isNaN(Date.parse(textOf(embed["timestamp"]))))
      note(`${path}.timestamp`, "must be an ISO 8601 date");
  }
  if (sum > 6000) note("embeds", `have ${sum} characters in all; 6000 are allowed`);
}

function checkMentions(note: Note, mentions: unknown): void {
  if (mentions === undefined) return;
  const { parse, roles, users } = record(mentions);
  const kinds = Array.isArray(parse) ? parse : [];
  for (const kind of kinds)
    if (!["roles", "users", "everyone"].includes(String(kind))) note("allowed_mentions.parse", `has ${String(kind)}`);
  if (kinds.includes("roles") && Array.isArray(roles) && roles.length > 0)
    note("allowed_mentions", "roles stand in parse and in the list");
  if (kinds.includes("users") && Array.isArray(users) && users.length > 0)
    note("allowed_mentions", "users stand in parse and in the list");
}

function checkFiles(note: Note, attachments: readonly Body[], files: readonly File[]): void {
  if (files.length > 10) note("files", "must be 10 or fewer");
  if (files.reduce((sum, { size }) => sum + size, 0) > 10 * 1024 * 1024) note("files", "are more than 10 MiB");
  for (const attachment of attachments) {
    const id = Number(attachment["id"]);
    if (attachment["id"] !== undefined && textOf(attachment["id"]).length < 17 && files[id] === undefined)
      note("attachments", `names the file ${id}, which is not there`);
    text(note, "attachments.description", attachment["description"], 0, 1024);
  }
}

function checkRows(note: Note, rows: readonly Body[]): void {
  if (rows.length > 5) note("components", "must be 5 rows or fewer");
  const ids = new Set<string>();
  for (const [at, row] of rows.entries()) {
    if (row["type"] === 1) checkRow(note, `components[${at}]`, row, ids);
    else note(`components[${at}]`, "must be a row");
  }
}

function checkRow(note: Note, path: string, row: Body, ids: Set<string>): void {
  const parts = list(row["components"]);
  if (parts.length < 1 || parts.length > 5) note(path, "must hold 1 to 5 parts");
  if (parts.length > 1 && parts.some((part) => part["type"] !== 2)) note(path, "a menu stands in a row of its own");
  for (const [at, part] of parts.entries()) {
    if (part["type"] === 2) checkButton(note, `${path}.components[${at}]`, part, ids);
    else checkField(note, `${path}.components[${at}]`, part);
  }
}

function checkButton(note: Note, path: string, button: Body, ids: Set<string>): void {
  text(note, `${path}.label`, button["label"], 0, 80);
  if (!button["label"] && button["emoji"] === undefined) note(path, "has neither label nor emoji");
  if (button["style"] === 5) {
    checkUrl(note, `${path}.url`, button["url"], 512);
    if (button["custom_id"] !== undefined) note(path, "a link has no custom id");
    return;
  }
  if (![1, 2, 3, 4].includes(Number(button["style"]))) note(`${path}.style`, "is unknown");
  if (button["url"] !== undefined) note(path, "only a link has an address");
  text(note, `${path}.custom_id`, button["custom_id"], 1, 100);
  const id = String(button["custom_id"]);
  if (ids.has(id)) note(`${path}.custom_id`, "stands there twice");
  ids.add(id);
}

// A text input or a menu.
function checkField(note: Note, path: string, field: Body): void {
  text(note, `${path}.custom_id`, field["custom_id"], 1, 100);
  if (field["type"] === 4) {
    text(note, `${path}.value`, field["value"], 0, 4000);
    text(note, `${path}.placeholder`, field["placeholder"], 0, 100);
    if (![1, 2].includes(Number(field["style"]))) note(`${path}.style`, "is unknown");
    if (Number(field["max_length"] ?? 1) > 4000) note(`${path}.max_length`, "must be 4000 or less");
    return;
  }
  if (![3, 5, 6, 7, 8].includes(Number(field["type"]))) return note(`${path}.type`, "is unknown");
  text(note, `${path}.placeholder`, field["placeholder"], 0, 150);
  const options = list(field["options"]);
  if (field["type"] === 3 && (options.length < 1 || options.length > 25)) note(`${path}.options`, "must be 1 to 25");
  for (const [at, option] of options.entries()) {
    text(note, `${path}.options[${at}].label`, option["label"], 1, 100);
    text(note, `${path}.options[${at}].value`, option["value"], 1, 100);
    text(note, `${path}.options[${at}].description`, option["description"], 0, 100);
  }
}

function checkV2(note: Note, components: readonly Body[]): void {
  const all = nested(components);
  if (all.length > 40) note("components", `are ${all.length}; 40 are allowed`);
  const characters = all.reduce((sum, part) => sum + textOf(part["content"]).length, 0);
  if (characters > 4000) note("components", `have ${characters} characters of text; 4000 are allowed`);
  const ids = new Set<string>();
  for (const [at, part] of all.entries()) {
    if (part["type"] === 2) checkButton(note, `components[${at}]`, part, ids);
    if (part["type"] === 10) text(note, `components[${at}].content`, part["content"], 1, 4000);
  }
}

function v2Bytes(components: readonly Body[]): number {
  return nested(components).reduce((sum, part) => sum + Buffer.byteLength(textOf(part["content"])), 0);
}

function nested(components: readonly Body[]): readonly Body[] {
  return components.flatMap((part) => [
    part,
    ...nested(list(part["components"])),
    ...(part["accessory"] === undefined ? [] : nested([record(part["accessory"])])),
  ]);
}

const nameForm = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

// Returns how many characters it counts for.
function checkOption(note: Note, path: string, option: Body, depth: number): number {
  const name = textOf(option["name"]);
  if (!nameForm.test(name) || name !== name.toLowerCase())
    note(`${path}.name`, "must be 1 to 32 letters in lower case");
  let size = name.length + text(note, `${path}.description`, option["description"], 1, 100);
  const options = list(option["options"]);
  if (options.length > 25) note(`${path}.options`, "must be 25 or fewer");
  if (depth > 2) note(path, "is too deep");
  const firstOptional = options.findIndex((one) => one["required"] !== true);
  if (firstOptional !== -1 && options.slice(firstOptional).some((one) => one["required"] === true))
    note(`${path}.options`, "what is required comes first");
  const choices = list(option["choices"]);
  if (choices.length > 0 && option["autocomplete"] === true) note(path, "has choices and suggestions");
  if (choices.length > 25) note(`${path}.choices`, "must be 25 or fewer");
  for (const choice of choices) {
    size += text(note, `${path}.choices.name`, choice["name"], 1, 100);
    size += String(choice["value"]).length;
  }
  for (const one of options) size += checkOption(note, `${path}.${String(one["name"])}`, one, depth + 1);
  return size;
}

function checkUrl(note: Note, path: string, url: unknown, most: number): void {
  const parsed = URL.parse(String(url));
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) note(path, "must be an http or https address");
  else if (String(url).length > most) note(path, `must be ${most} or fewer in length`);
}

function text(note: Note, path: string, value: unknown, least: number, most: number): number {
  if (value === undefined || value === null) {
    if (least > 0) note(path, "is required");
    return 0;
  }
  if (typeof value !== "string") {
    note(path, "must be a text");
    return 0;
  }
  const { length } = value.trim();
  if (length < least || value.length > most) note(path, `must be between ${least} and ${most} in length`);
  return length;
}

function list(value: unknown): readonly Body[] {
  return Array.isArray(value) ? value.map(record) : [];
}

function record(value: unknown): Body {
  return typeof value === "object" && value !== null ? (value as Body) : {};
}

function wellFormed(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return Object.values(value).every(wellFormed);
}
