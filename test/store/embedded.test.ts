import { deliveryContract } from "../contract/deliveries.ts";
import { storeContract } from "../contract/store.ts";
import { vaultContract } from "../contract/vault.ts";
import { embeddedStore } from "../support/database.ts";

storeContract("PGlite", embeddedStore);
deliveryContract("PGlite", embeddedStore);
vaultContract("PGlite", embeddedStore);
