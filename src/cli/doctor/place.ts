import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { advice, well, wrong, type Finding } from "./finding.ts";

/** A folder, as the system tells of it. */
export interface Place {
  readonly folder: string;
  readonly writable: boolean;
  readonly freeBytes: number;
  /** The number by which Linux tells file systems apart. */
  readonly type: number;
}

/** The folder of the embedded database. */
export async function checkPlace(dataDir: string): Promise<readonly Finding[]> {
  const folder = await nearest(resolve(dataDir));
  const isFolder = await stat(folder).then((found) => found.isDirectory());
  const writable = isFolder && (await access(folder, constants.W_OK | constants.X_OK).then(yes, no));
  const { bavail, bsize, type } = await statfs(folder);
  return judgePlace({ folder, writable, freeBytes: bavail * bsize, type }, dataDir);
}

/** What is to be said of it. */
export function judgePlace({ folder, writable, freeBytes, type }: Place, dataDir: string): readonly Finding[] {
  const free = Math.round(freeBytes / 1024 ** 2);
  const network = networks.get(type);
  return [
    ...(writable
      ? []
      : [
          wrong(
            `${folder} cannot be written to by this user; give it to them, or set REGWATCH_DATA to another folder.`,
          ),
        ]),
    ...(network === undefined
      ? []
      : [
          wrong(
            `${folder} lies on a network disk (${network}), where locks and writes are not to be relied on. Set REGWATCH_DATA to a local disk, or use DATABASE_URL.`,
          ),
        ]),
    ...(type === fuse
      ? [
          advice(
            `${folder} lies on a disk that a program plays (FUSE); if that is a network's, set REGWATCH_DATA to a local one.`,
          ),
        ]
      : []),
    free > 1024
      ? well(`${free} MB free for ${dataDir}.`)
      : wrong(`Only ${free} MB free for ${dataDir}; make room, a full disk stops recording.`),
  ];
}

// From the kernel's include/uapi/linux/magic.h. Elsewhere than on Linux other numbers mean other things, and none of these.
const networks = new Map(
  process.platform === "linux"
    ? [
        [0x6969, "NFS"],
        [0x517b, "SMB"],
        [0xff534d42, "CIFS"],
        [0xfe534d42, "SMB2"],
        [0x01021997, "9P"],
        [0x5346414f, "AFS"],
        [0x00c36400, "Ceph"],
      ]
    : [],
);
const fuse = 0x65735546;

async function nearest(folder: string): Promise<string> {
  const exists = await stat(folder).then(yes, no);
  return exists || folder === dirname(folder) ? folder : nearest(dirname(folder));
}

const yes = (): boolean => true;
const no = (): boolean => false;
