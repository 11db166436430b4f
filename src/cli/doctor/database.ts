/** What to do about an error of PostgreSQL or of the way to it; empty where its message says all. */
export function databaseHint(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = "code" in cause && typeof cause.code === "string" ? cause.code : codeOfMany(cause);
    const hint = hints[code];
    if (hint !== undefined) return ` — ${hint}`;
  }
  return "";
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const hints: Readonly<Record<string, string>> = {
  "28P01": "The password in DATABASE_URL is wrong, or has a character that must be percent-encoded.",
  "28000": "The server does not let this user in from here: see its pg_hba.conf.",
  "3D000": "Make the database: createdb --encoding=UTF8 --template=template0 <name>",
  "42501":
    "The user must own the database, or: grant create on database <name> to <user>; grant all on schema public to <user>.",
  "53300": "The server has no connection left: raise its max_connections, or end processes.",
  "57P03": "The server is starting; try again in a moment.",
  ECONNREFUSED: "Is the server running, and does it listen at that address and port?",
  ENOTFOUND: "The host in DATABASE_URL is not known here.",
  EAI_AGAIN: "The host in DATABASE_URL is not known here.",
  ETIMEDOUT: "Nothing answers there: a firewall, or the wrong address.",
  DEPTH_ZERO_SELF_SIGNED_CERT:
    "Name the authority of the server's certificate in NODE_EXTRA_CA_CERTS, and start with it set.",
  SELF_SIGNED_CERT_IN_CHAIN:
    "Name the authority of the server's certificate in NODE_EXTRA_CA_CERTS, and start with it set.",
};

// Several addresses tried in vain.
function codeOfMany(error: Error): string {
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error && "code" in first ? String(first.code) : "";
}
