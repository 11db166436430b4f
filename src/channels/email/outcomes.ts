import type { SendOutcome } from "../../model/delivery.ts";

/** What a failed attempt means. The server's own words may hold the address, so only its codes are passed on. */
export function outcomeOfError(error: unknown, isStopped: boolean): SendOutcome {
  if (isStopped) return { kind: "retry", reason: "regwatch was stopped while it was sending." };
  const { code, command, responseCode: status, response } = failureOf(error);
  const answer = status === 0 ? "" : ` (${[status, enhanced(response)].filter((part) => part !== "").join(" ")})`;
  if (code === "EAUTH") {
    return { kind: "retry", reason: `The mail server does not take the user and password of SMTP_URL${answer}.` };
  }
  // Relaying denied, a sign-in asked for, our address on a list: that is about us, not about whom it goes to.
  if (status === 530 || (status >= 500 && command === "RCPT TO" && enhanced(response).startsWith("5.7."))) {
    return { kind: "retry", reason: `The mail server does not take mails from here${answer}.` };
  }
  if (status >= 500 && command === "RCPT TO") {
    return { kind: "pause", reason: `The mail server refuses this address${answer}.` };
  }
  if (status >= 500 && command === "MAIL FROM") {
    return { kind: "retry", reason: `The mail server refuses SMTP_FROM as the sender${answer}.` };
  }
  if (status >= 500 && command === "DATA") {
    return { kind: "pause", reason: `The mail server refuses this mail${answer}.` };
  }
  if (status > 0) return { kind: "retry", reason: `The mail server cannot take it now${answer}.` };
  return { kind: "retry", reason: `The mail server gave no answer${/^E[A-Z]{2,20}$/.test(code) ? ` (${code})` : ""}.` };
}

function failureOf(error: unknown) {
  const { code, command, responseCode, response } = Object(error) as Readonly<Record<string, unknown>>;
  return {
    code: typeof code === "string" ? code : "",
    command: typeof command === "string" ? command : "",
    responseCode: typeof responseCode === "number" ? responseCode : 0,
    response: typeof response === "string" ? response : "",
  };
}

// RFC 3463: `550 5.1.1 No such user`.
function enhanced(response: string): string {
  return /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? "";
}
