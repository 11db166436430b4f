import { userInfo } from "node:os";

/** Who gives the command, for the audit log. */
export function actor(): string {
  try {
    return userInfo().username;
  } catch {
    return "command line";
  }
}
