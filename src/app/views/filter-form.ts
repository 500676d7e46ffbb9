/** The form of filters: what is written, what is wrong with it, and how much of the data it leaves. */
import {repositoryTest} from "../../insight/scope.ts";
import {countedNoun} from "../../number.ts";
import {quoteRegex} from "../../query/quote.ts";
import {fill, h, type View} from "../dom.ts";
import {
  type DraftField,
  draftPatterns,
  draftProblems,
  EMPTY_DRAFT,
  type FilterDraft,
  linesOf
} from "../notebook/filter-draft.ts";

/** What there is to choose from. */
export interface FilterChoices {
  readonly repositories: readonly string[];
  /** Labels of captured values; null where the insight has none. */
  readonly captures: readonly string[] | null;
  readonly contexts: ReadonlyMap<string, {readonly include: readonly string[]; readonly exclude: readonly string[]}>;
  /** Of files; null where filters by file cannot be used. */
  readonly files: {
    readonly languages: readonly string[];
    readonly owners: readonly string[];
    readonly teams: readonly string[];
  } | null;
  /** Sort, limit and samples are of one insight, not of a notebook. */
  readonly hasDisplay: boolean;
}

export interface FilterForm extends View<FilterDraft> {
  update(draft: FilterDraft): void;
  setChoices(choices: FilterChoices): void;
  readonly draft: FilterDraft;
  /** True when what is written can be used. */
  readonly isValid: boolean;
}

const SORTS = [
  ["", "As the insight says"],
  ["result-count", "By result count"],
  ["median", "By median"],
  ["date-added", "By date added"],
  ["lexicographical", "By name"],
  ["as-written", "As written"]
] as const;

const DIRECTIONS = [
  ["", "Usual"],
  ["desc", "Descending"],
  ["asc", "Ascending"]
] as const;

/** Fields that hold several names, which are ticked. */
type ListField = "contexts" | "owner" | "team";

/** More repositories than this are not listed one by one. */
const MOST_LISTED = 200;
/**
 * More names than this are tested once nothing was typed for so many milliseconds, so many at a time: the chart goes first,
 * and what is typed meanwhile waits for a few milliseconds only.
 */
const MOST_AT_ONCE = 1000;
const PAUSE = 150;

