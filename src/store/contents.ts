import type {Manifest} from "../snapshot/manifest.ts";
import {sql} from "../sql.ts";
import {numbersOf} from "../table.ts";
import type {Engine} from "./engine.ts";
import type {Filled} from "./fill.ts";
import type {Contents, SeriesSummary} from "./store.ts";

/** All that an open store holds, by import and by series. */
export async function contentsOf(engine: Engine, filled: Filled, manifest: Manifest): Promise<Contents> {
  const spans = await engine.query(sql`
    SELECT sid::DOUBLE AS sid, epoch_ms(min(t))::DOUBLE AS first, epoch_ms(max(t))::DOUBLE AS last, count(*)::DOUBLE AS samples
    FROM store.sample_time GROUP BY sid ORDER BY sid`);
  const repositories = await engine.query(
    sql`SELECT sid::DOUBLE AS sid, count(DISTINCT rid)::DOUBLE AS n FROM store.delta_status GROUP BY sid ORDER BY sid`
  );
  const counts = new Map(
    Array.from(numbersOf(repositories, "sid"), (sid, row) => [sid, numbersOf(repositories, "n")[row]!])
  );
  const series = Array.from(numbersOf(spans, "sid"), (sid, row): SeriesSummary => {
    const {series_id, key, title, source_query, pattern, engine: tool, unit} = filled.series[sid]!;
    return {
      series_id,
      key,
      title,
      query: source_query ?? pattern,
      engine: tool,
      unit,
      captures: filled.captures[sid]!,
      repositories: counts.get(sid) ?? 0,
      samples: numbersOf(spans, "samples")[row]!,
      from: numbersOf(spans, "first")[row]!,
      to: numbersOf(spans, "last")[row]!
    };
  });
  return {
    imports: manifest.imports,
    series,
    repositories: filled.repositories,
    tables: [...new Set(manifest.parts.map(({table}) => table))].sort(),
    points: filled.points,
    bytes: manifest.parts.reduce((sum, {bytes}) => sum + bytes, 0),
    damage: filled.damage
  };
}
