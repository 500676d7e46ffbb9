import {isCount, isObject} from "./json.ts";
import {type LanguageCount, languageFile} from "./language-file.ts";

/** `github-linguist --json`, also with `--breakdown`: bytes of code; data, prose, generated and vendored files are left out. */
export const fromLinguist = languageFile({
  tool: "linguist",
  title: "GitHub Linguist",
  madeBy: "github-linguist --json . > NAME@COMMIT.linguist.json",
  shows: /^\s*(?:#[^\n]*\n)?\{\s*"[^"]{1,100}"\s*:\s*\{\s*"size"\s*:\s*\d+\s*,\s*"percentage"/,
  languages(value) {
    if (!isObject(value)) return null;
    const found = new Map<string, LanguageCount>();
    for (const [language, entry] of Object.entries(value)) {
      if (!isObject(entry) || !isCount(entry.size)) continue;
      found.set(language, {
        files: Array.isArray(entry.files) ? entry.files.length : null,
        lines: null,
        bytes: entry.size
      });
    }
    return found;
  }
});
