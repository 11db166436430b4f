import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";

/** Bytes as they are kept. */
export const compress: (bytes: Uint8Array | string) => Promise<Uint8Array> = promisify(zstdCompress);

/** Bytes as they were. */
export const decompress: (bytes: Uint8Array) => Promise<Buffer> = promisify(zstdDecompress);
