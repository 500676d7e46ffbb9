/** What was understood of a file, and what it still needs, before anything of it is kept. */

import type {FileReading} from "../../../workers/import-reader.ts";
import {csvRecord} from "../../csv.ts";
import {readableNumber} from "../../number.ts";
import {describe, holdsNothing} from "../../snapshot/describe.ts";
import type {Answers, ColumnRole, Finding, Mapping, Problem} from "../../snapshot/importer.ts";
import {COLUMN_ROLES} from "../../snapshot/importer.ts";
import {IMPORTERS} from "../../snapshot/importers.ts";
import type {TableName} from "../../snapshot/snapshot.ts";
import {isoDate, isoTime, parseIso, readableSpan} from "../../time.ts";
import {download, h, ICONS, icon} from "../dom.ts";
import {breakable} from "./point-repository.ts";

export interface PreviewEvents {
  onAnswer(names: readonly string[], answers: Answers): void;
  onDrop(name: string): void;
  lastModified(name: string): number | null;
  /** All file names of the preview that lack the same thing, for "use for all". */
  lacking(field: string): readonly string[];
}

/** The card of one file, or of files that belong together. */
export function previewCard(reading: FileReading, events: PreviewEvents): HTMLElement {
  const [name = "pasted text", ...others] = reading.names;
  const leaveOut = () => {
    for (const one of reading.names) events.onDrop(one);
  };
  const drop = h(
    "button",
    {
      class: "icon-button",
      type: "button",
      title: "Leave this file out",
      "aria-label": `Leave ${name} out`,
      on: {click: leaveOut}
    },
    icon(ICONS.close)
  );
  const head = h(
    "header",
    {},
    icon(ICONS.file),
    h("strong", {class: "file"}, name),
    others.length ? h("span", {class: "more"}, others.length === 1 ? others[0]! : `and ${others.length} more`) : null,
    h("div", {class: "spacer"}),
    drop
  );
  if ("error" in reading)
    return h(
      "article",
      {class: "preview bad"},
      head,
      h("div", {class: "message error", role: "alert"}, reading.error.message)
    );
  const {finding} = reading;
  return h(
    "article",
    {class: finding.needs.length ? "preview asks" : "preview"},
    head,
    understood(finding),
    holdsNothing(finding)
      ? h("div", {class: "message warning", role: "note"}, "There is no row in it that could be kept.")
      : null,
    questions(finding, name, events),
    finding.columns ? mapping(finding, name, events) : null,
    finding.reasons.map((reason) => h("div", {class: "message warning", role: "note"}, reason)),
    finding.problems.map((problem) => problemRow(problem, name))
  );
}

const TABLE_WORDS: Readonly<Record<TableName, readonly [string, string]>> = {
  point: ["point", "points"],
  capture: ["captured value", "captured values"],
  file: ["file", "files"],
  match: ["match", "matches"],
  file_span: ["span of a file", "spans of files"],
  match_span: ["span of a match", "spans of matches"],
  language: ["language count", "language counts"],
  commit_week: ["author’s week", "authors’ weeks"],
  blame: ["line’s author", "lines’ authors"],
  owner_file: ["version of an owners file", "versions of owners files"],
  metric: ["measurement", "measurements"],
  event: ["event", "events"]
};

function understood(finding: Finding): HTMLElement {
  const facts = describe(finding);
  const rows = [...facts.rows]
    .map(([table, count]) => `${readableNumber(count)} ${TABLE_WORDS[table][count === 1 ? 0 : 1]}`)
    .join(", ");
  const item = (label: string, value: string | HTMLElement) => h("div", {}, h("dt", {}, label), h("dd", {}, value));
  const repositories =
    facts.repositories.slice(0, 3).join(", ") +
    (facts.repositories.length > 3 ? ` and ${facts.repositories.length - 3} more` : "");
  return h(
    "dl",
    {class: "facts"},
    item("Format", IMPORTERS.find(({format}) => format === finding.format)?.title ?? finding.title),
    item(
      "Understood",
      `${readableNumber(finding.read)} read${finding.skipped ? `, ${readableNumber(finding.skipped)} left out` : ""}${rows ? ` → ${rows}` : ""}`
    ),
    item("Repositories", facts.repositories.length ? h("span", {}, ...breakable(repositories)) : "none yet"),
    item("Time", facts.from === null || facts.to === null ? "not known yet" : readableSpan(facts.from, facts.to)),
    facts.series.length || !facts.rows.size
      ? item(
          "Series",
          facts.series.length
            ? facts.series
                .slice(0, 4)
                .map(({title}) => title)
                .join(", ") + (facts.series.length > 4 ? ` and ${facts.series.length - 4} more` : "")
            : "none yet"
        )
      : null
  );
}

