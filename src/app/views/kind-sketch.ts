/** A small drawing of what a kind of insight looks like. */

const NS = "http://www.w3.org/2000/svg";

/** Strokes in a box of 120 × 56: a path and the number of its colour. */
const SKETCHES: Readonly<Record<string, readonly (readonly [path: string, color: number])[]>> = {
  search: [
    ["M4 14 C30 14 40 20 60 34 S96 50 116 50", 2],
    ["M4 50 C30 50 44 42 62 28 S96 8 116 8", 1]
  ],
  "capture-group": [
    ["M4 44 C40 44 60 30 116 10", 1],
    ["M4 26 C40 20 70 36 116 30", 4],
    ["M4 34 C40 40 80 44 116 50", 3],
    ["M40 52 C70 50 90 46 116 40", 5]
  ],
  "group-by": [
    ["M8 10 H108", 1],
    ["M8 22 H82", 1],
    ["M8 34 H60", 1],
    ["M8 46 H34", 1]
  ],
  "language-stats": [
    ["M28 8 A20 20 0 0 1 46.5 35.5", 1],
    ["M46.5 35.5 A20 20 0 0 1 12.7 40.8", 2],
    ["M12.7 40.8 A20 20 0 0 1 28 8", 3]
  ],
  metric: [
    ["M4 48 L24 40 L44 42 L64 26 L84 28 L116 10", 6],
    ["M4 22 H116", 8]
  ],
  formula: [
    ["M6 18 H26 M16 9.5 V10.5 M16 25.5 V26.5", 8],
    ["M4 50 C44 48 76 26 116 10", 4]
  ]
};

const BARS: ReadonlySet<string> = new Set(["group-by", "language-stats"]);

export function kindSketch(kind: string): SVGSVGElement {
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", "0 0 120 56");
  svg.setAttribute("class", "kind-sketch");
  svg.setAttribute("aria-hidden", "true");
  for (const [d, color] of SKETCHES[kind] ?? SKETCHES.search!) {
    const path = document.createElementNS(NS, "path");
    path.setAttribute("d", d);
    path.style.stroke = `var(--s${color})`;
    path.style.strokeWidth = BARS.has(kind) ? "7" : "2.5";
    if (BARS.has(kind)) path.style.strokeLinecap = "butt";
    svg.append(path);
  }
  return svg;
}
