/**
 * The smell check: pings that have to agree with each other, and what does not. The page that defines the pings asks for
 * it, because a ping that is wrong spoils months of data before anybody notices.
 */
import type {PingEvent} from "./event.ts";
import type {EventCode} from "./event-types.ts";
import type {InsightType} from "./vocabulary.ts";
import type {SmellCheck} from "./week.ts";

interface Form {
  readonly name: string;
  readonly type: InsightType;
  readonly click: EventCode;
  readonly view: EventCode;
  readonly submit: EventCode;
  readonly cancel: EventCode;
}

const FORMS: readonly Form[] = [
  {
    name: "search",
    type: "SearchBased",
    click: "CodeInsightCreateSearchBasedInsightClick",
    view: "ViewSearchBasedCreationPage",
    submit: "SearchBasedCreationPageSubmitClick",
    cancel: "SearchBasedCreationPageCancelClick"
  },
  {
    name: "language",
    type: "LangStats",
    click: "CodeInsightsCreateCodeStatsInsightClick",
    view: "ViewCodeInsightsCodeStatsCreationPage",
    submit: "CodeInsightsCodeStatsCreationPageSubmitClick",
    cancel: "CodeInsightsCodeStatsCreationPageCancelClick"
  },
  {
    name: "capture-group",
    type: "CaptureGroup",
    click: "CodeInsightsCreateCaptureGroupInsightClick",
    view: "ViewCodeInsightsCaptureGroupCreationPage",
    submit: "CodeInsightsCaptureGroupCreationPageSubmitClick",
    cancel: "CodeInsightsCaptureGroupCreationPageCancelClick"
  },
  {
    name: "group-results",
    type: "ComputeInsight",
    click: "CodeInsightsCreateComputeInsightClick",
    view: "ViewCodeInsightsComputeCreationPage",
    submit: "CodeInsightsComputeCreationPageSubmitClick",
    cancel: "CodeInsightsComputeCreationPageCancelClick"
  },
  {
    name: "third-party",
    type: "metric",
    click: "CodeInsightsExploreInsightExtensionsClick",
    view: "ViewCodeInsightsMetricCreationPage",
    submit: "CodeInsightsMetricCreationPageSubmitClick",
    cancel: "CodeInsightsMetricCreationPageCancelClick"
  }
];

/** The comparisons over the events of a week that are no captures. */
export function smellCheck(events: readonly PingEvent[]): SmellCheck[] {
  const of = (code: EventCode) => events.filter(({name}) => name === code);
  const people = (code: EventCode) => new Set(of(code).map(({user}) => user)).size;
  const checks: SmellCheck[] = [
    compare("Unique page views and people who viewed", "=", [
      ["people with an InsightsUniquePageView", people("InsightsUniquePageView")],
      ["people with an InsightsPageView", people("InsightsPageView")]
    ]),
    compare("Unique page views and page views", "≤", [
      ["InsightsUniquePageView", of("InsightsUniquePageView").length],
      ["InsightsPageView", of("InsightsPageView").length]
    ]),
    compare("Views of single pages and page views", "≤", [
      [
        "views of get-started, creation and insight pages",
        [
          "InsightsGetStartedPage",
          "ViewCodeInsightsCreationPage",
          "StandaloneInsightPageViewed",
          ...FORMS.map(({view}) => view)
        ].reduce((sum, code) => sum + of(code as EventCode).length, 0)
      ],
      ["InsightsPageView", of("InsightsPageView").length]
    ]),
    compare("“Show more” clicks and views of the get-started page", "≤", [
      ["people with an InsightsGetStartedTabMoreClick", people("InsightsGetStartedTabMoreClick")],
      ["people with an InsightsGetStartedPage", people("InsightsGetStartedPage")]
    ])
  ];
  for (const {name, type, click, view, submit, cancel} of FORMS) {
    const byForm = (code: EventCode) =>
      of(code).filter(({argument}) => argument.source === "form" && argument.insightType === type).length;
    const made = byForm("InsightAddition");
    checks.push(
      compare(`Additions and submits of the ${name} form`, "≤", [
        [`InsightAddition by form of ${type}`, made],
        [submit, of(submit).length]
      ]),
      // the form edits too: a submit that is no addition is an edit
      compare(`Submits of the ${name} form and what they made or changed`, "≤", [
        [submit, of(submit).length],
        [`InsightAddition and InsightEdit by form of ${type}`, made + byForm("InsightEdit")]
      ]),
      compare(`Card clicks and views of the ${name} form`, "≤", [
        [click, of(click).length],
        [view, of(view).length]
      ]),
      compare(`Ends and views of the ${name} form`, "≤", [
        [`${submit} and ${cancel}`, of(submit).length + of(cancel).length],
        [view, of(view).length]
      ])
    );
  }
  // what was never done on either side says nothing
  return checks.filter(({left, right}) => left.count || right.count);
}

function compare(
  title: string,
  relation: "=" | "≤",
  [[leftLabel, left], [rightLabel, right]]: readonly [readonly [string, number], readonly [string, number]]
): SmellCheck {
  const agrees = relation === "=" ? left === right : left <= right;
  return {
    title,
    left: {label: leftLabel, count: left},
    relation,
    right: {label: rightLabel, count: right},
    agrees,
    finding: agrees
      ? ""
      : `${leftLabel} is ${left} and ${rightLabel} is ${right}; expected ${relation === "=" ? "the same" : "no more than that"}. One of them is recorded wrongly, or part of the log is missing.`
  };
}
