/** A check as text: Markdown for a pull request or a chat, JUnit XML for a CI's list of tests. */
import {escapeHtml} from "../html.ts";
import {readableTime} from "../time.ts";
import type {CheckedRule, CheckResult} from "./check-result.ts";
import {markdownText} from "./markdown-text.ts";

const SIGNS = {fires: "🔴 fires", unknown: "🟠 unknown", clear: "⚪ does not fire"} as const;

/** One table of rules and failures over all notebooks, what needs attention first. */
export function checkMarkdown(results: readonly CheckResult[]): string {
  const rules = results.flatMap((result) => result.rules.map((rule) => ({result, rule})));
  const failed = results.flatMap((result) => result.failed.map((failure) => ({result, failure})));
  const order = {fires: 0, unknown: 1, clear: 2} as const;
  const rows = [
    ...failed.map(({result, failure}) => row("🔴 failed", at(result, failure.line), failure.cell, failure.error)),
    ...results.flatMap((result) =>
      result.warnings.map(({cell, line, error}) => row("🟠 left out", at(result, line), cell, error))
    ),
    ...[...rules]
      .sort((a, b) => order[a.rule.state] - order[b.rule.state])
      .map(({result, rule}) => row(SIGNS[rule.state], at(result, rule.line), rule.note || rule.when, rule.text))
  ];
  const ages = results.map(
    ({notebook, title, cells, newest, days}) =>
      `- ${markdownText(title)} (\`${notebook}\`): ${cells} ${cells === 1 ? "cell" : "cells"}, ${newest === null ? "no data" : `data of ${readableTime(newest)}, ${days} ${days === 1 ? "day" : "days"} old`}\n`
  );
  return [
    `## ${headline(results)}\n\n`,
    rows.length ? `| | where | rule or cell | |\n| --- | --- | --- | --- |\n${rows.join("")}\n` : "",
    ...ages
  ].join("");
}

/** `2 watch rules fire, 1 cannot be told, 1 cell failed`. */
export function headline(results: readonly CheckResult[]): string {
  const rules = results.flatMap((result) => result.rules);
  const count = (state: CheckedRule["state"]) => rules.filter((rule) => rule.state === state).length;
  const failed = results.reduce((sum, result) => sum + result.failed.length, 0);
  const [fires, unknown, clear] = [count("fires"), count("unknown"), count("clear")];
  const parts = [
    ...(failed ? [`${failed} ${failed === 1 ? "cell" : "cells"} failed`] : []),
    ...(fires ? [`${fires} watch ${fires === 1 ? "rule fires" : "rules fire"}`] : []),
    ...(unknown ? [`${unknown} watch ${unknown === 1 ? "rule" : "rules"} cannot be told`] : []),
    ...(clear ? [`${clear} watch ${clear === 1 ? "rule does" : "rules do"} not fire`] : [])
  ];
  return parts.length ? parts.join(", ") : "Nothing failed; there are no watch rules";
}

/** One test suite a notebook: a case for the run of its cells, and one for each rule. Unknown rules are skipped cases. */
export function checkJunit(results: readonly CheckResult[]): string {
  const suites = results.map(({notebook, title, failed, rules}) => {
    const cells = failed.map(({cell, line, error}) =>
      testCase(notebook, cell || "the notebook", line, element("failure", "A cell failed", error))
    );
    const cases = rules.map(({insight, note, when, line, state, text}) =>
      testCase(
        notebook,
        `${insight}: ${note || when}`,
        line,
        state === "clear"
          ? ""
          : element(state === "fires" ? "failure" : "skipped", `${note || when}: ${text}`, `${when}\n${text}`)
      )
    );
    const run = failed.length ? "" : testCase(notebook, "all cells run", 1, "");
    const skipped = rules.filter(({state}) => state === "unknown").length;
    const failures = failed.length + rules.filter(({state}) => state === "fires").length;
    return `  <testsuite name="${xml(title)}" file="${xml(notebook)}" tests="${cells.length + cases.length + (run ? 1 : 0)}" failures="${failures}" skipped="${skipped}" errors="0">\n${run}${cells.join("")}${cases.join("")}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="tidemark check">\n${suites.join("")}</testsuites>\n`;
}

function testCase(notebook: string, name: string, line: number, inner: string): string {
  const open = `    <testcase classname="${xml(notebook)}" name="${xml(name)}" file="${xml(notebook)}" line="${line}"`;
  return inner ? `${open}>\n${inner}    </testcase>\n` : `${open}/>\n`;
}

function element(name: string, message: string, text: string): string {
  return `      <${name} message="${xml(message)}">${xml(text)}</${name}>\n`;
}

/** Text in XML 1.0: escaped, without the characters it cannot hold. */
function xml(text: string): string {
  return escapeHtml(
    text.replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      "\ufffd"
    )
  );
}

function at({notebook}: CheckResult, line: number): string {
  return `\`${notebook}:${line}\``;
}

function row(state: string, where: string, name: string, text: string): string {
  return `| ${state} | ${where} | ${markdownText(name)} | ${markdownText(text)} |\n`;
}
