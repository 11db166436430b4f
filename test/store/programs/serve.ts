import { setTimeout as sleep } from "node:timers/promises";
import { serveControl } from "../../../src/store/control.ts";
import { holdDataDir } from "../../../src/store/hold.ts";

// A service that runs commands: what a test needs to see of the socket.
const dir = process.argv[2] ?? "";
holdDataDir(dir);
await serveControl(dir, async (argv, io, signal) => {
  const [command = "", count = "0"] = argv;
  switch (command) {
    case "echo":
      io.stdout(`${argv.slice(1).join("|")}\n`);
      io.stderr("to the other stream\n");
      return 3;
    case "flood":
      for (let index = 0; index < Number(count); index += 1) io.stdout(`${String(index).padStart(99, "é")}\n`);
      return 0;
    case "hang":
      io.stdout("begun\n");
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      console.log("gone");
      return 0;
    case "slow":
      await sleep(Number(count));
      return 0;
    default:
      throw new Error(`no command ${command}`);
  }
});
console.log("serving");
