import type { Config } from "../config.ts";
import type { House } from "../wire.ts";
import type { Io } from "./io.ts";

/** What a command is run with. `open` gives the house with its data: opened for this command, or the running service's own. */
export interface CommandContext {
  readonly io: Io;
  readonly config: () => Config;
  readonly open: () => Promise<House>;
  /** The folder that relative paths on the command line start from: that of whoever gave the command. */
  readonly cwd: string;
  /** True inside the running service, where `start` and `demo` make no sense. */
  readonly inService: boolean;
}
