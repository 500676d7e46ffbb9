import {namedTable} from "./named-table.ts";

/** Versions of CODEOWNERS files, one a row: where it lay, when the commit that made it was made, and what it said. */
export const fromOwnerFiles = namedTable({
  format: "owner-files",
  title: "Versions of CODEOWNERS files",
  madeBy: "git log -p of CODEOWNERS: JSON lines with repo, path, committed_at, text (null where it was deleted)",
  table: "owner_file",
  time: "valid_from",
  names: {
    repo_key: "repo repository repo_key repository_name",
    path: "path file",
    valid_from: "valid_from committed_at sample_time sample_at",
    commit_oid: "commit commit_oid sha",
    text: "text content codeowners"
  },
  shownBy: ["path", "text", "valid_from"],
  notWith: "line query series match"
});
