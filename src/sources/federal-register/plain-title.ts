import { withoutEntities } from "../../snapshots/entities.ts";

/** A field of the API as plain text on one line: markup such as `SO<INF>2</INF>` and entities resolved. Null for nothing. */
export function plainTitle(text: string | null | undefined): string | null {
  const plain = withoutEntities((text ?? "").replaceAll(/<\/?[a-z][^<>]{0,100}>/gi, ""))
    .replaceAll(/[\s\u00A0]+/g, " ")
    .trim();
  return plain === "" ? null : plain;
}
