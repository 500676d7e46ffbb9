import {sha256Base64} from "../hash.ts";
import {type Html, html, toText, trusted} from "../html.ts";
import {partLabels} from "./to-markdown.ts";
import type {PingWeek} from "./week.ts";
import {figure, lossText, SHOWN_WEEKS, weekLabel} from "./words.ts";

const STYLE = `
:root { color-scheme: light dark; font: 15px/24px system-ui, sans-serif; }
body { max-width: 1080px; margin: 40px auto; padding: 0 16px; color: CanvasText; background: Canvas; }
h1 { font-size: 26px; line-height: 32px; } h2 { font-size: 18px; margin-top: 40px; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 12px 4px 0; text-align: left; font-weight: normal; border-bottom: 1px solid color-mix(in srgb, CanvasText 12%, transparent); white-space: nowrap; }
td.n, th.n { text-align: right; } thead th { font-weight: 600; } code { font-size: 12px; opacity: 0.75; }
tr.part th { padding-left: 20px; opacity: 0.75; } rect { fill: #0b7285; }
`;

/** The summary as one HTML file that asks for nothing: the newest weeks side by side, funnels, and what disagrees. */
export function summaryHtml(weeks: readonly PingWeek[]): string {
  const shown = weeks.slice(0, SHOWN_WEEKS);
  const [newest] = shown;
  const body = newest
    ? [table(shown, newest), funnels(newest), smell(shown), flags(shown)]
    : [html`<p>Nothing is recorded yet.</p>`];
  return `<!doctype html>\n${toText(html`<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${sha256Base64(STYLE)}'; base-uri 'none'; form-action 'none'">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Tidemark pings</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<h1>Pings</h1>
<p>Weeks begin on Monday, 00:00 UTC. “–” is not known; totals are those of the newest capture.</p>
${body}
</body>
</html>`)}\n`;
}

function table(weeks: readonly PingWeek[], newest: PingWeek): Html {
  const rows = newest.rows.map(({code, label}, i) => [
    html`<tr><th scope="row">${label}<br><code>${code}</code></th>${weeks.map(({rows: mine}) => html`<td class="n">${figure(mine[i]!.count)}</td>`)}</tr>\n`,
    partLabels(weeks, i).map(
      (part) =>
        html`<tr class="part"><th scope="row">${part}</th>${weeks.map(({rows: mine}) => html`<td class="n">${figure(mine[i]!.parts.find((one) => one.label === part)?.value ?? null)}</td>`)}</tr>\n`
    )
  ]);
  return html`<div class="scroll"><table>
<thead><tr><th scope="col">Metric</th>${weeks.map((week) => html`<th scope="col" class="n">${weekLabel(week)}</th>`)}</tr></thead>
<tbody>
${rows}</tbody>
</table></div>
`;
}

function funnels(week: PingWeek): Html {
  const shown = week.funnels.map(({title, steps}) => {
    const most = Math.max(1, ...steps.map(({count}) => count ?? 0));
    return html`<h3>${title}</h3>
<div class="scroll"><table><tbody>
${steps.map(
  (step) =>
    html`<tr><th scope="row">${step.number} ${step.label}<br><code>${step.code}</code></th><td><svg width="160" height="10" aria-hidden="true"><rect width="${Math.round((160 * (step.count ?? 0)) / most)}" height="10"></rect></svg></td><td class="n">${figure(step.count)}</td><td>${lossText(step)}</td></tr>\n`
)}</tbody></table></div>
`;
  });
  return html`<h2>Creation funnels, week of ${weekLabel(week)}</h2>
${shown}`;
}

function smell(weeks: readonly PingWeek[]): Html {
  const findings = weeks.flatMap((week) =>
    week.smell.flatMap(({title, finding}) => (finding ? [{week, title, finding}] : []))
  );
  if (!findings.length) return html`<h2>Smell check</h2>\n<p>All pings that can be compared agree.</p>\n`;
  return html`<h2>Smell check</h2>
<ul>${findings.map(({week, title, finding}) => html`<li>${weekLabel(week)}: ${title}. ${finding}</li>\n`)}</ul>
`;
}

function flags(weeks: readonly PingWeek[]): Html | null {
  const said = weeks.flatMap((week) =>
    week.rows.flatMap(({code, flags: mine}) => mine.map((flag) => ({week, code, flag})))
  );
  if (!said.length) return null;
  return html`<h2>Versions that counted wrong</h2>
<ul>${said.map(({week, code, flag}) => html`<li>${weekLabel(week)}, <code>${code}</code>: ${flag}</li>\n`)}</ul>
`;
}
