import {namedTable} from "./named-table.ts";

/** Who counted when the table's own columns are the endings of files. */
const BY_ENDING = "extension";

/** A table of languages, or of endings of files: how many files, lines and bytes a repository has of each at a time. */
export const fromLanguageTable = namedTable({
  format: "language-table",
  title: "Table of languages",
  madeBy:
    "git ls-tree -r -l, added up by ending, or any script: CSV with repo, sample_time, language or ext, files, lines, bytes",
  table: "language",
  time: "sample_at",
  names: {
    repo_key: "repo repository repo_key repository_name project",
    sample_at: "sample_time sample_at recorded_at time date timestamp month week day",
    commit_oid: "commit commit_oid sha revision",
    tool: "tool counted_by counter",
    language: "language lang ext extension ending sprache",
    files: "files file_count dateien",
    lines: "lines code loc lines_of_code zeilen",
    bytes: "bytes size byte_count"
  },
  shownBy: ["language", "files lines bytes"],
  notWith: "query series matches value path",
  complete: ({tool}, {nameOf}) =>
    tool === undefined ? {tool: /^ext|ending/.test(nameOf("language")) ? BY_ENDING : "table"} : {}
});
