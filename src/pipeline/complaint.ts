import { z } from "zod";
import { probablyMeant } from "../model/nearest.ts";

/** What is wrong with a value, and where: a message for people, without the field's name. */
export interface Complaint {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** A validation error in plain words, one complaint for each field. `schema` is what the value was checked against. */
export function complaints(error: z.ZodError, schema: z.ZodType): readonly Complaint[] {
  return error.issues.flatMap((issue) => complain(issue, schema));
}

/** ` Did you mean "schedule"?`, or nothing where no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const meant = probablyMeant(word, known);
  return meant === null ? "" : ` Did you mean "${meant}"?`;
}

function complain(issue: z.core.$ZodIssue, schema: z.ZodType): readonly Complaint[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schema, path);
    return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(key, known) }));
  }
  if (issue.code === "invalid_union") {
    // The form that the value comes closest to is the one whose objections lie deepest.
    const [nearest] = issue.errors.toSorted((a, b) => depth(b) - depth(a));
    if (nearest && depth(nearest) > 0) {
      return nearest.flatMap((inner) => complain({ ...inner, path: [...path, ...inner.path] }, schema));
    }
    const forms = issue.errors.flatMap(([inner]) => (inner?.code === "invalid_type" ? [typeWord(inner.expected)] : []));
    return [{ path, message: `must be ${[...new Set(forms)].join(" or ")}, not ${valueWord(issue.input)}.` }];
  }
  return [{ path, message: wording(issue) }];
}

function wording(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return `is missing; it must be ${typeWord(issue.expected)}.`;
      return `must be ${typeWord(issue.expected)}, not ${valueWord(issue.input)}.`;
    case "invalid_value": {
      const values = issue.values.map(String);
      return `must be ${values.join(" or ")}, not ${valueWord(issue.input)}.${didYouMean(String(issue.input), values)}`;
    }
    case "too_small":
      return Number(issue.minimum) === 1 && issue.origin !== "number"
        ? "must not be empty."
        : `must be ${issue.minimum} or more.`;
    case "too_big":
      return `must be ${issue.maximum} or less.`;
    case "invalid_format":
      if (issue.format === "url")
        return `must be an address such as https://example.com, not ${valueWord(issue.input)}.`;
      return `${issue.message.replace(/\.$/, "")}, not ${valueWord(issue.input)}.`;
    default:
      return `${issue.message.replace(/\.$/, "")}.`;
  }
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = didYouMean(key, known);
  return `is not a field here.${near === "" ? ` The fields are ${known.join(", ")}.` : near}`;
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}

interface Described {
  readonly properties?: Readonly<Record<string, Described>>;
  readonly items?: Described;
}

function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const whole = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Described;
  const at = path.reduce<Described | undefined>(
    (described, step) => (typeof step === "number" ? described?.items : described?.properties?.[String(step)]),
    whole,
  );
  return Object.keys(at?.properties ?? {});
}

function typeWord(expected: string): string {
  const words: Readonly<Record<string, string>> = {
    string: "text",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    array: "a list",
    object: "a set of fields",
    record: "a set of fields",
  };
  return words[expected] ?? expected;
}

function valueWord(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a set of fields";
  return typeof value === "string" ? `"${value.slice(0, 60)}"` : JSON.stringify(value);
}
