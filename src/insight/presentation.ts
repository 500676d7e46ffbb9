/** How an insight is shown; the question and its numbers are the same in each. */
export const PRESENTATIONS = ["line", "area", "stacked", "percent-stacked", "bar", "pie", "number", "table"] as const;

export type Presentation = (typeof PRESENTATIONS)[number];
