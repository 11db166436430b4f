/** The same reading, done once for each answer as long as the answer lives: many documents are read out of one list. */
export function remembered<Answer extends object, Value>(read: (answer: Answer) => Value): (answer: Answer) => Value {
  const known = new WeakMap<Answer, { readonly value: Value }>();
  return (answer) => {
    const before = known.get(answer);
    if (before !== undefined) return before.value;
    const value = read(answer);
    known.set(answer, { value });
    return value;
  };
}
