import { deliveryContract } from "../contract/deliveries.ts";
import { searchContract } from "../contract/search.ts";
import { storeContract } from "../contract/store.ts";
import { vaultContract } from "../contract/vault.ts";
import { embeddedStore } from "../support/database.ts";

storeContract("PGlite", embeddedStore);
deliveryContract("PGlite", embeddedStore);
searchContract("PGlite", embeddedStore);
vaultContract("PGlite", embeddedStore);
