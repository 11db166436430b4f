/** One line of `doctor`. `advice` is no fault, but worth a thought. */
export interface Finding {
  readonly ok: boolean;
  readonly text: string;
  readonly advice?: true;
}

export function well(text: string): Finding {
  return { ok: true, text };
}

export function wrong(text: string): Finding {
  return { ok: false, text };
}

export function advice(text: string): Finding {
  return { ok: true, text, advice: true };
}
