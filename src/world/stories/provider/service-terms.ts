import { easternTime } from "../../federal-register/document.ts";
import type { ProviderPage } from "../../provider/page.ts";

const before = `
  # Harbour Cloud Service Terms
  Last updated: January 15, 2026
  # 1. Universal terms
  1.1. These Service Terms govern your use of the Services. Capitalised terms have the meaning given in the Harbour Cloud Customer Agreement.
  1.2. You will not move Your Content outside the Region you select except as the Documentation describes.
  1.3. We may change these Service Terms as section 9 of the Agreement describes.
  # 2. Accelerated computing
  2.1. Accelerated Instances are made available in the Regions listed in the Documentation.
  2.2. You will not give access to Accelerated Instances, directly or through another provider, to:
  - a person located in a Restricted Territory; or
  - an entity more than 50% owned by such a person.
  2.3. You will keep records of the end users of Accelerated Instances for three years and give them to us on request.
  2.4. We may suspend your access to Accelerated Instances on 30 days' notice if we reasonably believe that you do not comply with section 2.2.
  # 3. Managed models
  3.1. You may not use the output of Managed Models to develop models that compete with them.
  3.2. Managed Models are not available to customers whose account is registered in a Restricted Territory.`;

/** The edit: no word of it in the "Last updated" line. */
const after = before
  .replace(
    "- an entity more than 50% owned by such a person.",
    "- an entity more than 50% owned by such a person; or\n  - an entity whose ultimate parent has its headquarters in a Restricted Territory, wherever it is located.",
  )
  .replace("a person located in a Restricted Territory; or", "a person located in a Restricted Territory;")
  .replace("for three years", "for five years")
  .replace("on 30 days' notice", "without notice");

/** A provider's terms, edited on a Tuesday evening without a new date. Invented, as is the provider. */
export const serviceTerms: ProviderPage = {
  path: "/service-terms/",
  title: "Service Terms - Harbour Cloud",
  versions: [{ text: before }, { from: easternTime("2026-03-10", "20:10"), text: after }],
};
