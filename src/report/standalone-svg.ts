/** A figure as an SVG file of its own: the colours of a theme in place of its variables, and paper behind it. */
import {withMixedColors} from "../chart/mixed-colors.ts";
import {THEME_CSS} from "./style.ts";

export type Theme = "light" | "dark";

/** The colours of a theme by name, `--ink` and the like. */
export function themeColors(theme: Theme): ReadonlyMap<string, string> {
  const blocks = Array.from(THEME_CSS.matchAll(/([^{}]*)\{([^{}]*)\}/g), ([, selector = "", body = ""]) => ({
    selector,
    body
  }));
  const named = theme === "light" ? /^:root$/ : /^:root\[data-theme=dark\]$/;
  const colors = new Map<string, string>();
  for (const {selector, body} of blocks)
    if (named.test(selector.trim()))
      for (const [, name, value] of body.matchAll(/(--[\w-]+):([^;]+)/g)) colors.set(name!, value!);
  return colors;
}

/** A safe drawing as a file that follows a page's colours, and has those of light where there are none. */
export function themedSvg(svg: string): string {
  const colors = themeColors("light");
  const resolved = svg.replace(/var\((--[\w-]+)\)/g, (variable, name: string) =>
    colors.has(name) ? `var(${name},${colors.get(name)})` : variable
  );
  return `${resolved.replace('<g class="hover">', '<g class="hover" fill="transparent">')}\n`;
}

/** A safe drawing as a file: it needs no page to be seen in. `svg` is what safeSvg gave. */
export function standaloneSvg(svg: string, theme: Theme = "light"): string {
  const colors = themeColors(theme);
  const resolved = svg.replace(/var\((--[\w-]+)\)/g, (variable, name: string) => colors.get(name) ?? variable);
  const paper = colors.get("--paper") ?? "#fff";
  return `${withMixedColors(resolved).replace(/<\/desc>/, `</desc><rect width="100%" height="100%" fill="${paper}"/>`)}\n`;
}
