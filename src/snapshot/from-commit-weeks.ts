import {startOfWeek} from "../time.ts";
import {namedTable} from "./named-table.ts";

/** How many commits each author made in each week of a repository. */
export const fromCommitWeeks = namedTable({
  format: "commit-weeks",
  title: "Commits by author and week",
  madeBy: "git log --format='%aN %cs', counted by week: CSV with repo, week, author, commits",
  table: "commit_week",
  time: "week",
  names: {
    repo_key: "repo repository repo_key repository_name project",
    week: "week week_start date day time",
    author: "author author_name committer",
    commits: "commits commit_count count"
  },
  shownBy: ["author", "commits", "week"],
  notWith: "path query series",
  complete: ({week}) => (typeof week === "number" ? {week: startOfWeek(week)} : {})
});
