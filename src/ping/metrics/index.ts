import {insightAddition} from "./insight-addition.ts";
import {insightDataPointClick} from "./insight-data-point-click.ts";
import {insightEdit} from "./insight-edit.ts";
import {insightHover} from "./insight-hover.ts";
import {insightRemoval} from "./insight-removal.ts";
import {insightUiCustomization} from "./insight-ui-customization.ts";
import {insightsPageView} from "./insights-page-view.ts";
import {insightsUniquePageView} from "./insights-unique-page-view.ts";
import type {PingMetric} from "./metric.ts";

/** The metrics in the order of the page that defines them. */
export const PING_METRICS = [
  insightAddition,
  insightEdit,
  insightRemoval,
  insightHover,
  insightUiCustomization,
  insightDataPointClick,
  insightsPageView,
  insightsUniquePageView
] as const satisfies readonly PingMetric[];
