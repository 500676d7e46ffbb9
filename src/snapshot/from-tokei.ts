import {isCount, isObject} from "./json.ts";
import {addCounts, type LanguageCount, languageFile} from "./language-file.ts";

/** `tokei -o json`: lines of code and files. Code inside other files (a script in a page) counts for its own language. */
export const fromTokei = languageFile({
  tool: "tokei",
  title: "tokei",
  madeBy: "tokei -o json . > NAME@COMMIT.tokei.json",
  shows: /^\s*(?:#[^\n]*\n)?\{\s*"[^"]{1,100}"\s*:\s*\{\s*"blanks"\s*:/,
  languages(value) {
    if (!isObject(value)) return null;
    const found = new Map<string, LanguageCount>();
    for (const [language, entry] of Object.entries(value)) {
      if (language === "Total" || !isObject(entry) || !isCount(entry.code)) continue;
      const files = Array.isArray(entry.reports) ? entry.reports.length : null;
      found.set(language, addCounts(found.get(language), {files, lines: entry.code, bytes: null}));
      for (const [inner, reports] of Object.entries(isObject(entry.children) ? entry.children : {}))
        for (const report of Array.isArray(reports) ? (reports as unknown[]) : [])
          if (isObject(report) && isObject(report.stats) && isCount(report.stats.code))
            found.set(inner, addCounts(found.get(inner), {files: null, lines: report.stats.code, bytes: null}));
    }
    return found;
  }
});
