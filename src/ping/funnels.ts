/** The creation flows, step by step: how many came to each step, and what was lost on the way. */
import {type Funnel, type FunnelStep, type PingRow, rowOf} from "./week.ts";

/** A step of a funnel; the last one may end in several ways. */
interface FunnelShape {
  readonly title: string;
  /** True for the funnels of the page that defines the pings. */
  readonly onPage: boolean;
  readonly steps: readonly (readonly (readonly [code: string, label: string])[])[];
}

const FIRST = [["ViewCodeInsightsCreationPage", "Creation page seen"]] as const;

export const FUNNELS: readonly FunnelShape[] = [
  {
    title: "Search insight",
    onPage: true,
    steps: [
      FIRST,
      [["CodeInsightCreateSearchBasedInsightClick", "Card clicked"]],
      [["ViewSearchBasedCreationPage", "Form seen"]],
      [
        ["SearchBasedCreationPageSubmitClick", "Submitted"],
        ["SearchBasedCreationPageCancelClick", "Cancelled"]
      ]
    ]
  },
  {
    title: "Language insight",
    onPage: true,
    steps: [
      FIRST,
      [["CodeInsightsCreateCodeStatsInsightClick", "Card clicked"]],
      [["ViewCodeInsightsCodeStatsCreationPage", "Form seen"]],
      [
        ["CodeInsightsCodeStatsCreationPageSubmitClick", "Submitted"],
        ["CodeInsightsCodeStatsCreationPageCancelClick", "Cancelled"]
      ]
    ]
  },
  {
    title: "Third-party metric",
    onPage: true,
    steps: [
      FIRST,
      [["CodeInsightsExploreInsightExtensionsClick", "Card clicked"]],
      [["ViewCodeInsightsMetricCreationPage", "Form seen"]],
      [
        ["CodeInsightsMetricCreationPageSubmitClick", "Submitted"],
        ["CodeInsightsMetricCreationPageCancelClick", "Cancelled"]
      ]
    ]
  },
  {
    title: "Detect and track",
    onPage: false,
    steps: [
      FIRST,
      [["CodeInsightsCreateCaptureGroupInsightClick", "Card clicked"]],
      [["ViewCodeInsightsCaptureGroupCreationPage", "Form seen"]],
      [
        ["CodeInsightsCaptureGroupCreationPageSubmitClick", "Submitted"],
        ["CodeInsightsCaptureGroupCreationPageCancelClick", "Cancelled"]
      ]
    ]
  },
  {
    title: "Group results",
    onPage: false,
    steps: [
      FIRST,
      [["CodeInsightsCreateComputeInsightClick", "Card clicked"]],
      [["ViewCodeInsightsComputeCreationPage", "Form seen"]],
      [
        ["CodeInsightsComputeCreationPageSubmitClick", "Submitted"],
        ["CodeInsightsComputeCreationPageCancelClick", "Cancelled"]
      ]
    ]
  }
];

/** The funnels of a week. Of a step with a choice each way stands alone; the first of them says what is lost. */
export function funnelsOf(rows: readonly PingRow[]): Funnel[] {
  return FUNNELS.map(({title, steps}) => {
    let before: number | null = null;
    const shown: FunnelStep[] = [];
    steps.forEach((ways, i) => {
      const counts = ways.map(([code]) => rowOf(rows, code).count);
      const sum = counts.includes(null) ? null : counts.reduce<number>((total, count) => total + count!, 0);
      ways.forEach(([code, label], way) => {
        shown.push({
          number: ways.length > 1 ? `${i + 1}.${way + 1}` : String(i + 1),
          code,
          label,
          count: counts[way]!,
          lost: way > 0 || before === null || sum === null ? null : before - sum,
          before
        });
      });
      before = sum;
    });
    return {title, steps: shown};
  });
}
