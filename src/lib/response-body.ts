import { promisify } from "node:util";
import {
  brotliDecompress,
  gunzip,
  inflate,
  inflateRaw,
  zstdDecompress,
  type BrotliOptions,
  type ZlibOptions,
  type ZstdOptions,
} from "node:zlib";
import { LimitError, WrongBodyError } from "../model/errors.ts";
import { isBrokenOff } from "./transport-errors.ts";

/** What `readBody` can undo, in the form of `Accept-Encoding`. */
export const acceptedEncodings = "gzip, br, zstd, deflate";

interface BodyLimits {
  readonly host: string;
  /** Counted after decompression too, so that a small answer cannot unfold without end. */
  readonly maxBytes: number;
}

/** Reads a body to its end and decompresses it. Throws `LimitError` past `maxBytes`, `WrongBodyError` if it breaks off. */
export async function readBody(
  stream: AsyncIterable<Uint8Array>,
  headers: Readonly<Record<string, string>>,
  limits: BodyLimits,
): Promise<Uint8Array> {
  let bytes = await collect(stream, limits);
  const encodings = encodingsOf(headers);
  if (encodings.length > mostEncodings)
    throw new WrongBodyError(`${limits.host} compressed its answer ${encodings.length} times over.`);
  for (const encoding of encodings.toReversed()) {
    bytes = await decompress(bytes, encoding, limits);
  }
  return bytes;
}

const mostEncodings = 3;

async function collect(stream: AsyncIterable<Uint8Array>, { host, maxBytes }: BodyLimits): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.byteLength;
      if (size > maxBytes) throw tooLarge(host, maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    throw isBrokenOff(error) ? new WrongBodyError(`${host} broke its answer off after ${size} bytes.`) : error;
  }
  return Buffer.concat(chunks);
}

function encodingsOf(headers: Readonly<Record<string, string>>): readonly string[] {
  const names = (headers["content-encoding"] ?? "").split(",").map((name) => name.trim().toLowerCase());
  return names.filter((name) => name !== "" && name !== "identity");
}

async function decompress(bytes: Buffer, encoding: string, { host, maxBytes }: BodyLimits): Promise<Buffer> {
  if (bytes.byteLength === 0) return bytes;
  const decoder = decoderFor(encoding, bytes);
  if (decoder === undefined) {
    throw new WrongBodyError(`${host} answered in a compression we did not ask for (${encoding.slice(0, 40)}).`);
  }
  try {
    return await decoder(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(host, maxBytes);
    throw new WrongBodyError(`${host} broke its answer off, or compressed it wrongly: ${encoding} cannot be undone.`);
  }
}

type Decoder = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const decoders: Readonly<Record<string, Decoder>> = {
  gzip: promisify<Buffer, ZlibOptions, Buffer>(gunzip),
  "x-gzip": promisify<Buffer, ZlibOptions, Buffer>(gunzip),
  br: promisify<Buffer, BrotliOptions, Buffer>(brotliDecompress),
  zstd: promisify<Buffer, ZstdOptions, Buffer>(zstdDecompress),
  deflate: promisify<Buffer, ZlibOptions, Buffer>(inflate),
  "deflate-raw": promisify<Buffer, ZlibOptions, Buffer>(inflateRaw),
};

// Some servers leave out the zlib header that the standard asks for around "deflate".
function decoderFor(encoding: string, bytes: Buffer): Decoder | undefined {
  return encoding === "deflate" && !hasZlibHeader(bytes) ? decoders["deflate-raw"] : decoders[encoding];
}

function hasZlibHeader(bytes: Buffer): boolean {
  return bytes.length >= 2 && (bytes.readUInt8(0) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
}

function tooLarge(host: string, maxBytes: number): LimitError {
  const size = maxBytes >= 1e6 ? `${Math.round(maxBytes / 1e6)} MB` : `${maxBytes} bytes`;
  return new LimitError(`${host} answered with more than ${size}.`);
}
