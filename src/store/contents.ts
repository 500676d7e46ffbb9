import type {Manifest} from "../snapshot/manifest.ts";
import type {Filled} from "./fill.ts";
import type {Contents, SeriesSummary} from "./store.ts";

/** All that an open store holds, by import and by series. */
export function contentsOf(filled: Filled, manifest: Manifest): Contents {
  const {sid, rid, repos} = filled.status;
  const repositories = filled.series.map(() => new Set<number>());
  for (let row = 0; row < filled.status.rows; row++) if (repos[row]) repositories[sid[row]!]!.add(rid[row]!);
  const series = filled.series.flatMap((record, code): SeriesSummary[] => {
    const times = filled.times[code]!;
    if (!times.length) return [];
    const {series_id, key, title, source_query, pattern, engine, unit} = record;
    return [
      {
        series_id,
        key,
        title,
        query: source_query ?? pattern,
        engine,
        unit,
        captures: filled.captures[code]!,
        repositories: repositories[code]!.size,
        samples: times.length,
        from: times[0]!,
        to: times.at(-1)!
      }
    ];
  });
  return {
    imports: manifest.imports,
    series,
    repositories: [...filled.repositories].sort(),
    tables: [...new Set(manifest.parts.map(({table}) => table))].sort(),
    points: filled.points,
    bytes: manifest.parts.reduce((sum, {bytes}) => sum + bytes, 0),
    damage: filled.damage
  };
}
