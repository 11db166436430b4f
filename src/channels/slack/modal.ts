import type { InputBlock, ModalView, PlainTextInput, PlainTextOption, StaticSelect } from "@slack/types";
import { z } from "zod";
import { plain } from "./rich.ts";

/** Where a modal was opened from: it comes back with it. */
export const origin = z.object({
  team: z.string(),
  channel: z.string(),
  channelName: z.string(),
  deliveryId: z.string().optional(),
  subscriptionId: z.string().optional(),
  zone: z.string().optional(),
});
export type Origin = z.infer<typeof origin>;

export function readOrigin(metadata: string): Origin | null {
  try {
    return origin.parse(JSON.parse(metadata));
  } catch {
    return null;
  }
}

export function modal(
  callbackId: string,
  title: string,
  submit: string,
  from: Origin,
  blocks: ModalView["blocks"],
): ModalView {
  return {
    type: "modal",
    callback_id: callbackId,
    title: plain(title, 24),
    submit: plain(submit, 24),
    close: plain("Cancel", 24),
    private_metadata: JSON.stringify(from),
    blocks,
  };
}

/** An input; its block and its action are called the same. */
export function input(
  id: string,
  label: string,
  element: InputBlock["element"],
  more: Partial<Pick<InputBlock, "optional" | "dispatch_action" | "hint">> = {},
): InputBlock {
  return {
    type: "input",
    block_id: id,
    label: plain(label, 2000),
    element: { ...element, action_id: id },
    ...more,
  };
}

export function textInput(
  parts: {
    readonly initial?: string;
    readonly placeholder?: string;
    readonly multiline?: boolean;
    readonly most?: number;
  } = {},
): PlainTextInput {
  const { initial, placeholder, multiline, most = 500 } = parts;
  return {
    type: "plain_text_input",
    max_length: most,
    ...(initial && { initial_value: initial.slice(0, most) }),
    ...(placeholder && { placeholder: plain(placeholder, 150) }),
    ...(multiline && { multiline }),
  };
}

export function select(options: readonly PlainTextOption[], initial: string): StaticSelect {
  const first = options.find(({ value }) => value === initial) ?? options[0];
  return { type: "static_select", options: [...options], ...(first && { initial_option: first }) };
}

export function option(value: string, label: string): PlainTextOption {
  return { text: plain(label, 75), value: value.slice(0, 150) };
}

/** What people filled in, by the input's name. */
export interface Filled {
  one(id: string): string | null;
  many(id: string): readonly string[];
}

const element = z.looseObject({
  value: z.string().nullish(),
  selected_option: z.looseObject({ value: z.string() }).nullish(),
  selected_options: z.array(z.looseObject({ value: z.string() })).nullish(),
  selected_date: z.string().nullish(),
  selected_conversation: z.string().nullish(),
});
const state = z.record(z.string(), z.record(z.string(), element));

/** Reads the state of a view as Slack sends it. */
export function readFilled(values: unknown): Filled {
  const read = state.safeParse(values);
  const found = new Map(read.success ? Object.values(read.data).flatMap((block) => Object.entries(block)) : []);
  return {
    one(id) {
      const given = found.get(id);
      return (
        given?.value ?? given?.selected_option?.value ?? given?.selected_date ?? given?.selected_conversation ?? null
      );
    },
    many: (id) => found.get(id)?.selected_options?.map(({ value }) => value) ?? [],
  };
}
