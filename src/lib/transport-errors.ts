import { errors } from "undici";
import { LimitError, RegwatchError, UnreachableError } from "../model/errors.ts";

/** Says in a person's words why `host` could not be asked. Errors of ours pass through; what is unknown is unreachable too. */
export function transportError(error: unknown, host: string): RegwatchError {
  if (error instanceof RegwatchError) return error;
  const code = codeOf(error);
  const proxyStatus = /Proxy response \((\d+)\)|Proxy Authentication Required \((407)\)/.exec(messageOf(error));
  if (proxyStatus !== null) {
    const status = proxyStatus[1] ?? proxyStatus[2];
    return new UnreachableError(`The proxy refused the way to ${host} with status ${status}. Check HTTPS_PROXY.`);
  }
  if (code === "UND_ERR_HEADERS_OVERFLOW") return new LimitError(`${host} answered with too many headers.`);
  return new UnreachableError(`${host} ${reasons[code] ?? certificateReason(code) ?? otherReason(error, code)}`);
}

/** True if the connection was lost before an answer: safe to ask once more, and common on kept-open connections. */
export function isReset(error: unknown): boolean {
  return ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"].includes(codeOf(error));
}

/** True if the connection was lost within an answer, or the answer was shorter than announced. */
export function isBrokenOff(error: unknown): boolean {
  return isReset(error) || codeOf(error) === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH" || codeOf(error).startsWith("HPE_");
}

const closed = "closed the connection without an answer.";
const offline = "cannot be reached from here. Is this machine online?";
const slow = "did not answer in time.";

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: "could not be found (DNS). Is this machine online?",
  ENODATA: "could not be found (DNS). Is this machine online?",
  EAI_AGAIN: "could not be looked up (DNS does not answer). Is this machine online?",
  ECONNREFUSED: "refused the connection.",
  ECONNRESET: closed,
  EPIPE: closed,
  UND_ERR_SOCKET: closed,
  EHOSTUNREACH: offline,
  ENETUNREACH: offline,
  ENETDOWN: offline,
  EADDRNOTAVAIL: offline,
  ETIMEDOUT: "did not accept a connection in time.",
  UND_ERR_CONNECT_TIMEOUT: "did not accept a connection in time.",
  UND_ERR_HEADERS_TIMEOUT: slow,
  UND_ERR_BODY_TIMEOUT: "stopped sending in the middle of its answer.",
  UND_ERR_PRX_TLS: "cannot be reached: the proxy's certificate does not fit its name.",
  UND_ERR_PRX_CONN: "cannot be reached: the proxy closed the connection.",
};

function certificateReason(code: string): string | undefined {
  if (code === "CERT_HAS_EXPIRED") return "shows a certificate that has expired.";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "shows a certificate for another name.";
  if (/CERT|SIGNATURE|ISSUER/.test(code)) {
    return `shows a certificate that is not trusted here (${code}). If your network has its own authority, set NODE_EXTRA_CA_CERTS.`;
  }
  return undefined;
}

function otherReason(error: unknown, code: string): string {
  if (code.startsWith("HPE_")) return "answered with something that is not HTTP.";
  return `could not be asked: ${code || messageOf(error)}.`;
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  // Several addresses tried in vain: the first failure stands for all.
  if (error instanceof AggregateError && !("code" in error)) return codeOf(error.errors[0]);
  if ("code" in error && typeof error.code === "string") return error.code;
  // The parser's own errors have codes only for some of what can be wrong.
  return error instanceof errors.HTTPParserError ? "HPE_OTHER" : "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
