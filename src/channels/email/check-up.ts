import { isLoopbackLink } from "../links.ts";
import type { MailServer } from "./server.ts";
import { openTransport } from "./transport.ts";

/** Whether the mail server answers, and takes our user and password. */
export async function checkUpMail(
  server: MailServer | null,
  extraCa: string | null,
  publicUrl: string,
): Promise<{ readonly ok: boolean; readonly text: string }> {
  if (server === null) return { ok: true, text: "E-mail: no server is set (SMTP_URL, SMTP_FROM)." };
  const { host } = new URL(server.url);
  try {
    const transport = await openTransport(server, extraCa);
    await transport.verify();
    const links = isLoopbackLink(publicUrl) ? ` Links in them lead to ${publicUrl}: set REGWATCH_PUBLIC_URL.` : "";
    return { ok: true, text: `E-mail: ${host} answers, and mails come from ${server.from}.${links}` };
  } catch (error) {
    const { code, responseCode } = Object(error) as Readonly<Record<string, unknown>>;
    if (code === "EAUTH") {
      return { ok: false, text: `E-mail: ${host} does not take the user and password of SMTP_URL.` };
    }
    const why = [code, responseCode]
      .flatMap((part) => (typeof part === "string" || typeof part === "number" ? [part] : []))
      .join(" ");
    const { message } = Object(error) as { readonly message?: unknown };
    const hint = hintFor(server.url, code, String(message));
    return { ok: false, text: `E-mail: ${host} cannot be used${why === "" ? "" : ` (${why})`}; ${hint}` };
  }
}

// Ports 587 and 25 begin in the clear and go on with STARTTLS; 465 begins with TLS.
function hintFor(url: string, code: unknown, message: string): string {
  if (/wrong version number|packet length too long|http request/i.test(message)) {
    return "it does not begin with TLS there: use smtp:// (port 587 as a rule).";
  }
  if (/certificate/i.test(message))
    return "its certificate is not trusted here: name its authority in NODE_EXTRA_CA_CERTS.";
  if (/greeting/i.test(message) && url.startsWith("smtp:"))
    return "it may begin with TLS there: use smtps:// (port 465 as a rule).";
  if (code === "ECONNECTION" || code === "ETIMEDOUT" || /ECONNREFUSED/.test(message)) {
    return "is the port in SMTP_URL right, and open from here? Many providers close 25; use 587 or 465.";
  }
  return "check SMTP_URL.";
}
