import { createRequire } from "node:module";
import type * as Pglite from "@electric-sql/pglite";
import type * as Drizzle from "drizzle-orm";
import type * as NodePostgres from "drizzle-orm/node-postgres";
import type * as NodePostgresMigrator from "drizzle-orm/node-postgres/migrator";
import type * as Columns from "drizzle-orm/pg-core";
import type * as DrizzlePglite from "drizzle-orm/pglite";
import type * as PgliteMigrator from "drizzle-orm/pglite/migrator";
import type * as Pg from "pg";

// Through require, because as ES modules Drizzle costs 500 ms and 160 MB more: Node reads its package.json of 180 KB anew for each
// of its modules. Nothing else in this folder may import it, or there would be two of it.
const require = createRequire(import.meta.url);

const drizzle = require("drizzle-orm") as typeof Drizzle;
export const { aliasedTable, and, arrayContains, asc, count, desc, eq, gt, gte, inArray, isNotNull, isNull } = drizzle;
export const { lt, lte, ne, notInArray, or, sql, DrizzleQueryError } = drizzle;

const columns = require("drizzle-orm/pg-core") as typeof Columns;
export const { bigint, boolean, customType, date, index, integer, jsonb, pgTable, primaryKey } = columns;
export const { smallint, text, unique, uniqueIndex } = columns;

/** PGlite and Drizzle on it. */
export function embeddedDriver() {
  const { PGlite, types } = require("@electric-sql/pglite") as typeof Pglite;
  const { drizzle: connect } = require("drizzle-orm/pglite") as typeof DrizzlePglite;
  const { migrate } = require("drizzle-orm/pglite/migrator") as typeof PgliteMigrator;
  return { PGlite, types, connect, migrate };
}

/** node-postgres and Drizzle on it. */
export function serverDriver() {
  const { Client, Pool } = require("pg") as typeof Pg;
  const { drizzle: connect } = require("drizzle-orm/node-postgres") as typeof NodePostgres;
  const { migrate } = require("drizzle-orm/node-postgres/migrator") as typeof NodePostgresMigrator;
  return { Client, Pool, connect, migrate };
}
