import { z } from "zod";

/*
 * What Slack takes in blocks, messages and views. Written from Slack's documentation and its published types, independently of what
 * regwatch renders. https://docs.slack.dev/reference/block-kit
 */

const plain = (most: number) =>
  z.strictObject({ type: z.literal("plain_text"), text: z.string().min(1).max(most), emoji: z.boolean().optional() });
const mrkdwn = (most: number) =>
  z.strictObject({ type: z.literal("mrkdwn"), text: z.string().min(1).max(most), verbatim: z.boolean().optional() });
const either = (most: number) => z.discriminatedUnion("type", [plain(most), mrkdwn(most)]);
const webUrl = z
  .string()
  .max(3000)
  .regex(/^https?:\/\/[^\s<>|]+$/);
const blockId = z.string().min(1).max(255).optional();
const actionId = z.string().min(1).max(255).optional();
const confirm = z.strictObject({
  title: plain(100),
  text: either(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(["primary", "danger"]).optional(),
});
const option = z.strictObject({
  text: either(75),
  value: z.string().min(1).max(150),
  description: plain(75).optional(),
  url: webUrl.optional(),
});

const button = z.strictObject({
  type: z.literal("button"),
  text: plain(75),
  action_id: actionId,
  url: webUrl.optional(),
  value: z.string().min(1).max(2000).optional(),
  style: z.enum(["primary", "danger"]).optional(),
  confirm: confirm.optional(),
  accessibility_label: z.string().min(1).max(75).optional(),
});
const selectParts = { action_id: actionId, placeholder: plain(150).optional(), confirm: confirm.optional() };
const staticSelect = z.strictObject({
  type: z.literal("static_select"),
  ...selectParts,
  options: z.array(option).min(1).max(100),
  initial_option: option.optional(),
});
const multiSelect = z.strictObject({
  type: z.literal("multi_static_select"),
  ...selectParts,
  options: z.array(option).min(1).max(100),
  initial_options: z.array(option).min(1).max(100).optional(),
  max_selected_items: z.number().int().min(1).optional(),
});
const conversationsSelect = z.strictObject({
  type: z.literal("conversations_select"),
  ...selectParts,
  initial_conversation: z.string().optional(),
  default_to_current_conversation: z.boolean().optional(),
  response_url_enabled: z.boolean().optional(),
  filter: z.looseObject({}).optional(),
});
const overflow = z.strictObject({
  type: z.literal("overflow"),
  action_id: actionId,
  options: z.array(option).min(1).max(5),
  confirm: confirm.optional(),
});
const radio = z.strictObject({
  type: z.literal("radio_buttons"),
  action_id: actionId,
  options: z.array(option).min(1).max(10),
  initial_option: option.optional(),
});
const checkboxes = z.strictObject({
  type: z.literal("checkboxes"),
  action_id: actionId,
  options: z.array(option).min(1).max(10),
  initial_options: z.array(option).min(1).optional(),
});
const datepicker = z.strictObject({
  type: z.literal("datepicker"),
  action_id: actionId,
  placeholder: plain(150).optional(),
  initial_date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
});
const textInput = z.strictObject({
  type: z.literal("plain_text_input"),
  action_id: actionId,
  placeholder: plain(150).optional(),
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.number().int().min(0).max(3000).optional(),
  max_length: z.number().int().min(1).max(3000).optional(),
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(["on_enter_pressed", "on_character_entered"])).min(1) })
    .optional(),
});
const image = z.strictObject({
  type: z.literal("image"),
  image_url: webUrl,
  alt_text: z.string().min(1).max(2000),
});
const inputElement = z.discriminatedUnion("type", [
  textInput,
  staticSelect,
  multiSelect,
  conversationsSelect,
  radio,
  checkboxes,
  datepicker,
]);
const actionElement = z.discriminatedUnion("type", [
  button,
  staticSelect,
  multiSelect,
  conversationsSelect,
  overflow,
  radio,
  checkboxes,
  datepicker,
]);

