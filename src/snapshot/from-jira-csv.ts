/**
 * Jira's CSV export: an issue a row, columns by their English names, names that repeat (Labels, Sprint), cells over several
 * lines, times in the user's own format without a zone. Issues become events, and how many there were at each time becomes
 * three metrics: `open_issues`, and `created_issues` and `resolved_issues` so far, each by project, type and priority.
 */
import {gatherClues} from "./clues.ts";
import {conclude} from "./conclude.ts";
import {readCsv} from "./csv-file.ts";
import {readHead} from "./decode.ts";
import {plainName} from "./guess-mapping.ts";
import type {Importer, Need} from "./importer.ts";
import {type Issue, issueParts} from "./issue-file.ts";
import {numericDate, readIssueTime} from "./issue-time.ts";
import {askedRepository} from "./one-search.ts";
import {problemList} from "./problems.ts";
import {type DateOrder, dateOrderOf, timeProblem} from "./read-time.ts";
import {sniffCsv} from "./sniff-csv.ts";
import {tableShape} from "./table-file.ts";

/** Jira exports no more rows than this at once. */
const MOST_ROWS = 1000;

/** Columns that become labels of an issue, by the names they have in labels. */
const LABELS: Readonly<Record<string, string>> = {
  type: "issue_type",
  priority: "priority",
  resolution: "resolution",
  assignee: "assignee",
  team: "custom_field_(team)",
  points: "custom_field_(story_points)",
  labels: "labels",
  components: "component/s",
  summary: "summary"
};

/** Issues of a tracker, and how many were open at each time. */
export const fromJiraCsv: Importer = {
  format: "jira-csv",
  title: "Jira issues (CSV)",
  madeBy: "a Jira filter: Export → Export Excel CSV (all fields)",
  recognizes({text}) {
    const names = tableShape(text) === "csv" ? (sniffCsv(text)?.rows[0]?.map(plainName) ?? []) : [];
    return names.includes("issue_key") && names.includes("created") ? 0.95 : 0;
  },
  async read(source, context) {
    const problems = problemList();
    const clues = await gatherClues(source, await readHead(source), context, problems);
    const delimiter = context.answers.mapping?.delimiter ?? sniffCsv(clues.text)?.delimiter ?? ",";
    const {cells, reasons, fileHash} = await readCsv(source, {context, clues, problems, delimiter});
    const names = cells.columns.map(({codes, words}) => plainName(cells.rows ? words[codes[0]!]! : ""));
    const column = (name: string) => cells.columns.filter((_, i) => names[i] === name);
    const textAt = (name: string, row: number) =>
      column(name)
        .map(({codes, words}) => words[codes[row]!]!.trim())
        .filter(Boolean)
        .join(", ");
    const given = context.answers.mapping?.dateOrder;
    const dates = ["created", "resolved"].flatMap((name) => column(name).flatMap(({words}) => words.map(numericDate)));
    const shown = given === "dmy" || given === "mdy" ? given : dateOrderOf(dates);
    const needs: Need[] =
      shown === "undecided"
        ? [
            {
              field: "dateOrder",
              text: "Are these dates day/month/year or month/day/year? Jira writes them as its user reads them."
            }
          ]
        : [];
    const order = shown === "undecided" ? "dmy" : shown;
    const repository = clues.use("repository") === undefined ? null : askedRepository(clues, context.known).repository;
    const issues: Issue[] = [];
    for (let row = 1; row < cells.rows; row++) {
      const line = cells.lines[row]!;
      const key = textAt("issue_key", row);
      if (!key) {
        problems.skip("jira/no-key", "A row has no issue key.", line);
        continue;
      }
      const created = readIssueTime(textAt("created", row), order);
      if ("error" in created) {
        problems.skip(
          "jira/no-created",
          `“${textAt("created", row).slice(0, 40)}” is when an issue was created, and ${timeProblem(created.error)}.`,
          line
        );
        continue;
      }
      if (created.assumedUtc) problems.note("table/no-zone", "Times without a zone were read as UTC.");
      const end = resolvedAt(textAt("resolved", row), created.time, order);
      const isDone = /^done$/i.test(textAt("status_category", row)) || textAt("resolution", row) !== "";
      const resolved = end === null && isDone ? undefined : end;
      if (resolved === undefined)
        problems.note(
          "jira/no-resolved",
          "An issue is done, and no column says rightly since when: it is an event, and left out of the metrics.",
          line
        );
      issues.push({
        key,
        state: textAt("status", row),
        labels: labelsOf(key, (name) => textAt(name, row)),
        created: created.time,
        resolved
      });
    }
    return conclude({
      importer: fromJiraCsv,
      series: [],
      parts: issueParts(issues, repository, clues.use("observedAt") ?? null),
      needs,
      clues,
      problems,
      read: issues.length,
      reasons: [
        ...reasons,
        ...(cells.rows - 1 === MOST_ROWS
          ? ["Jira exports at most 1,000 issues at once: there may be more of them."]
          : [])
      ],
      fileHash
    });
  }
};

/** When an issue was resolved: null for no time, undefined for one that cannot be or is before it was created. */
function resolvedAt(text: string, created: number, order: DateOrder | undefined): number | null | undefined {
  if (text === "") return null;
  const reading = readIssueTime(text, order);
  return "time" in reading && reading.time >= created ? reading.time : undefined;
}

/** What a row says of its issue, without what it leaves empty. */
function labelsOf(key: string, textOf: (column: string) => string): Record<string, string> {
  const project = textOf("project_key") || key.replace(/-\d+$/, "");
  const all = [["project", project], ...Object.entries(LABELS).map(([label, column]) => [label, textOf(column)])];
  return Object.fromEntries(all.filter(([, text]) => text !== ""));
}