/** Where a fact is from, in words. */
export const sourceOf = (from: string): string =>
  /^(?:the|your|known) /.test(from) ? `from ${from}` : `from the ${from}`;

interface Question {
  readonly field: string;
  readonly label: string;
  readonly fact: string;
  readonly type: "text" | "date";
  readonly placeholder: string;
  read(text: string): Answers | null;
}

const QUESTIONS: readonly Question[] = [
  {
    field: "repository",
    label: "Repository",
    fact: "repository",
    type: "text",
    placeholder: "github.com/owner/name",
    read: (repository) => ({repository})
  },
  {
    field: "time",
    label: "Time the code is from (UTC)",
    fact: "time",
    type: "date",
    placeholder: "2026-08-15",
    read(text) {
      const sampleAt = parseIso(text);
      return sampleAt === null ? null : {sampleAt};
    }
  },
  {
    field: "query",
    label: "What was searched",
    fact: "query",
    type: "text",
    placeholder: "the query, or a short name",
    read: (text) => (/^[\w.-]{1,60}$/.test(text) ? {key: text} : {query: text})
  }
];

/** What the file does not say itself: asked for, or shown with where it came from. */
function questions(finding: Finding, name: string, events: PreviewEvents): HTMLElement | null {
  const asked = QUESTIONS.flatMap((question) => {
    const need = finding.needs.find(({field}) => field === question.field);
    const fact = finding.facts.find(
      ({field}) => field === question.fact || (question.field === "query" && field === "series")
    );
    return need || fact ? [row(question, need?.text ?? null, fact ?? null, name, events)] : [];
  });
  return asked.length ? h("div", {class: "questions"}, asked) : null;
}

function row(
  question: Question,
  need: string | null,
  fact: Finding["facts"][number] | null,
  name: string,
  events: PreviewEvents
): HTMLElement {
  const id = `q-${question.field}-${name}`;
  const input = h("input", {
    id,
    type: question.type,
    placeholder: question.placeholder,
    value: fact ? (question.type === "date" ? fact.value.slice(0, 10) : fact.value) : "",
    "aria-invalid": need !== null
  });
  const answered = (names: readonly string[]) => {
    const answer = input.value.trim() ? question.read(input.value.trim()) : null;
    if (answer) events.onAnswer(names, answer);
  };
  input.addEventListener("change", () => answered([name]));
  const modified = question.field === "time" && need ? events.lastModified(name) : null;
  const suggest = () => {
    input.value = isoDate(modified!);
    answered([name]);
  };
  const others = need ? events.lacking(question.field) : [];
  return h(
    "div",
    {class: "question"},
    h("label", {for: id}, question.label),
    input,
    h("span", {class: need ? "need" : "from"}, need ?? sourceOf(fact!.from)),
    modified
      ? h("button", {class: "link", type: "button", on: {click: suggest}}, `Use the file’s date, ${isoDate(modified)}`)
      : null,
    others.length > 1
      ? h(
          "button",
          {class: "link", type: "button", on: {click: () => answered(others)}},
          `Use for all ${others.length} files`
        )
      : null
  );
}

const ROLE_WORDS: Readonly<Record<ColumnRole, string>> = {
  repository: "Repository",
  time: "Time",
  series: "Series",
  value: "Value",
  files: "Files",
  lines: "Lines",
  matches: "Matches",
  commit: "Commit",
  committedAt: "Commit time",
  path: "Path",
  status: "Status",
  unit: "Unit",
  c1: "Captured value 1",
  c2: "Captured value 2",
  c3: "Captured value 3"
};
/** More columns than this are not drawn: a select for each would stall the page. */
const MOST_COLUMNS = 40;

