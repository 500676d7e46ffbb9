import {eventCount, type PingMetric, tidemark, upstream} from "./metric.ts";

/** Queries of templates that were copied. */
export const templateCopies: PingMetric = {
  title: "Template queries copied",
  heading: null,
  purpose: "Whether templates are of use outside the creation form.",
  upstream: upstream({
    type: "FE event",
    implementation: "Events of the browser for “copy query”, and for the big card of a template.",
    codes: ["InsightGetStartedTemplateCopyClick", "InsightsGetStartedBigTemplateClick"],
    added: "3.37"
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation: "One event when the query of a template is copied.",
    considerations: "There are no big cards of templates, so InsightsGetStartedBigTemplateClick is not recorded.",
    codes: ["InsightGetStartedTemplateCopyClick"],
    added: "0.2.0"
  }),
  counts: [eventCount("InsightGetStartedTemplateCopyClick", "Template queries copied")]
};
