import { readConfig } from "../src/config.ts";
import { createWakeUps } from "../src/pipeline/schedule.ts";
import { openHouse } from "../src/wire.ts";

// A worker of a fleet, as `REGWATCH_ROLES=worker` starts one, but without a pause between requests to the bench's own publisher. Says when
// it is ready; ends with its standard input.
const house = await openHouse(readConfig(process.env), { requestGap: () => 0 });
const { services, stopping } = house;
await services.store.listen(createWakeUps(services, stopping));
console.log("ready");
process.stdin.resume();
process.stdin.once("end", () => void house.close());
