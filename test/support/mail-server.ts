import { once } from "node:events";
import type { AddressInfo } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

/** What the server does with the next mail: at which step it stops it, and with which code; `lost` takes it and never answers. */
export type MailFault = { readonly at: "MAIL" | "RCPT" | "DATA"; readonly code: number } | "lost";

/** A mail as it arrived, and as a reader's program understands it. */
export interface ReceivedMail {
  readonly raw: string;
  readonly to: readonly string[];
  readonly mail: Email;
}

/** A mail server on loopback that keeps what it takes and fails on demand. */
export interface MailServerDouble {
  readonly url: string;
  readonly received: ReceivedMail[];
  script(...faults: readonly MailFault[]): void;
  close(): Promise<void>;
}

export async function startMailServer(password: string | null = null): Promise<MailServerDouble> {
  const received: ReceivedMail[] = [];
  const faults: MailFault[] = [];
  const server = new SMTPServer({
    disabledCommands: password === null ? ["STARTTLS", "AUTH"] : ["STARTTLS"],
    allowInsecureAuth: true,
    authOptional: password === null,
    logger: false,
    onAuth: ({ password: given }, _session, done) =>
      given === password ? done(null, { user: "u" }) : done(failure(535)),
    onMailFrom: (_address, _session, done) => done(strike("MAIL")),
    onRcptTo: (_address, _session, done) => done(strike("RCPT")),
    onData(stream, session, done) {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk as Buffer);
        const refused = strike("DATA");
        if (refused) return done(refused);
        const raw = Buffer.concat(chunks);
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ raw: raw.toString("utf8"), to, mail: await PostalMime.parse(raw) });
        if (faults[0] !== "lost") return done();
        faults.shift();
        cut();
      })();
    },
  });
  server.on("error", () => {});
  const sockets = new Set<{ destroy(): void }>();
  server.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  const login = password === null ? "" : `u:${password}@`;

  function strike(at: "MAIL" | "RCPT" | "DATA"): Error | null {
    const [fault] = faults;
    if (fault === undefined || fault === "lost" || fault.at !== at) return null;
    faults.shift();
    return failure(fault.code);
  }

  function cut(): void {
    for (const socket of sockets) socket.destroy();
  }

  return {
    url: `smtp://${login}127.0.0.1:${port}`,
    received,
    script: (...more) => void faults.push(...more),
    async close() {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function failure(responseCode: number): Error {
  return Object.assign(new Error(`${String(responseCode)[0]}.1.1 for ada.lovelace@example.org`), { responseCode });
}