const style = z.strictObject({
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  strike: z.boolean().optional(),
  code: z.boolean().optional(),
});
const richElement = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: z.string().min(1), style: style.optional() }),
  z.strictObject({
    type: z.literal("link"),
    url: webUrl,
    text: z.string().min(1).optional(),
    style: style.optional(),
    unsafe: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal("emoji"),
    name: z.string().regex(/^[a-z0-9_+-]+$/),
    unicode: z.string().optional(),
  }),
  z.strictObject({ type: z.literal("user"), user_id: z.string().regex(/^[UW]/) }),
  z.strictObject({ type: z.literal("channel"), channel_id: z.string().regex(/^C/) }),
  z.strictObject({ type: z.literal("usergroup"), usergroup_id: z.string() }),
  z.strictObject({ type: z.literal("broadcast"), range: z.enum(["here", "channel", "everyone"]) }),
  z.strictObject({
    type: z.literal("date"),
    timestamp: z.number(),
    format: z.string(),
    fallback: z.string().optional(),
  }),
]);
const richSection = z.strictObject({ type: z.literal("rich_text_section"), elements: z.array(richElement).min(1) });
const richPart = z.discriminatedUnion("type", [
  richSection,
  z.strictObject({
    type: z.literal("rich_text_list"),
    style: z.enum(["bullet", "ordered"]),
    indent: z.number().int().min(0).max(8).optional(),
    border: z.number().optional(),
    elements: z.array(richSection).min(1),
  }),
  z.strictObject({
    type: z.literal("rich_text_quote"),
    border: z.number().optional(),
    elements: z.array(richElement).min(1),
  }),
  z.strictObject({
    type: z.literal("rich_text_preformatted"),
    border: z.number().optional(),
    elements: z.array(richElement).min(1),
  }),
]);

const block = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("divider"), block_id: blockId }),
  z.strictObject({ type: z.literal("header"), block_id: blockId, text: plain(150) }),
  z
    .strictObject({
      type: z.literal("section"),
      block_id: blockId,
      text: either(3000).optional(),
      fields: z.array(either(2000)).min(1).max(10).optional(),
      accessory: z.discriminatedUnion("type", [...actionElement.options, image]).optional(),
      expand: z.boolean().optional(),
    })
    .refine(({ text, fields }) => text !== undefined || fields !== undefined, "a section needs text or fields"),
  z.strictObject({
    type: z.literal("context"),
    block_id: blockId,
    elements: z
      .array(z.discriminatedUnion("type", [plain(2000), mrkdwn(2000), image]))
      .min(1)
      .max(10),
  }),
  z.strictObject({ type: z.literal("actions"), block_id: blockId, elements: z.array(actionElement).min(1).max(25) }),
  z.strictObject({ type: z.literal("rich_text"), block_id: blockId, elements: z.array(richPart).min(1) }),
  z.strictObject({
    type: z.literal("input"),
    block_id: blockId,
    label: plain(2000),
    hint: plain(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    element: inputElement,
  }),
]);
export type SlackBlock = z.infer<typeof block>;

const view = z.strictObject({
  type: z.enum(["modal", "home"]),
  title: plain(24).optional(),
  submit: plain(24).optional(),
  close: plain(24).optional(),
  blocks: z.array(block).max(100),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
});

/** Characters of text after which Slack answers `msg_blocks_too_long`. It is undocumented; reports begin at 11,341. */
const textOfAMessage = 11_000;

/** What Slack would answer to these blocks of a message: an error name and why, or null. */
export function refusalOfBlocks(blocks: unknown): { readonly error: string; readonly why: string } | null {
  if (!Array.isArray(blocks)) return { error: "invalid_blocks_format", why: "blocks is not a list" };
  if (blocks.length > 50) return { error: "invalid_blocks", why: `${blocks.length} blocks; at most 50` };
  const parsed = z.array(block).safeParse(blocks);
  if (!parsed.success) return { error: "invalid_blocks", why: z.prettifyError(parsed.error) };
  if (parsed.data.some(({ type }) => type === "input")) return { error: "invalid_blocks", why: "input in a message" };
  const twice = repeated(parsed.data);
  if (twice !== null) return { error: "invalid_blocks", why: twice };
  const length = textLength(parsed.data);
  if (length > textOfAMessage) return { error: "msg_blocks_too_long", why: `${length} characters of text` };
  return null;
}

/** What Slack would answer to a view, or null. */
export function refusalOfView(given: unknown): string | null {
  const parsed = view.safeParse(given);
  if (!parsed.success) return z.prettifyError(parsed.error);
  const { type, title, submit, blocks } = parsed.data;
  if (type === "modal" && title === undefined) return "a modal needs a title";
  if (type === "home" && (title !== undefined || submit !== undefined)) return "a home has no title and no submit";
  if (type === "modal" && submit === undefined && blocks.some((block) => block.type === "input")) {
    return "a modal with inputs needs submit";
  }
  return repeated(blocks);
}

function repeated(blocks: readonly SlackBlock[]): string | null {
  const blockIds = blocks.flatMap(({ block_id }) => (block_id === undefined ? [] : [block_id]));
  if (new Set(blockIds).size !== blockIds.length) return "a block_id stands twice";
  for (const block of blocks) {
    if (block.type !== "actions") continue;
    const ids = block.elements.flatMap(({ action_id }) => (action_id === undefined ? [] : [action_id]));
    if (new Set(ids).size !== ids.length) return "an action_id stands twice in a block";
  }
  return null;
}

/** Characters in everything that people read. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, inner) => sum + textLength(inner), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) => sum + (key === "text" && typeof inner === "string" ? inner.length : textLength(inner)),
    0,
  );
}
