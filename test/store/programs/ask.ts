import { runThroughService } from "../../../src/store/control.ts";

const [dir = "", ...argv] = process.argv.slice(2);
const io = { stdout: (text: string) => void process.stdout.write(text), stderr: () => {} };
process.exitCode = (await runThroughService(dir, argv, io)) ?? 99;