/** Which column is what, with the first rows to judge by. */
function mapping(finding: Finding, name: string, events: PreviewEvents): HTMLElement {
  const {names, rows, mapping: used} = finding.columns!;
  const roleOf = (index: number) => COLUMN_ROLES.find((role) => used.columns[role] === index) ?? "";
  const change = (index: number, role: string) => {
    const columns: Partial<Record<ColumnRole, number>> = {...used.columns};
    for (const known of COLUMN_ROLES) if (columns[known] === index) delete columns[known];
    if (role) columns[role as ColumnRole] = index;
    events.onAnswer([name], {mapping: {...used, columns}});
  };
  const set = (more: Partial<Mapping>) => events.onAnswer([name], {mapping: {...used, ...more}});
  const shown = names.slice(0, MOST_COLUMNS);
  const order =
    finding.needs.some(({field}) => field === "dateOrder") || used.dateOrder === "dmy" || used.dateOrder === "mdy";
  return h(
    "details",
    {class: "mapping", open: finding.needs.length > 0},
    h("summary", {}, "Which column is what"),
    h(
      "div",
      {class: "mapping-options"},
      h(
        "label",
        {},
        h("input", {
          type: "checkbox",
          checked: used.header !== false,
          on: {change: (event: Event) => set({header: (event.target as HTMLInputElement).checked})}
        }),
        "The first row names the columns"
      ),
      order
        ? h(
            "label",
            {},
            "Dates are written ",
            h(
              "select",
              {
                on: {
                  change: (event: Event) => set({dateOrder: (event.target as HTMLSelectElement).value as "dmy" | "mdy"})
                }
              },
              [
                ["", "…"],
                ["dmy", "day/month/year"],
                ["mdy", "month/day/year"]
              ].map(([value, text]) => h("option", {value, selected: used.dateOrder === value}, text))
            )
          )
        : null
    ),
    h(
      "div",
      {class: "scroll"},
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            shown.map((column, i) =>
              h(
                "th",
                {scope: "col"},
                h("span", {}, column),
                h(
                  "select",
                  {
                    "aria-label": `What column ${column} holds`,
                    on: {change: (event: Event) => change(i, (event.target as HTMLSelectElement).value)}
                  },
                  h("option", {value: ""}, "not used"),
                  COLUMN_ROLES.map((role) => h("option", {value: role, selected: roleOf(i) === role}, ROLE_WORDS[role]))
                )
              )
            )
          )
        ),
        h(
          "tbody",
          {},
          rows.slice(0, 5).map((cells) =>
            h(
              "tr",
              {},
              shown.map((_, i) => h("td", {}, (cells[i] ?? "").slice(0, 60)))
            )
          )
        )
      )
    ),
    names.length > MOST_COLUMNS
      ? h("p", {class: "source"}, `${names.length - MOST_COLUMNS} more columns are not shown.`)
      : null
  );
}

/** A reason with its places; every skipped row can be downloaded. */
export function problemRow(problem: Problem, name: string): HTMLElement {
  const {text, count, places, effect} = problem;
  const shown = places.slice(0, 8).flatMap(({line}) => (line === undefined ? [] : [line]));
  const save = () =>
    download(
      `${name}.${effect === "skipped" ? "skipped" : "notes"}.csv`,
      csvRecord(["file", "line", "reason"]) +
        places.map((place) => csvRecord([place.file ?? name, place.line ?? null, text])).join(""),
      "text/csv"
    );
  return h(
    "div",
    {class: `message ${effect === "skipped" ? "warning" : "note"}`, role: "note"},
    effect === "skipped" ? `${readableNumber(count)} left out: ` : "",
    text,
    shown.length
      ? h(
          "span",
          {class: "place"},
          ` ${count > 1 ? "Lines" : "Line"} ${shown.join(", ")}${count > shown.length ? " …" : "."}`
        )
      : effect !== "skipped" && count > 1
        ? h("span", {class: "place"}, ` ${readableNumber(count)} times.`)
        : null,
    places.length > shown.length || effect === "skipped"
      ? [" ", h("button", {class: "link", type: "button", on: {click: save}}, "Save the list")]
      : null
  );
}

/** When a record was made, for tables: the date, with the time on hover. */
export function stamp(text: string | undefined): HTMLElement {
  const time = text ? parseIso(text) : null;
  return h("span", {title: time === null ? "" : isoTime(time)}, time === null ? "–" : isoDate(time));
}
