import type {PingWeek} from "./week.ts";
import {figure, lossText, SHOWN_WEEKS, weekLabel} from "./words.ts";

/** The summary as Markdown: the newest weeks side by side, the newest week's funnels, and what disagrees. */
export function summaryMarkdown(weeks: readonly PingWeek[]): string {
  const shown = weeks.slice(0, SHOWN_WEEKS);
  const [newest] = shown;
  if (!newest) return "# Pings\n\nNothing is recorded yet.\n";
  const lines = [
    "# Pings",
    "",
    "Weeks begin on Monday, 00:00 UTC. “–” is not known; totals are those of the newest capture.",
    "",
    row(["Event code", "Metric", ...shown.map(weekLabel)]),
    `| --- | --- |${" ---: |".repeat(shown.length)}`
  ];
  newest.rows.forEach(({code, label}, i) => {
    lines.push(row([`\`${code}\``, label, ...shown.map(({rows}) => figure(rows[i]!.count))]));
    for (const part of partLabels(shown, i))
      lines.push(
        row([
          "",
          part,
          ...shown.map(({rows}) => figure(rows[i]!.parts.find(({label: one}) => one === part)?.value ?? null))
        ])
      );
  });
  lines.push("", `## Creation funnels, week of ${weekLabel(newest)}`, "");
  lines.push(
    row(["Funnel", "Step", "Event code", "Count", "Since the step before"]),
    "| --- | --- | --- | ---: | --- |"
  );
  for (const {title, steps} of newest.funnels)
    for (const step of steps)
      lines.push(row([title, `${step.number} ${step.label}`, `\`${step.code}\``, figure(step.count), lossText(step)]));
  lines.push("", "## Smell check", "");
  const findings = shown.flatMap((week) =>
    week.smell.flatMap(({title, finding}) => (finding ? [`- ${weekLabel(week)}: ${title}. ${finding}`] : []))
  );
  lines.push(...(findings.length ? findings : ["All pings that can be compared agree."]));
  const flags = shown.flatMap((week) =>
    week.rows.flatMap(({code, flags: said}) => said.map((flag) => `- ${weekLabel(week)}, \`${code}\`: ${flag}`))
  );
  if (flags.length) lines.push("", "## Versions that counted wrong", "", ...flags);
  return `${lines.join("\n")}\n`;
}

/** The parts that a row has in any of the weeks, in order. */
export function partLabels(weeks: readonly PingWeek[], row: number): string[] {
  return [...new Set(weeks.flatMap(({rows}) => rows[row]!.parts.map(({label}) => label)))].sort();
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
