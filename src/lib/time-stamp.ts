import { createHash, randomBytes } from "node:crypto";
import { readBody } from "./response-body.ts";
import { StatusError, UnreachableError, WrongBodyError } from "../model/errors.ts";

/** An authority outside that says when it saw a hash (RFC 3161). */
export interface TimeStamper {
  readonly authority: string;
  /** The DER-encoded token for a text. Throws the errors of `model/errors.ts`. */
  stamp(text: string): Promise<Uint8Array>;
}

/** Short, because the scheduler waits for it; what fails is asked for again. */
const timeoutMs = 10_000;
const largestAnswer = 256 * 1024;

/** Asks the authority at `url` over HTTP (RFC 3161, section 3.4). Only the hash of what is stamped leaves the house. */
export function createTimeStamper(url: string, fetch: typeof globalThis.fetch): TimeStamper {
  const authority = new URL(url).host;
  return {
    authority,
    async stamp(text) {
      const digest = createHash("sha256").update(text).digest();
      const { request, nonce } = await requestFor(digest);
      const answer = await ask(url, fetch, request);
      return judge(answer, { text, digest, nonce, authority });
    },
  };
}

async function requestFor(digest: Uint8Array) {
  const { AlgorithmIdentifier, MessageImprint, TimeStampReq, asn1js } = await libraries();
  // A positive number of eight bytes that begins with no zero, so that it comes back in the same form.
  const nonce = randomBytes(8);
  nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x40;
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256Oid, algorithmParams: new asn1js.Null() }),
      hashedMessage: new asn1js.OctetString({ valueHex: arrayBuffer(digest) }),
    }),
    nonce: new asn1js.Integer({ valueHex: arrayBuffer(nonce) }),
    certReq: true,
  });
  return { request: new Uint8Array(request.toSchema().toBER()), nonce };
}

const sha256Oid = "2.16.840.1.101.3.4.2.1";

async function ask(url: string, fetch: typeof globalThis.fetch, request: Uint8Array): Promise<Uint8Array> {
  const { host } = new URL(url);
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/timestamp-query", accept: "application/timestamp-reply" },
    body: arrayBuffer(request),
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new UnreachableError(`The time-stamp authority ${host} cannot be reached: ${reasonOf(error)}`);
  });
  if (!answer.ok)
    throw new StatusError(`The time-stamp authority ${host} answers with ${answer.status}.`, answer.status);
  return await readBody(answer.body ?? emptyBody(), {}, { host, maxBytes: largestAnswer });
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

interface Asked {
  readonly text: string;
  readonly digest: Uint8Array;
  readonly nonce: Uint8Array;
  readonly authority: string;
}

/** The token of an answer that is for what was asked, and whose signature fits the certificate in it. */
async function judge(answer: Uint8Array, asked: Asked): Promise<Uint8Array> {
  const { PKIStatus, TimeStampResp, SignedData, TSTInfo, asn1js } = await libraries();
  const granted = [PKIStatus.granted, PKIStatus.grantedWithMods];
  const wrong = (what: string) => new WrongBodyError(`${asked.authority} sent ${what} instead of a time stamp.`);
  const parsed = asn1js.fromBER(arrayBuffer(answer));
  if (parsed.offset === -1 || !(parsed.result instanceof asn1js.Sequence)) throw wrong("something that is not ASN.1");
  const { status, timeStampToken } = new TimeStampResp({ schema: parsed.result });
  const raw = parsed.result.valueBlock.value[1]?.valueBeforeDecodeView;
  if (!granted.includes(status.status) || timeStampToken === undefined || raw === undefined) {
    throw new WrongBodyError(`${asked.authority} refuses to stamp (status ${status.status}).`);
  }
  const signed = new SignedData({ schema: timeStampToken.content });
  const content = signed.encapContentInfo.eContent?.getValue();
  if (content === undefined) throw wrong("an empty token");
  const info = TSTInfo.fromBER(content);
  if (!sameBytes(info.messageImprint.hashedMessage.valueBlock.valueHexView, asked.digest))
    throw wrong("a stamp for another hash");
  if (info.nonce === undefined || !sameBytes(info.nonce.valueBlock.valueHexView, asked.nonce))
    throw wrong("an old answer");
  const data = arrayBuffer(new TextEncoder().encode(asked.text));
  const isSigned = await signed.verify({ signer: 0, data, checkChain: false }).catch(() => false);
  if (!isSigned) throw wrong("a token whose signature does not hold");
  return new Uint8Array(raw);
}

// The libraries are large, and most houses never ask for a stamp.
async function libraries() {
  const [pkijs, asn1js] = await Promise.all([import("pkijs"), import("asn1js")]);
  return { ...pkijs, asn1js };
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

function arrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
