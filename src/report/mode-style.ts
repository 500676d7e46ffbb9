/** What the modes of a report add to its style. The place of a live figure is kept before it is drawn. */
export const LIVE_CSS = `
.live-place{min-height:36px}
@media (scripting:none){.live-place{display:none}}
.live-view{position:relative}
figure:not(.is-live) .live-view .stage{display:none}
figure.is-live .wide,figure.is-live .narrow{display:none}
.live-bar{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:center;justify-content:space-between;margin:0 0 8px;font-size:13px;line-height:20px}
.live-bar .keys{display:flex;flex-wrap:wrap;gap:4px 8px}
.live-bar .tools{display:flex;flex-wrap:wrap;gap:4px 8px;align-items:center;color:var(--ink-2)}
.live-bar button,.live-bar select,.live-bar input{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--rule-2);border-radius:6px;padding:3px 8px;min-height:28px;max-width:100%}
.live-bar button{cursor:pointer;display:inline-flex;align-items:center;gap:6px}
.live-bar .keys button{border-color:transparent;padding:3px 6px;text-align:left;overflow-wrap:anywhere}
.live-bar .keys button:hover{background:var(--paper-2)}
.live-bar .keys button[aria-pressed=false]{color:var(--ink-2);text-decoration:line-through}
.live-bar .keys button[aria-pressed=false] .swatch{opacity:.25}
.live-bar button:disabled{color:var(--ink-3);cursor:default}
.live-bar :focus-visible,.stage:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
.swatch{display:inline-block;flex:none;width:14px;height:3px;border-radius:2px}
.stage{position:relative;touch-action:pan-y;user-select:none}
.stage .rule{position:absolute;width:1px;background:var(--ink-3);pointer-events:none}
.stage .brush{position:absolute;top:0;bottom:24px;background:var(--accent);opacity:.16;pointer-events:none}
.stage .tip{position:absolute;top:0;max-width:min(280px,80%);padding:6px 10px;background:var(--paper);border:1px solid var(--rule-2);border-radius:6px;font-size:13px;line-height:18px;pointer-events:none;font-variant-numeric:tabular-nums}
.stage .tip div{display:flex;align-items:center;gap:6px}
.stage .tip .name{flex:1;overflow-wrap:anywhere}
.stage [hidden]{display:none}
@media print{.live-place{display:none}figure.is-live .wide{display:block}}
`.replaceAll("\n", "");

/** What evidence adds. */
export const EVIDENCE_CSS = `
.evidence .point,.evidence details{margin-left:12px}
.evidence .where{margin:12px 0 4px;overflow-wrap:anywhere}
.lines{margin:0 0 8px;padding:0;list-style:none;font-size:13px;line-height:20px}
.lines li{padding:2px 8px 2px 22px;text-indent:-14px;overflow-wrap:anywhere;border-left:2px solid var(--rule);unicode-bidi:isolate}
.lines .new{border-color:var(--warn)}.lines .gone{border-color:var(--good)}
.lines .sign{display:inline-block;width:14px;text-indent:0;font-weight:600}
.lines .path{color:var(--ink-2)}
.lines code{font-size:12px;white-space:pre-wrap;unicode-bidi:isolate}
`.replaceAll("\n", "");
