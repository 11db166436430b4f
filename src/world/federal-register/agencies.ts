/** An agency as the API writes it in its own list; documents repeat it with the name as printed. */
export interface Agency {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  /** As printed at the head of a document. */
  readonly printed: string;
  readonly parent: number | null;
}

const known: readonly Agency[] = [
  agency(54, "commerce-department", "Commerce Department", "DEPARTMENT OF COMMERCE"),
  agency(241, "industry-and-security-bureau", "Industry and Security Bureau", "Bureau of Industry and Security", 54),
  agency(
    261,
    "international-trade-administration",
    "International Trade Administration",
    "International Trade Administration",
    54,
  ),
  agency(497, "treasury-department", "Treasury Department", "DEPARTMENT OF THE TREASURY"),
  agency(
    203,
    "foreign-assets-control-office",
    "Foreign Assets Control Office",
    "Office of Foreign Assets Control",
    497,
  ),
  agency(
    538,
    "executive-office-of-the-president",
    "Executive Office of the President",
    "EXECUTIVE OFFICE OF THE PRESIDENT",
  ),
  agency(145, "environmental-protection-agency", "Environmental Protection Agency", "ENVIRONMENTAL PROTECTION AGENCY"),
  agency(
    161,
    "federal-communications-commission",
    "Federal Communications Commission",
    "FEDERAL COMMUNICATIONS COMMISSION",
  ),
  agency(103, "defense-department", "Defense Department", "DEPARTMENT OF DEFENSE"),
];

export function agencyBySlug(slug: string): Agency {
  const found = known.find((each) => each.slug === slug);
  if (found === undefined) throw new RangeError(`The story names an agency the world does not know: ${slug}`);
  return found;
}

export function agencyByPrintedName(printed: string): Agency | undefined {
  return known.find((each) => each.printed.toLowerCase() === printed.toLowerCase());
}

export function agencyById(id: number): Agency | undefined {
  return known.find((each) => each.id === id);
}

/** As a document carries it. */
export function agencyReference(each: Agency, host: string): Record<string, unknown> {
  return {
    raw_name: each.printed,
    name: each.name,
    id: each.id,
    url: `${host}/agencies/${each.slug}`,
    json_url: `${host}/api/v1/agencies/${each.id}`,
    parent_id: each.parent,
    slug: each.slug,
  };
}

/** As the list of agencies has it. */
export function agencyRecord(each: Agency, host: string): Record<string, unknown> {
  return {
    agency_url: null,
    child_ids: known.filter((other) => other.parent === each.id).map((other) => other.id),
    child_slugs: known.filter((other) => other.parent === each.id).map((other) => other.slug),
    description: null,
    id: each.id,
    json_url: `${host}/api/v1/agencies/${each.id}`,
    logo: null,
    name: each.name,
    parent_id: each.parent,
    recent_articles_url: `${host}/api/v1/documents.json?conditions%5Bagencies%5D%5B%5D=${each.slug}&order=newest`,
    short_name: null,
    slug: each.slug,
    url: `${host}/agencies/${each.slug}`,
  };
}

export function allAgencies(): readonly Agency[] {
  return known;
}

function agency(id: number, slug: string, name: string, printed: string, parent: number | null = null): Agency {
  return { id, slug, name, printed, parent };
}
