import { storeContract } from "../contract/store.ts";
import { embeddedStore } from "../support/database.ts";

storeContract("PGlite", embeddedStore);
