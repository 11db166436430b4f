/**
 * The same value, with what PostgreSQL cannot keep in text (NUL, halves of surrogate pairs) replaced by U+FFFD. Values without such
 * characters come back as they are.
 */
export function wellFormed<Value>(value: Value): Value {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined || !/\\u0000|\\ud[89a-f]/i.test(text)) return value;
  return JSON.parse(text, (_key, inner: unknown) => (typeof inner === "string" ? repaired(inner) : inner)) as Value;
}

function repaired(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}
