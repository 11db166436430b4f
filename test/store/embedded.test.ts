import { deliveryContract } from "../contract/deliveries.ts";
import { storeContract } from "../contract/store.ts";
import { embeddedStore } from "../support/database.ts";

storeContract("PGlite", embeddedStore);
deliveryContract("PGlite", embeddedStore);
