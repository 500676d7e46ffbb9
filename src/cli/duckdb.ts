import {DuckDBInstance} from "@duckdb/node-api";
import {createNativeEngine} from "../engine/duckdb-native.ts";
import type {Engine} from "../store/engine.ts";

/** A new in-memory DuckDB, native build, on one thread: results must not depend on how many cores there are. */
export async function openNativeEngine(): Promise<Engine> {
  const instance = await DuckDBInstance.create(":memory:", {threads: "1"});
  return createNativeEngine(await instance.connect());
}
