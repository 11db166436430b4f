import { holdDataDir } from "../../../src/store/hold.ts";

// Holds the folder until it is killed; says "held", or why not.
try {
  holdDataDir(process.argv[2] ?? "");
  console.log("held");
  setInterval(() => {}, 1000);
} catch (error) {
  console.log(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}