/** A form over a draft; `onChange` is told of every change, valid or not. */
export function filterForm(first: FilterDraft, onChange: () => void): FilterForm {
  let draft = first;
  let choices: FilterChoices | null = null;
  const controls = new Map<DraftField, HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>();
  const problems = new Map<DraftField, HTMLElement>();
  const set = (change: Partial<FilterDraft>) => {
    draft = {...draft, ...change};
    show();
    onChange();
  };
  const labelled = (
    field: Exclude<DraftField, ListField>,
    label: string,
    control: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement
  ) => {
    const problem = h("p", {class: "filter-problem", id: `filter-${field}-problem`, role: "alert", hidden: true});
    control.id = `filter-${field}`;
    control.setAttribute("aria-describedby", problem.id);
    control.addEventListener("input", () => set({[field]: control.value}));
    controls.set(field, control);
    problems.set(field, problem);
    return h("div", {class: "filter-field"}, h("label", {for: control.id}, label), control, problem);
  };
  const area = (
    field: "include" | "exclude" | "captureInclude" | "captureExclude" | "pathInclude" | "pathExclude",
    label: string,
    example: string
  ) =>
    labelled(
      field,
      label,
      h("textarea", {rows: 2, spellcheck: "false", autocapitalize: "off", placeholder: example, class: "code"})
    );
  const select = (
    field: "sort" | "direction" | "language",
    label: string,
    options: readonly (readonly [string, string])[]
  ) =>
    labelled(
      field,
      label,
      h(
        "select",
        {},
        options.map(([value, text]) => h("option", {value}, text))
      )
    );
  const line = (field: "from" | "until" | "limit" | "samples", label: string, example: string) =>
    labelled(
      field,
      label,
      h("input", {type: "text", placeholder: example, inputmode: example.length > 4 ? "text" : "numeric"})
    );
  const count = h("p", {class: "filter-count", role: "status"});
  const list = h("ul", {class: "filter-list"});
  const listing = h("details", {class: "filter-listing"}, h("summary", {}, "Repositories"), list);
  const fieldset = () => h("fieldset", {class: "filter-contexts", hidden: true});
  const contexts = fieldset();
  const teams = fieldset();
  const owners = fieldset();
  const teamProblem = h("p", {class: "filter-problem", role: "alert", hidden: true});
  problems.set("team", teamProblem);
  const captureCount = h("p", {class: "filter-count", role: "status"});
  const captures = h(
    "section",
    {hidden: true},
    h("h3", {}, "Captured values"),
    area("captureInclude", "Include", "^22\\b"),
    area("captureExclude", "Exclude", "-rc"),
    captureCount
  );
  const files = h(
    "section",
    {hidden: true},
    h("h3", {}, "Files"),
    area("pathInclude", "Paths to include", "^src/"),
    area("pathExclude", "Paths to exclude", "\\.test\\."),
    select("language", "Language", [["", "All"]]),
    teams,
    owners,
    teamProblem
  );
  const display = h(
    "section",
    {hidden: true},
    h("h3", {}, "Sort and limit"),
    h("div", {class: "filter-row"}, select("sort", "Sort", SORTS), select("direction", "Direction", DIRECTIONS)),
    h("div", {class: "filter-row"}, line("limit", "Series shown", "20"), line("samples", "Points a series", "90"))
  );
  const dom = h(
    "div",
    {class: "filter-form"},
    h(
      "section",
      {},
      h("h3", {}, "Repositories"),
      contexts,
      area("include", "Include: any of these regular expressions, one a line", "^github\\.com/acme/"),
      area("exclude", "Exclude: none of these", "-archive$"),
      count,
      listing
    ),
    captures,
    files,
    h(
      "section",
      {},
      h("h3", {}, "Time window"),
      h("div", {class: "filter-row"}, line("from", "From", "2026-01-01"), line("until", "Until", "2026-08-15"))
    ),
    display
  );

  /** What passes, as it is listed once the list is open. */
  let listed: ReadonlySet<string> | null = null;
  listing.addEventListener("toggle", () => {
    if (listed) showList(listed);
  });
  let counting: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  const show = () => {
    for (const [field, control] of controls) {
      const value = String(draft[field]);
      if (control.value !== value) control.value = value;
    }
    const wrong = draftProblems(draft);
    for (const [field, place] of problems) {
      const text = wrong[field];
      place.hidden = !text;
      place.textContent = text ?? "";
      controls.get(field)?.setAttribute("aria-invalid", String(Boolean(text)));
    }
    clearTimeout(counting);
    const mine = ++turn;
    const names = (choices?.repositories.length ?? 0) + (choices?.captures?.length ?? 0);
    if (names <= MOST_AT_ONCE) return void showCounts(wrong, mine);
    // what stands there is of the letter before
    count.classList.add("of-before");
    counting = setTimeout(() => void showCounts(wrong, mine), PAUSE);
  };
  /** The names that pass, found in steps; null when something else is asked by then. */
  const passing = async (names: readonly string[], passes: (name: string) => boolean, mine: number) => {
    const kept: string[] = [];
    for (let from = 0; from < names.length; from += MOST_AT_ONCE) {
      if (from) await new Promise((next) => setTimeout(next));
      if (mine !== turn) return null;
      for (const name of names.slice(from, from + MOST_AT_ONCE)) if (passes(name)) kept.push(name);
    }
    return kept;
  };
  const showCounts = async (wrong: ReturnType<typeof draftProblems>, mine: number) => {
    if (!choices) return fill(count, "Counting the repositories…");
    const {repositories, captures: values} = choices;
    if (wrong.include || wrong.exclude) {
      count.classList.remove("of-before");
      fill(count, "Nothing changes while a regular expression cannot be read.");
    } else {
      const passes = repositoryTest([
        draftPatterns(draft.include, draft.exclude),
        ...draft.contexts.flatMap((name) => choices!.contexts.get(name) ?? [])
      ]);
      const isLong = repositories.length > MOST_AT_ONCE;
      const kept = isLong ? await passing(repositories, passes, mine) : repositories.filter(passes);
      if (!kept) return;
      count.classList.remove("of-before");
      fill(
        count,
        h("strong", {}, String(kept.length)),
        ` of ${countedNoun(repositories.length, "repository matches", "repositories match")}`
      );
      count.classList.toggle("none", kept.length === 0);
      showList(new Set(kept));
    }
    if (values && !wrong.captureInclude && !wrong.captureExclude) {
      const passes = repositoryTest([draftPatterns(draft.captureInclude, draft.captureExclude)]);
      const kept = values.filter(passes).length;
      fill(
        captureCount,
        h("strong", {}, String(kept)),
        ` of ${countedNoun(values.length, "value matches", "values match")}`
      );
      captureCount.classList.toggle("none", kept === 0);
    }
  };
  const showList = (kept: ReadonlySet<string>) => {
    listed = kept;
    if (!listing.open) return;
    const all = choices!.repositories;
    fill(
      list,
      all.slice(0, MOST_LISTED).map((name) =>
        h(
          "li",
          {class: kept.has(name) ? "" : "left-out"},
          h("span", {class: "repo", title: kept.has(name) ? "counted" : "left out"}, name),
          h(
            "span",
            {class: "filter-list-actions"},
            action("only", `Only ${name}`, () => set({include: exactly(name), exclude: ""})),
            action(kept.has(name) ? "without" : "with", `${kept.has(name) ? "Without" : "With"} ${name}`, () =>
              toggle(name, kept.has(name))
            )
          )
        )
      ),
      all.length > MOST_LISTED ? h("li", {class: "more"}, `and ${all.length - MOST_LISTED} more`) : null
    );
  };
  const action = (word: string, label: string, run: () => void) =>
    h("button", {type: "button", class: "link", "aria-label": label, on: {click: () => keepFocus(label, run)}}, word);
  /** The list is built anew by a change: the button at the same place gets the focus. */
  const keepFocus = (label: string, run: () => void) => {
    const row = label.slice(label.indexOf(" ") + 1);
    run();
    for (const button of list.querySelectorAll<HTMLElement>("button"))
      if (button.getAttribute("aria-label")?.endsWith(` ${row}`)) {
        button.focus({preventScroll: true});
        if (button.getAttribute("aria-label") === label) break;
      }
  };
  const toggle = (name: string, isKept: boolean) => {
    const own = exactly(name);
    if (isKept) {
      const include = linesOf(draft.include).filter((pattern) => pattern !== own);
      const wasNamed = include.length > 0 && include.length < linesOf(draft.include).length;
      if (wasNamed) set({include: include.join("\n")});
      else set({exclude: [...linesOf(draft.exclude), own].join("\n")});
    } else {
      const exclude = linesOf(draft.exclude).filter((pattern) => pattern !== own);
      const wasExcluded = exclude.length < linesOf(draft.exclude).length;
      if (wasExcluded) set({exclude: exclude.join("\n")});
      else set({include: [...linesOf(draft.include), own].join("\n")});
    }
  };
  /** The languages there are, and the one that is written when it is none of them. */
  const setLanguages = (words: readonly string[]) => {
    const now = draft.language;
    const all = now && !words.includes(now) ? [now, ...words] : words;
    fill(
      controls.get("language")!,
      h("option", {value: ""}, "All"),
      all.map((word) => h("option", {value: word}, word.replaceAll("\n", ", ")))
    );
  };
  const showLists = () => {
    showTicks(contexts, "contexts", "Search contexts", [...(choices?.contexts.keys() ?? [])]);
    showTicks(teams, "team", "Teams: any of these", choices?.files?.teams ?? []);
    showTicks(owners, "owner", "Owners: any of these", choices?.files?.owners ?? []);
  };
  /** What there is to tick, and what is written and is not there. */
  const showTicks = (place: HTMLElement, field: ListField, legend: string, known: readonly string[]) => {
    const names = [...draft[field].filter((name) => !known.includes(name)), ...known];
    place.hidden = names.length === 0;
    fill(
      place,
      h("legend", {}, legend),
      names.map((name) =>
        h(
          "label",
          {class: "choice"},
          h("input", {
            type: "checkbox",
            checked: draft[field].includes(name),
            on: {
              change: (event: Event) => {
                const isOn = (event.target as HTMLInputElement).checked;
                set({[field]: isOn ? [...draft[field], name] : draft[field].filter((one) => one !== name)});
              }
            }
          }),
          name
        )
      )
    );
  };
  show();
  return {
    dom,
    get draft() {
      return draft;
    },
    get isValid() {
      return Object.keys(draftProblems(draft)).length === 0;
    },
    update(next) {
      draft = {...EMPTY_DRAFT, ...next};
      showLists();
      show();
    },
    setChoices(next) {
      choices = next;
      captures.hidden = next.captures === null;
      files.hidden = next.files === null;
      if (next.files) setLanguages(next.files.languages);
      display.hidden = !next.hasDisplay;
      showLists();
      show();
    }
  };
}

/** A regular expression that finds just this name. */
function exactly(name: string): string {
  return `^${quoteRegex(name)}$`;
}
