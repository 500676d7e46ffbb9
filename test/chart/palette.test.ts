/**
 * The palette in numbers: contrast against the paper, distance between hues for readers with and without full colour
 * vision, and steps of grey. Source of the formulas: WCAG 2.2 relative luminance; Viénot, Brettel, Mollon 1999 (protan,
 * deutan) and Brettel 1997 reduced to one plane (tritan) on linear RGB; OKLab by Ottosson.
 */
import {describe, expect, it} from "vitest";
import {PALETTE_SIZE, seriesStyles} from "../../src/chart/colors.ts";
import {THEME_CSS} from "../../src/report/style.ts";

type Rgb = readonly [number, number, number];

/** The variables of a theme: the first block is light, the last with data-theme=dark is dark. */
function theme(dark: boolean): (name: string) => string {
  const css = dark ? THEME_CSS.slice(THEME_CSS.indexOf(":root[data-theme=dark]")) : THEME_CSS;
  return (name) => {
    const found = new RegExp(`--${name}:(#[0-9a-f]{3,6})`).exec(css);
    if (!found) throw new Error(`no --${name}`);
    return found[1]!;
  };
}

const linear = (hex: string): Rgb => {
  const long = hex.length === 4 ? hex.replace(/[0-9a-f]/g, "$&$&") : hex;
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(long.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
};

const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(linear(a)), luminance(linear(b))].sort((p, q) => q - p) as [number, number];
  return (x + 0.05) / (y + 0.05);
}

const multiply = (m: readonly Rgb[], v: Rgb): Rgb =>
  m.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as unknown as Rgb;

/** What a colour is to a reader, as linear RGB. */
const VISION: Readonly<Record<string, readonly Rgb[]>> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1]
  ],
  protan: [
    [0.11238, 0.88762, 0],
    [0.11238, 0.88762, 0],
    [0.00401, -0.00401, 1]
  ],
  deutan: [
    [0.29275, 0.70725, 0],
    [0.29275, 0.70725, 0],
    [-0.02234, 0.02234, 1]
  ],
  tritan: [
    [1.01277, 0.13548, -0.14826],
    [-0.01243, 0.86812, 0.14431],
    [0.07589, 0.805, 0.11911]
  ]
};

function oklab(rgb: Rgb): Rgb {
  const [l, m, s] = multiply(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005]
    ],
    rgb
  ).map((value) => Math.cbrt(Math.max(0, value))) as unknown as Rgb;
  return multiply(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766]
    ],
    [l, m, s]
  );
}

/** The distance of two colours to a reader, in hundredths of OKLab: 2 is just to be seen side by side. */
function distance(a: string, b: string, vision: string): number {
  const [x, y] = [a, b].map((hex) => oklab(multiply(VISION[vision]!, linear(hex)))) as [Rgb, Rgb];
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]) * 100;
}

const HUES = Array.from({length: PALETTE_SIZE}, (_, i) => `s${i + 1}`);
const pairs = (names: readonly string[]) => names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b] as const));

describe.each([
  ["light", false],
  ["dark", true]
] as const)("the %s palette", (_, dark) => {
  const color = theme(dark);

  it("stands out from the paper: lines 3 to 1, words in its colours 4.5 to 1", () => {
    for (const name of [...HUES, "s-other"])
      expect(contrast(color(name), color("paper")), name).toBeGreaterThanOrEqual(3);
    for (const name of ["ink", "ink-2", "ink-3", "accent", "warn", "bad", "good"])
      expect(contrast(color(name), color("paper")), name).toBeGreaterThanOrEqual(4.5);
    // series are named in their colour at line ends
    for (const name of HUES) expect(contrast(color(name), color("paper")), name).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.keys(VISION))("keeps its hues apart for %s vision", (vision) => {
    for (const [a, b] of pairs(HUES))
      expect(distance(color(a), color(b), vision), `${a} ${b}`).toBeGreaterThanOrEqual(vision === "full" ? 8 : 4.5);
  });

  it("has no two hues of the same grey and the same place in the order", () => {
    const greys = HUES.map((name) => oklab(linear(color(name)))[0] * 100).sort((a, b) => a - b);
    for (let i = 1; i < greys.length; i++) expect(greys[i]! - greys[i - 1]!, greys.join(" ")).toBeGreaterThanOrEqual(1);
    expect(greys.at(-1)! - greys[0]!).toBeGreaterThanOrEqual(12);
  });
});

describe("the colours of series", () => {
  const styles = (labels: readonly string[]) => seriesStyles(labels.map((label) => ({label, holds: 0})));

  it("stay with a label, whatever else is in the chart in whatever order", () => {
    const alone = styles(["go 1.22"])[0];
    expect(styles(["go 1.22", "zzz"])[0]).toEqual(alone);
    const two = styles(["a", "b", "c"]);
    expect(styles(["c", "a", "b"])).toEqual([two[2], two[0], two[1]]);
  });

  it("beyond eight repeat a hue with another dash", () => {
    const many = styles(Array.from({length: 12}, (_, i) => `series ${i}`));
    expect(new Set(many.map(({color, dash}) => `${color} ${dash.join()}`)).size).toBe(12);
    expect(many.filter(({dash}) => dash.length === 0)).toHaveLength(8);
  });

  it("are grey for Other, and as pinned for what is pinned", () => {
    const [other, pinned, named] = seriesStyles([
      {label: "Other (3)", holds: 3},
      {label: "a", holds: 0, color: "4"},
      {label: "b", holds: 0, color: "#123456"}
    ]);
    expect([other!.color, pinned!.color, named!.color]).toEqual(["var(--s-other)", "var(--s4)", "#123456"]);
  });

  it("that are no plain colours are not taken", () => {
    const [style] = seriesStyles([{label: "a", holds: 0, color: "url(javascript:x)"}]);
    expect(style!.color).toMatch(/^var\(--s\d\)$/);
  });
});
