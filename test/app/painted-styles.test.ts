import {describe, expect, it} from "vitest";
import {paintedStyles, safeStyles} from "../../src/app/painted/painted-styles.ts";

const CLASSES = new Set(["app", "cell", "remembered"]);

describe("the styles of what is painted", () => {
  it.each([
    [":root", true],
    ["h1,.dialog", true],
    [".cell", true],
    [".cell.stale>.output", false],
    [".cell:not(.stale)>p", true],
    [".cell:is(.stale,.remembered:not(.a,.b))", true],
    [".dialog,.menu .item", false],
    ['[data-theme="dark"] .cell', true]
  ])("of the selector %s are needed: %s", (selector, isNeeded) => {
    const rule = `${selector}{color:red}`;
    expect(paintedStyles(rule, CLASSES)).toBe(isNeeded ? rule : "");
  });

  it("keep their order and their conditions, as they are written, and leave out fonts, motion and paper", () => {
    const css = `@charset "utf-8";/* {a} */:root{--a:"}{"}@media (max-width:9px){.cell{font:1px var(--sans);font-style:italic}.menu{top:0}}
@media print{.cell{top:0}}@media (min-width:9px){.menu{top:0}}@font-face{src:url(a)}@keyframes a{0%{top:0}to{top:1px}}
.app:before{content:"'}"}@supports (a:b){.menu{top:0}.cell{top:1px}}`;
    expect(paintedStyles(css, CLASSES)).toBe(
      `:root{--a:"}{"}@media (max-width:9px){.cell{font:1px var(--sans);font-style:italic}}.app:before{content:"'}"}@supports (a:b){.cell{top:1px}}`
    );
  });

  it.each([
    ["p { background: linear-gradient(red, blue); color: var(--ink); }", true],
    ['p { background: url("https://example.com/a"); }', false],
    ["p { background: u\\72l(//example.com); }", false],
    ["@font-face { src: src('a'); }", false],
    ["p { background: URL( //example.com ); }", false],
    ["@import 'a.css';", false],
    ['p { background: image-set("a.png" 1x); }', false]
  ])("are used again when they load nothing: %s", (css, isUsed) => {
    expect(safeStyles(css)).toBe(isUsed ? css : "");
  });
});
