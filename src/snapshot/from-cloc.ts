import {isCount, isObject} from "./json.ts";
import {addCounts, type LanguageCount, languageFile} from "./language-file.ts";

/**
 * `cloc --json`, also with `--by-file`, where the keys are paths. Lines are lines of code, without blanks and comments.
 * cloc counts equal files once.
 */
export const fromCloc = languageFile({
  tool: "cloc",
  title: "cloc",
  madeBy: "cloc --json --quiet . > NAME@COMMIT.cloc.json",
  shows: /^\s*(?:#[^\n]*\n)?\{\s*"header"\s*:\s*\{[^}]*"cloc_/,
  languages(value) {
    if (!isObject(value)) return null;
    const found = new Map<string, LanguageCount>();
    for (const [name, entry] of Object.entries(value)) {
      // a file may be called header or SUM; then it says its language
      if (!isObject(entry) || !isCount(entry.code)) continue;
      const {language, nFiles, code} = entry;
      if (typeof language !== "string" && name === "SUM") continue;
      const key = typeof language === "string" ? language : name;
      found.set(key, addCounts(found.get(key), {files: isCount(nFiles) ? nFiles : 1, lines: code, bytes: null}));
    }
    return found;
  }
});
