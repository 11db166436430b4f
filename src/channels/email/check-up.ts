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
    return { ok: false, text: `E-mail: ${host} cannot be used${why === "" ? "" : ` (${why})`}; check SMTP_URL.` };
  }
}
