import { sha256 } from "../../lib/hash.ts";

/** What Discord knows a message by for some minutes (`nonce`, at most 25 characters), and we for good (`reference`, in its footer). */
export interface Marker {
  readonly nonce: string;
  readonly reference: string;
}

/** The same for every attempt at one message. `part` tells apart what one delivery makes besides its message. */
export function markerOf(deliveryId: string, part = ""): Marker {
  const hash = sha256(`regwatch discord ${deliveryId} ${part}`);
  return { nonce: hash.slice(0, 25), reference: hash.slice(0, 12) };
}
