/** Languages with less than this share, in per cent, are added up. */
export const LANGUAGE_THRESHOLD = 3;

/** What the small languages are added up in. */
export const OTHER_LANGUAGES = "Other";

/**
 * Lines by language, largest first, with the languages below the threshold (per cent of all lines) added up in "Other" at
 * the end. Source: Sourcegraph language statistics insight.
 */
export function languageShares(
  lines: ReadonlyMap<string, number>,
  threshold = LANGUAGE_THRESHOLD
): Map<string, number> {
  const total = [...lines.values()].reduce((sum, count) => sum + count, 0);
  const sorted = [...lines].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const isSmall = (language: string, count: number) =>
    language === OTHER_LANGUAGES || (count / total) * 100 < threshold;
  const shares = new Map(sorted.filter(([language, count]) => !isSmall(language, count)));
  const small = sorted.filter(([language, count]) => isSmall(language, count));
  if (small.length)
    shares.set(
      OTHER_LANGUAGES,
      small.reduce((sum, [, count]) => sum + count, 0)
    );
  return shares;
}
