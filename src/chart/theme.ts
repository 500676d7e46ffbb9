/** What every chart has in common. Colours are CSS variables: one drawing serves light, dark and print. */
export const CHART_FONT = "Inter Variable, Inter, system-ui, sans-serif";
export const CHART_FONT_SIZE = 12;

export const VEGA_CONFIG = {
  background: null,
  font: CHART_FONT,
  aria: false,
  view: {stroke: null},
  mark: {color: "var(--s1)"},
  line: {strokeWidth: 1.75, strokeCap: "round", strokeJoin: "round", color: "var(--s1)"},
  rule: {color: "var(--ink-2)"},
  point: {filled: true, size: 28},
  bar: {color: "var(--s1)"},
  area: {color: "var(--s1)", opacity: 0.85},
  text: {color: "var(--ink)", fontSize: CHART_FONT_SIZE},
  axis: {
    domain: false,
    ticks: false,
    grid: false,
    labelColor: "var(--ink-2)",
    labelFontSize: CHART_FONT_SIZE,
    labelPadding: 8,
    titleColor: "var(--ink-2)",
    titleFontSize: CHART_FONT_SIZE,
    titleFontWeight: "normal",
    gridColor: "var(--rule)",
    gridWidth: 1,
    domainColor: "var(--rule-2)",
    tickColor: "var(--rule-2)"
  },
  axisX: {domain: true, ticks: true, tickSize: 4, labelFlush: true, labelOverlap: true},
  axisY: {grid: true, titleAlign: "left", titleAngle: 0, titleAnchor: "end", titleY: -10},
  legend: {
    labelColor: "var(--ink-2)",
    labelFontSize: CHART_FONT_SIZE,
    titleColor: "var(--ink-2)",
    titleFontSize: CHART_FONT_SIZE,
    titleFontWeight: "normal",
    orient: "top",
    // above the title of the axis, which stands over its labels
    offset: 28,
    symbolStrokeWidth: 2
  },
  header: {
    labelColor: "var(--ink-2)",
    titleColor: "var(--ink-2)",
    labelFontSize: CHART_FONT_SIZE,
    titleFontSize: CHART_FONT_SIZE
  },
  title: {color: "var(--ink)", subtitleColor: "var(--ink-2)", fontSize: 14, fontWeight: 600, anchor: "start"},
  range: {
    category: Array.from({length: 8}, (_, i) => `var(--s${i + 1})`),
    ordinal: {scheme: "tide-ramp"},
    heatmap: {scheme: "tide-heat"},
    ramp: {scheme: "tide-ramp"},
    diverging: {scheme: "tide-diverging"}
  },
  scale: {useUnaggregatedDomain: false},
  timeFormat: "%-d %b %Y"
} as const;
