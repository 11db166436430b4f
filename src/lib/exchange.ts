import { request, type Dispatcher } from "undici";
import { LimitError, UnreachableError } from "../model/errors.ts";
import { acceptedEncodings, readBody } from "./response-body.ts";
import { isReset, transportError } from "./transport-errors.ts";

/** One question to one address, no redirect followed. */
interface Question {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  /** Milliseconds for everything, from the connection to the last byte. */
  readonly totalMs: number;
  /** Statuses whose body matters. Of others only a small body is read, to recognise block pages. */
  readonly wanted: (status: number) => boolean;
}

/** What came back: header names in lower case, the body decompressed. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface ExchangeSettings {
  readonly dispatcher: Dispatcher;
  readonly headersMs: number;
  readonly bodyMs: number;
  /** Ends everything under way, with the signal's own reason. */
  readonly signal: AbortSignal | undefined;
}

/** Asks once, and once more if the connection is lost before an answer. Throws the errors of `model/errors.ts`. */
export async function exchange(question: Question, settings: ExchangeSettings): Promise<Answer> {
  const limit = openLimit(question.totalMs, settings.signal);
  const host = question.url.host;
  let answering = false;
  try {
    const response = await askTwice(question, settings, limit.signal);
    answering = true;
    return await readAnswer(response, question);
  } catch (error) {
    settings.signal?.throwIfAborted();
    if (!limit.signal.aborted) throw transportError(error, host);
    if (!answering) throw new UnreachableError(`${host} did not answer in time.`);
    throw new LimitError(`${host} was still sending its answer when the time allowed for it was over.`);
  } finally {
    limit.close();
  }
}

// What `AbortSignal.any` and `timeout` do, at a third of their price: they leave weak references to the garbage collector.
function openLimit(milliseconds: number, stop: AbortSignal | undefined): { signal: AbortSignal; close(): void } {
  const controller = new AbortController();
  const end = (): void => controller.abort();
  const timer = setTimeout(end, Math.max(1, Math.ceil(milliseconds)));
  stop?.addEventListener("abort", end);
  if (stop?.aborted) end();
  return {
    signal: controller.signal,
    close() {
      clearTimeout(timer);
      stop?.removeEventListener("abort", end);
    },
  };
}

async function askTwice(question: Question, settings: ExchangeSettings, signal: AbortSignal): Promise<Response> {
  try {
    return await ask(question, settings, signal);
  } catch (error) {
    if (!isReset(error) || signal.aborted) throw error;
    return await ask(question, settings, signal);
  }
}

type Response = Dispatcher.ResponseData;

async function ask({ url, headers }: Question, settings: ExchangeSettings, signal: AbortSignal): Promise<Response> {
  return await request(url, {
    dispatcher: settings.dispatcher,
    headers: { ...headers, "accept-encoding": acceptedEncodings },
    headersTimeout: settings.headersMs,
    bodyTimeout: settings.bodyMs,
    signal,
  });
}

const errorPageBytes = 256 * 1024;

async function readAnswer(response: Response, question: Question): Promise<Answer> {
  const status = response.statusCode;
  const headers = plainHeaders(response.headers);
  const host = question.url.host;
  if (status === 304 || status === 204) {
    await response.body.dump();
    return { status, headers, body: new Uint8Array() };
  }
  if (question.wanted(status)) {
    return { status, headers, body: await readBody(response.body, headers, { host, maxBytes: question.maxBytes }) };
  }
  // The status is the message: a body that breaks off or is too large does not matter.
  const body = await readBody(response.body, headers, { host, maxBytes: errorPageBytes }).catch(() => new Uint8Array());
  return { status, headers, body };
}

// Cookies are left out: they are secrets between the publisher and us, and no evidence.
function plainHeaders(headers: Response["headers"]): Readonly<Record<string, string>> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name === "set-cookie") continue;
    plain[name.toLowerCase()] = typeof value === "string" ? value : value.join(", ");
  }
  return plain;
}
