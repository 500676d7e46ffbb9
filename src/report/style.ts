/** The colours and type of app and report: every colour is a custom property, light and dark each designed. */
export const THEME_CSS = `
:root{color-scheme:light dark;
--paper:#fdfdfc;--paper-2:#f4f5f3;--paper-3:#e9ebe8;--ink:#16202a;--ink-2:#566370;--ink-3:#5f6a76;--rule:rgba(22,32,42,.1);--rule-2:rgba(22,32,42,.24);
--accent:#0b6670;--accent-2:#e3f0f0;--accent-ink:#fff;--good:#1d6b3f;--warn:#8a5300;--warn-2:#fdf3e0;--bad:#a3262b;--bad-2:#fcecec;
--s1:#1c7982;--s2:#c55003;--s3:#1a5e07;--s4:#9040a1;--s5:#8c7136;--s6:#0043a0;--s7:#b21450;--s8:#564330;--s-other:#8a949e;--heat-0:#e6efef;--heat-1:#0b6670}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){
--paper:#101418;--paper-2:#171c21;--paper-3:#20262c;--ink:#e6eaed;--ink-2:#a3adb6;--ink-3:#8b959e;--rule:rgba(230,234,237,.11);--rule-2:rgba(230,234,237,.26);
--accent:#5fb8bf;--accent-2:#16323a;--accent-ink:#08191c;--good:#74c08f;--warn:#e0ae5c;--warn-2:#2e2616;--bad:#f0898c;--bad-2:#341c1e;
--s1:#44b1bc;--s2:#e29c79;--s3:#95d38c;--s4:#c092dd;--s5:#d3b863;--s6:#8db5fe;--s7:#e57e9b;--s8:#ab917d;--s-other:#7d8790;--heat-0:#1b2a2e;--heat-1:#5fb8bf}}
@media screen{:root[data-theme=dark]{color-scheme:dark;
--paper:#101418;--paper-2:#171c21;--paper-3:#20262c;--ink:#e6eaed;--ink-2:#a3adb6;--ink-3:#8b959e;--rule:rgba(230,234,237,.11);--rule-2:rgba(230,234,237,.26);
--accent:#5fb8bf;--accent-2:#16323a;--accent-ink:#08191c;--good:#74c08f;--warn:#e0ae5c;--warn-2:#2e2616;--bad:#f0898c;--bad-2:#341c1e;
--s1:#44b1bc;--s2:#e29c79;--s3:#95d38c;--s4:#c092dd;--s5:#d3b863;--s6:#8db5fe;--s7:#e57e9b;--s8:#ab917d;--s-other:#7d8790;--heat-0:#1b2a2e;--heat-1:#5fb8bf}}
:root[data-theme=light]{color-scheme:light}
`.replaceAll("\n", "");

