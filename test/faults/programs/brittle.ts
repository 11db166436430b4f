import { startService } from "../../../src/cli/service.ts";
import { readConfig } from "../../../src/config.ts";
import { openHouse } from "../../../src/wire.ts";
import { brittleSource } from "../../support/brittle-source.ts";

// The service with a feed whose documents end its process or never end. Says which feeds were polled well.
const [environment = "{}"] = process.argv.slice(2);
const house = await openHouse(readConfig(JSON.parse(environment) as Record<string, string>), {
  sources: [brittleSource],
  progress: (event) => {
    if (event.kind === "polling") house.watchdog.start(1);
    if (event.kind === "polled") console.log(`polled ${event.feed.id}: ${event.report.warnings.join() || "well"}`);
  },
});
const service = await startService(house, () => () => {});
process.once("SIGTERM", () => void service.stop());
