import { ComponentType, TextInputStyle, type APIModalInteractionResponseCallbackData } from "discord.js";
import { decisions, type Decision } from "../../model/standing.ts";
import { significances } from "../../model/significance.ts";
import { customId } from "./buttons.ts";

type Modal = APIModalInteractionResponseCallbackData;

/** Asks what was decided about an alert, by whom it is owned, until when, and why. */
export function acknowledgeForm(deliveryId: string): Modal {
  return {
    title: "Acknowledge",
    custom_id: customId("ack", deliveryId),
    components: [
      label("What was decided?", {
        type: ComponentType.StringSelect,
        custom_id: "decision",
        options: decisions.map((value) => ({ label: decisionWords[value], value })),
      }),
      label("Who takes care of it?", field("owner", TextInputStyle.Short, 200)),
      label("Until when?", field("until", TextInputStyle.Short, 100)),
      label("Note", field("note", TextInputStyle.Paragraph, 1000)),
    ],
  };
}

/** Room for a query that is longer than an option likes. `given` are the options that were given beside it. */
export function watchForm(given: Readonly<Record<string, string>>): Modal {
  return {
    title: "What is to be watched?",
    custom_id: "form",
    components: [
      label(
        "Query",
        {
          type: ComponentType.TextInput,
          custom_id: "query",
          style: TextInputStyle.Paragraph,
          max_length: 4000,
          required: true,
          placeholder: 'topic:ai-chips AND ("remote access" OR cfr:"15 CFR 744") NOT kind:first-seen',
        },
        'Words, "phrases", AND, OR, NOT, and topic: feed: agency: bill: cfr: docket:',
      ),
      label("When", {
        ...field("when", TextInputStyle.Short, 100),
        ...(given["when"] !== undefined && { value: given["when"] }),
        placeholder: "At once if empty; or weekly mon 08:00 America/New_York",
      }),
      label("The least that is told", {
        type: ComponentType.StringSelect,
        custom_id: "min",
        required: false,
        options: significances.map((value) => ({
          label: value,
          value,
          default: value === (given["min"] ?? "editorial"),
        })),
      }),
    ],
  };
}

export function isDecision(text: string): text is Decision {
  return (decisions as readonly string[]).includes(text);
}

const decisionWords: Readonly<Record<Decision, string>> = {
  "no-impact": "No impact",
  "action-needed": "Action needed",
  escalated: "Escalated",
};

function field(id: string, style: TextInputStyle, longest: number) {
  return { type: ComponentType.TextInput, custom_id: id, style, max_length: longest, required: false } as const;
}

function label(label: string, component: unknown, description?: string): Modal["components"][number] {
  return { type: ComponentType.Label, label, ...(description !== undefined && { description }), component } as never;
}
