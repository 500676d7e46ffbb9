import {isCount, isObject} from "./json.ts";
import {addCounts, type LanguageCount, languageFile} from "./language-file.ts";

/** `scc --format json` or `json2`: lines of code, bytes and files. */
export const fromScc = languageFile({
  tool: "scc",
  title: "scc (Sloc Cloc and Code)",
  madeBy: "scc --format json . > NAME@COMMIT.scc.json",
  shows: /^\s*(?:#[^\n]*\n)?(?:\[\s*\{\s*"Name"\s*:\s*"[^"]*"\s*,\s*"Bytes"\s*:|\{\s*"languageSummary"\s*:)/,
  languages(value) {
    const list = isObject(value) ? value.languageSummary : value;
    if (!Array.isArray(list)) return null;
    const found = new Map<string, LanguageCount>();
    for (const entry of list as unknown[]) {
      if (!isObject(entry) || typeof entry.Name !== "string" || !isCount(entry.Code)) continue;
      const counts = {
        files: isCount(entry.Count) ? entry.Count : null,
        lines: entry.Code,
        bytes: isCount(entry.Bytes) ? entry.Bytes : null
      };
      found.set(entry.Name, addCounts(found.get(entry.Name), counts));
    }
    return found;
  }
});
