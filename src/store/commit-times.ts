import {sql} from "../sql.ts";
import {numbersOf} from "../table.ts";
import type {Engine} from "./engine.ts";

/** The commit times known of these (abbreviated) commits, by the oid that was asked. The detail table `point` must be filled. */
export async function commitTimesOf(engine: Engine, oids: readonly string[]): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  for (const oid of oids) {
    if (!/^[0-9a-f]{7,64}$/.test(oid)) continue;
    const found = await engine.query(
      sql`SELECT epoch_ms(min(committed_at))::DOUBLE AS t FROM store.point WHERE starts_with(commit_oid, ${oid}) HAVING count(DISTINCT commit_oid) = 1`
    );
    const time = found.rows ? numbersOf(found, "t")[0]! : Number.NaN;
    if (!Number.isNaN(time)) times.set(oid, time);
  }
  return times;
}
