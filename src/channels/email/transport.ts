import { getCACertificates } from "node:tls";
import type { MailServer } from "./server.ts";

/** Connections to a mail server, one for each mail. A password never travels unencrypted beyond this machine. */
export async function openTransport({ url }: MailServer, extraCa: string | null) {
  const { createTransport } = await import("nodemailer");
  const { protocol, hostname, port, username, password } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  const isSecure = protocol === "smtps:";
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);
  const auth =
    username === "" ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } };
  return createTransport({
    host,
    port: port === "" ? (isSecure ? 465 : 587) : Number(port),
    secure: isSecure,
    ...auth,
    requireTLS: !isSecure && username !== "" && !isHere,
    // A server on this machine rarely has a certificate that anybody signed.
    ...(isHere ? { tls: { rejectUnauthorized: false } } : {}),
    ...(extraCa === null || isHere ? {} : { tls: { ca: [...getCACertificates("default"), extraCa] } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    dnsTimeout: 10_000,
    socketCloseTimeout: 1000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

export type MailTransport = Awaited<ReturnType<typeof openTransport>>;