/** What a report adds to the theme. */
export const REPORT_CSS = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/28px "Inter Variable",Inter,system-ui,sans-serif;font-feature-settings:"cv05","ss03"}
main{max-width:720px;margin:0 auto;padding:56px 20px 64px;overflow-wrap:anywhere}
td,th{overflow-wrap:normal}
.wide,.narrow{overflow:clip;overflow-clip-margin:12px}
h1,h2,h3,h4{line-height:1.25;margin:40px 0 12px;font-weight:640;letter-spacing:-.012em;text-wrap:balance}
h1{font-size:34px;margin-top:0}h2{font-size:24px}h3{font-size:20px}h4{font-size:17px}
p,ul,ol,blockquote,pre,table{margin:0 0 16px}
a{color:var(--accent);text-underline-offset:2px}
code,pre{font-family:"JetBrains Mono Variable",ui-monospace,SFMono-Regular,Menlo,monospace;font-size:14px}
pre{overflow-x:auto;padding:12px 16px;background:var(--paper-2);border-radius:6px;line-height:22px}
blockquote{margin-left:0;padding-left:16px;border-left:2px solid var(--rule-2);color:var(--ink-2)}
.up{margin:-32px 0 24px;font-size:14px;line-height:20px}
.byline{color:var(--ink-2);font-size:15px;line-height:24px;margin:0 0 32px}
.summary{margin:0 0 40px;padding:20px 0 4px;border-top:2px solid var(--accent);border-bottom:1px solid var(--rule)}
.summary h2{margin:0 0 16px;font-size:14px;line-height:20px;font-weight:600;letter-spacing:.02em;color:var(--accent)}
.summary .rules{margin:-8px 0 16px;font-size:15px;line-height:24px;color:var(--ink-2)}
.summary .rules.fires{color:var(--bad);font-weight:600}
.answers{margin:0;padding:0;list-style:none}
.answers>li{display:grid;grid-template-columns:148px 1fr;gap:0 24px;margin:0 0 20px}
.number{font-variant-numeric:tabular-nums;min-width:0}
.number strong{display:block;font-size:34px;line-height:36px;font-weight:640;letter-spacing:-.02em;overflow-wrap:anywhere}
.number .unit{display:block;color:var(--ink-2);font-size:14px;line-height:20px;overflow-wrap:anywhere}
.delta{display:block;margin-top:4px;font-size:15px;line-height:20px;font-weight:600;color:var(--ink)}
.delta small{font-size:13px;font-weight:400;color:var(--ink-2);white-space:nowrap}
.delta.good{color:var(--good)}.delta.bad{color:var(--bad)}
.says h3{margin:2px 0 4px;font-size:17px;line-height:24px}
.says p{margin:0;font-size:16px;line-height:24px}
.says a{color:inherit;text-decoration:none}.says p a{display:block;margin:0 0 4px;text-wrap:pretty}
.says a:hover,.says a:focus-visible{text-decoration:underline;text-decoration-color:var(--accent)}
.says .drivers,.says .goal,.says .left{font-size:15px;line-height:22px}.says .more{color:var(--ink-2);font-size:14px;line-height:20px}
.rank{color:var(--ink-2);font-size:13px;font-weight:400;letter-spacing:0}
.says h3 .rank{white-space:nowrap;margin-left:4px}
.watch{margin:8px 0 0;padding:0;list-style:none;font-size:14px;line-height:20px}
.watch li{margin:0 0 4px;padding:6px 12px;border-left:3px solid var(--rule-2);background:var(--paper-2);overflow-wrap:anywhere}
.watch .fires{border-color:var(--bad);background:var(--bad-2)}.watch .fires strong{color:var(--bad)}
.watch .unknown{border-color:var(--warn);background:var(--warn-2)}.watch .unknown strong{color:var(--warn)}
.watch .clear strong{color:var(--ink-2)}
.watch strong{white-space:nowrap}
.watch .why{color:var(--ink-2)}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}
.toc{margin:0 0 40px;font-size:14px;line-height:20px}
.toc summary{color:var(--ink-2);font-weight:600}
.toc ol{margin:8px 0 0;padding:0;list-style:none}
.toc li{margin:0 0 6px;overflow-wrap:anywhere}
.toc .d3{padding-left:12px}.toc .d4{padding-left:12px;color:var(--ink-2)}
.toc a{color:inherit;text-decoration:none}.toc a:hover{text-decoration:underline}
figure{margin:32px 0 40px;break-inside:avoid;scroll-margin-top:16px}
figcaption{margin:0 0 8px}
figcaption strong{display:block;font-weight:640;line-height:24px;text-wrap:balance}
figcaption .rank{display:block;line-height:20px}
figcaption span{color:var(--ink-2);font-size:14px;line-height:20px}
figcaption>span{display:block;overflow:clip}
.window{display:inline-block}
.about{padding-right:8px}
.about+.window{margin-left:-8px;padding-left:8px;text-indent:-8px}
.dot{display:inline-block;width:8px;text-indent:0}
figure svg{display:block;width:100%;height:auto;overflow:visible}
.narrow{display:none}
.hover path{fill:transparent}.hover path:hover{fill:var(--rule)}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin:0 0 8px;padding:0;list-style:none;font-size:14px;line-height:20px;color:var(--ink-2)}
.legend li{display:inline-flex;align-items:center;gap:6px;margin:0}
.legend svg{width:18px;height:8px}
.source{margin:8px 0 0;overflow:clip;color:var(--ink-2);font-size:13px;line-height:20px;overflow-wrap:anywhere}
.source code{font-size:12px}
details{margin:8px 0 0;font-size:14px;line-height:20px}
.code{margin:-24px 0 40px}.code pre{margin:8px 0 0}
summary{cursor:pointer;color:var(--accent);width:fit-content}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;font-size:14px;line-height:20px;font-variant-numeric:tabular-nums;width:max-content;max-width:none}
.prose table{display:block;max-width:100%;overflow-x:auto}
th,td{padding:6px 16px 6px 0;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top}
th{font-weight:600;color:var(--ink-2)}
td.n,th.n{text-align:right}
.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
td.partial,td.incomplete,td.unknown{color:var(--warn)}
.numbers{display:flex;flex-wrap:wrap;gap:16px 40px;margin:8px 0 12px}
.number-label{color:var(--ink-2);font-size:14px;line-height:20px}
.big-number strong{font-size:44px;line-height:52px;font-weight:660;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.big-number strong span{font-size:17px;font-weight:500;letter-spacing:0;color:var(--ink-2)}
.number-change,.number-state{font-size:14px;line-height:20px;color:var(--ink-2)}
.number-state{color:var(--warn)}
.message{padding:12px 16px;border-radius:6px;background:var(--bad-2);color:var(--bad);font-size:15px;line-height:24px}
figure .message{margin:0 0 12px}
.note{background:var(--warn-2);color:var(--warn)}
.value{font-variant-numeric:tabular-nums}
.not-run,.failed,.no-image{color:var(--ink-2);font-style:italic}
footer{margin-top:64px;padding-top:16px;border-top:1px solid var(--rule);color:var(--ink-2);font-size:13px;line-height:20px}
footer p{margin:0 0 8px}
@media (min-width:1240px){.toc{position:fixed;top:56px;left:max(24px,calc(50vw - 620px));width:220px;max-height:calc(100vh - 96px);overflow-y:auto}}
@media (max-width:600px){main{padding-top:32px}h1{font-size:28px}.wide{display:none}.narrow{display:block}.answers>li{grid-template-columns:1fr;gap:4px}.number{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 8px}.number strong{font-size:28px}.delta{margin:0}}
@media screen and (max-width:600px){.toc details:not([open]){margin-bottom:0}}
@media print{@page{margin:16mm 14mm}:root,:root[data-theme=dark]{color-scheme:light}:root{--paper:#fff}body{font-size:10.5pt;line-height:15pt}main{max-width:none;padding:0}h1{font-size:22pt}.toc,.sr,.up{display:none}.wide{display:block}.narrow{display:none}.answers>li{grid-template-columns:130px 1fr}details:not([open])>*:not(summary){display:none}details:not([open]){display:none}a{color:inherit}.prose a[href^=http]::after{content:" (" attr(href) ")";color:var(--ink-2);font-size:9pt}pre{white-space:pre-wrap;overflow-wrap:anywhere}figure,.answers>li,.message,tr{break-inside:avoid}thead{display:table-header-group}h1,h2,h3,figcaption,.prose>:last-child{break-after:avoid}.scroll,.prose table{overflow:visible}.prose table{display:table}table{width:auto;max-width:100%;font-size:9pt;line-height:12pt}td,th{max-width:100mm;padding:3pt 10pt 3pt 0;overflow-wrap:break-word}tr:has(>:nth-child(4))>*{max-width:56mm}tr:has(>:nth-child(7))>*{max-width:34mm;padding-right:6pt;font-size:8pt;line-height:11pt}tr:has(>:nth-child(11))>*{max-width:20mm;padding-right:4pt;font-size:6.5pt;line-height:9pt}figure:has(>.scroll tr:nth-child(25)){break-inside:auto}.source{break-before:avoid}footer{margin-top:24pt;break-inside:avoid}figure{margin:20pt 0}figure .wide svg{max-width:150mm;max-height:90vh}}
`.replaceAll("\n", "");
