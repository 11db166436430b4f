import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import type { BundleFile } from "./files.ts";

/** A zip archive as a stream: each file is packed when the reader gets to it. `at` is the date all files carry. */
export function zipStream(files: readonly BundleFile[], at: string): ReadableStream<Uint8Array> {
  const zip = new ZipFile();
  for (const { name, bytes } of files) {
    zip.addReadStreamLazy(name, { mtime: new Date(at), size: bytes.byteLength }, (give) =>
      give(null, Readable.from([bytes])),
    );
  }
  zip.end();
  return Readable.toWeb(Readable.from(zip.outputStream)) as ReadableStream<Uint8Array>;
}
