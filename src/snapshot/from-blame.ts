import {namedTable} from "./named-table.ts";
import {seriesRecord} from "./snapshot.ts";

/** Who last changed the lines that a search found. The series is the one that a table of counts with that name has. */
export const fromBlame = namedTable({
  format: "blame",
  title: "Authors of matching lines",
  madeBy:
    "git blame --porcelain of the lines a search found: JSON lines with repo, commit, path, line, query, author, authored_at",
  table: "blame",
  time: "sample_at",
  names: {
    series: "query series series_key key",
    repo_key: "repo repository repo_key repository_name",
    sample_at: "sample_time sample_at recorded_at",
    commit_oid: "commit commit_oid sha revision",
    path: "path file file_path filename",
    line: "line line_number lineno",
    author: "author author_name",
    authored_at: "authored_at author_time author_date",
    committed_at: "committed_at committer_time commit_date"
  },
  shownBy: ["author", "path", "line"],
  series: (name) => seriesRecord({engine: "import", pattern: name, key: name}),
  complete: ({series}, {clues, other}) => ({
    ...(series === undefined ? {series: clues.use("key") ?? clues.use("query") ?? null} : {}),
    // the commit that changed the line is what stays; the one that was searched is the sample
    commit_oid: other.blame_commit || null
  })
});
