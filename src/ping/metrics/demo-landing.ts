import {DEMO_CODES} from "../event-types.ts";
import {eventCount, type PingMetric, tidemark, upstream} from "./metric.ts";

const COUNTS = Object.values(DEMO_CODES).map((code) =>
  eventCount(
    code,
    `Demo: ${code.replace(/^CloudInsights?GetStarted(?:Page)?/, "")}`,
    code.includes("Tab") ? "title" : null
  )
);
const CODES = COUNTS.map(({code}) => code);

/** The get-started page of a public demo. */
export const demoLanding: PingMetric = {
  title: "Get-started page of a public demo",
  heading: null,
  purpose: "The same as on the get-started page, for visitors who only try it.",
  upstream: upstream({
    type: "FE event",
    implementation:
      "The events of the in-product page with Cloud before their names, sent by the cloud's landing page.",
    considerations: "They are in no field of the payload.",
    codes: CODES,
    added: "3.37"
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation:
      "Where the page that holds the app has the meta element tidemark-demo, the acts on the get-started page are recorded under these names, and those on its live example have the type CloudLandingPageInsight.",
    codes: CODES,
    added: "0.2.0"
  }),
  counts: COUNTS
};
