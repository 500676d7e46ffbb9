/** The templates by section: tabs, four cards each, and all of them on request. */
import {kindDescription} from "../../insight/kinds/index.ts";
import {TEMPLATE_SECTIONS, type TemplateSection} from "../../insight/templates/index.ts";
import {
  type InsightTemplate,
  isAnswered,
  templateCommands,
  templateNeeds,
  templateValues
} from "../../insight/templates/template.ts";
import {TAB_TITLES, type TabTitle} from "../../ping/vocabulary.ts";
import type {App} from "../app.ts";
import {creationHash} from "../creation-link.ts";
import {fill, h, ICONS, icon} from "../dom.ts";
import {routeHash} from "../router.ts";
import {commandList, copyButton} from "./commands.ts";

/** So many cards stand in a tab before “Show more”. */
const FEW = 4;

export function templateTabs(app: App, after: Promise<unknown>): {readonly dom: HTMLElement} {
  let held: readonly string[] = [];
  let chosen = TEMPLATE_SECTIONS[0]!;
  const open = new Set<string>();
  const panel = h("div", {class: "template-panel", role: "tabpanel", id: "template-panel", tabindex: -1});
  const tabs = TEMPLATE_SECTIONS.map((section, i) => {
    const tab = h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `template-tab-${i}`,
        "aria-controls": "template-panel",
        on: {click: () => choose(section, true)}
      },
      section.title
    );
    return {section, tab};
  });
  const list = h(
    "div",
    {class: "tabs", role: "tablist", "aria-label": "Templates by section"},
    tabs.map(({tab}) => tab)
  );
  list.addEventListener("keydown", (event) => {
    const place = tabs.findIndex(({section}) => section === chosen);
    const next = {ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: tabs.length - 1}[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const {section, tab} = tabs[(next + tabs.length) % tabs.length]!;
    choose(section, true);
    tab.focus();
  });
  const titled = (section: TemplateSection): TabTitle => TAB_TITLES.find((title) => title === section.title) ?? "Other";
  const choose = (section: TemplateSection, count: boolean) => {
    if (count && section !== chosen) void app.log.record("InsightsGetStartedTabClick", {title: titled(section)});
    chosen = section;
    for (const one of tabs) {
      const isChosen = one.section === section;
      one.tab.setAttribute("aria-selected", String(isChosen));
      one.tab.tabIndex = isChosen ? 0 : -1;
      if (isChosen) panel.setAttribute("aria-labelledby", one.tab.id);
    }
    show();
  };
  const show = () => {
    const {templates, title} = chosen;
    const shown = open.has(title) ? templates : templates.slice(0, FEW);
    const more = () => {
      void app.log.record("InsightsGetStartedTabMoreClick", {title: titled(chosen)});
      open.add(title);
      show();
      panel.querySelectorAll<HTMLElement>(".template h3")[FEW]?.focus();
    };
    fill(
      panel,
      h(
        "ul",
        {class: "templates"},
        shown.map((template) => h("li", {}, card(app, template, held)))
      ),
      shown.length < templates.length
        ? h(
            "button",
            {class: "button", type: "button", on: {click: more}},
            `Show ${templates.length - shown.length} more`
          )
        : null
    );
  };
  choose(chosen, false);
  // which templates the data of the workspace answers already
  void after
    .catch(() => undefined)
    .then(() => app.store("workspace").contents())
    .then(({series}) => {
      held = series.map(({query}) => query);
      if (held.length) show();
    })
    .catch(() => undefined);
  return {
    dom: h(
      "section",
      {class: "template-section", "aria-labelledby": "templates-title"},
      h("h2", {id: "templates-title"}, "Begin with a template"),
      list,
      panel
    )
  };
}

function card(app: App, template: InsightTemplate, held: readonly string[]): HTMLElement {
  const {title, description, caution, kind, searches} = template;
  const answered = held.length > 0 && isAnswered(template, held);
  const queries = searches.map(({query}) => query).join("\n");
  return h(
    "article",
    {class: "template", "aria-label": title},
    h("h3", {tabindex: -1}, title),
    h("p", {class: "template-kind"}, kindDescription(kind).title),
    h("p", {}, description),
    caution ? h("p", {class: "caution"}, icon(ICONS.warning), h("span", {}, caution)) : null,
    h(
      "ul",
      {class: "template-series"},
      searches.map(({label, query, color}) =>
        h(
          "li",
          {},
          color
            ? h("span", {class: "color-swatch", style: `background:var(--s${color})`, "aria-hidden": "true"})
            : null,
          h("code", {title: label ? `${label}: ${query}` : query}, query)
        )
      )
    ),
    answered
      ? h("p", {class: "template-needs here"}, icon(ICONS.check), "Its data is here.")
      : h(
          "details",
          {class: "template-needs"},
          h("summary", {}, "Data it needs"),
          h("p", {}, templateNeeds(template)),
          searches.map((search) => {
            const {clones, src, ripgrep} = templateCommands(template, search);
            return [
              clones.length ? commandList("From clones on this machine, with all their history:", clones) : null,
              commandList(search.label ? `“${search.label}”, over many repositories:` : "Over many repositories:", src),
              ripgrep.length ? commandList("Or in the clone of one repository:", ripgrep) : null
            ];
          }),
          h("p", {}, "Then drop files that a search made on ", h("a", {href: routeHash("data")}, "the Data page"), ".")
        ),
    h(
      "div",
      {class: "buttons"},
      h(
        "a",
        {
          class: "button",
          href: creationHash(kind, templateValues(template), {back: routeHash("get-started")}),
          on: {click: () => void app.log.record("InsightGetStartedTemplateClick")}
        },
        "Use this template"
      ),
      copyButton(
        searches.length > 1 ? "Copy queries" : "Copy query",
        queries,
        () => void app.log.record("InsightGetStartedTemplateCopyClick")
      )
    )
  );
}
