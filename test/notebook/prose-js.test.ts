/** JavaScript in prose: it runs in the realm where that is allowed, is shown as text, and follows what it names. */
import {afterAll, describe, expect, it} from "vitest";
import {connectRealm} from "../../src/notebook/js/connect-realm.ts";
import {createEvaluator} from "../../src/notebook/js/evaluator.ts";
import type {CellRealm} from "../../src/notebook/js/realm.ts";
import {jsSources} from "../../src/notebook/js/sources.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {createRun} from "../../src/notebook/run.ts";
import {memoryFiles, openTestStore} from "../store/stores.ts";

const store = openTestStore(memoryFiles());
afterAll(() => store.close());

/** A realm without walls: the semantics are those of the real one. */
function openRealm(): CellRealm {
  return connectRealm(async (events) => {
    const evaluator = createEvaluator((message) => events.message(message));
    return {send: (message) => evaluator.receive(message), library: async () => "", close() {}};
  }, 10);
}

let sessions = 0;
function start(text: string, realm: CellRealm | null = openRealm()) {
  const ports = {store, session: `prose${++sessions}`, now: () => 0, realm: () => realm};
  const run = createRun(ports, parseNotebook(text));
  /** The text of the prose cells as markup. */
  const prose = () => run.states.flatMap(({output}) => (output?.type === "markdown" ? [output.html] : [])).join("\n");
  return {run, prose};
}
async function shown(text: string, realm?: CellRealm | null) {
  const {run, prose} = start(text, realm);
  await run.settled();
  const markup = prose();
  run.dispose();
  return markup;
}
const js = (code: string) => `\`\`\`js\n${code}\n\`\`\`\n\n`;
const value = (text: string) => `<span class="value">${text}</span>`;
const failed = (text: string) => `<span class="failed">${text}</span>`;

describe("JavaScript in prose", () => {
  it.each([
    ["${1 + 1}", value("2")],
    ["${[3, 4].map((one) => one * 2).join('/')}", value("6/8")],
    ["${1234567.891 * 1}", value("1,234,567.89")],
    ["${new Date(Date.UTC(2026, 0, 5))}", value("5 Jan 2026")],
    ["${await Promise.resolve('late')}", value("late")],
    ["${null ?? undefined}", value("–")],
    ["${[1, 2]}", value("[1, 2]")],
    ["${`a${1}b`}", value("a1b")],
    ["# About ${1 + 1}", `<h1 id="nb-about-2">About ${value("2")}</h1>`]
  ])("shows %s", async (text, markup) => {
    expect(await shown(text)).toContain(markup);
  });

  it("is text, never markup", async () => {
    expect(await shown("${'<img src=x onerror=alert(1)> **b** `c`' + ''}")).toBe(
      `<p>${value("&#x3C;img src=x onerror=alert(1)> **b** `c`")}</p>`
    );
    expect(await shown("${md`**x**`.text + 1}")).not.toContain("<strong>");
  });

  it.each([
    ["${nope + 1}", failed("${nope + 1} (ReferenceError: nope is not defined)")],
    [
      "${percent(1) + '!'}",
      "ReferenceError: percent is not defined. In text percent is known where it stands alone: ${percent(…)}"
    ],
    ["${(() => { throw new Error('<b>no') })()}", "(Error: &#x3C;b>no)"],
    ["${a +}", "(This is no JavaScript: Unexpected token. To show it as it is, write \\${.)"],
    ["${const a = 1; a}", "(In text this should be one JavaScript expression. Put statements into a js cell.)"],
    ["${latset(1)}", "(ReferenceError: latset is not defined. Did you mean latest?)"],
    ["${[{a: 1}, {a: 2}]}", "This is a table of 2 rows and 1 columns"],
    ["${import('https://example.com/x.js')}", "There is no library"]
  ])("says at its place what is wrong with %s, and shows the rest", async (text, sentence) => {
    const markup = await shown(`Before ${text} and ${"${2 * 3}"} after`);
    expect(markup).toContain(sentence);
    expect(markup).toContain(`and ${value("6")} after`);
  });

  it("follows the cells it names, also values that leave no realm", async () => {
    const text = `${js("const twice = (n) => n * 2;\nconst n = 4;")}It is \${twice(n)}.\n`;
    const {run, prose} = start(text);
    await run.settled();
    expect(prose()).toContain(value("8"));
    run.update(parseNotebook(text.replace("n = 4", "n = 5")));
    await run.settled();
    expect(prose()).toContain(value("10"));
    run.dispose();
  });

  it("follows a generator, value by value", async () => {
    const {run, prose} = start("${(function* () { yield 1; yield 2; })()} and ${1 + 0}");
    await expect.poll(prose).toContain(`${value("2")} and ${value("1")}`);
    run.dispose();
  });

  it("is not run where nobody has allowed it; what else stands there is shown", async () => {
    const text = "```sql id=a\nSELECT 7 AS n\n```\n\n${a.n} and ${1 + 1}\n";
    const {run, prose} = start(text, null);
    await run.settled();
    expect(prose()).toBe(
      `<p>${value("7")} and <span class="not-run" title="Not run: this is JavaScript, which nobody has allowed to run">\${1 + 1} (not run)</span></p>`
    );
    expect(run.states.at(-1)!.output).toMatchObject({notRun: 1, texts: ["7", "${1 + 1} (not run)"]});
    run.dispose();
  });

  it("does not run in code, in addresses, or in HTML", async () => {
    const text =
      "`${hit()}` [a](https://example.com/${hit()}) <b title='${hit()}'>x</b>\n\n    ${hit()}\n\n\\${hit()}\n";
    expect(jsSources(parseNotebook(text))).toEqual([]);
    expect(await shown(text)).not.toContain("hit is not defined");
  });

  it("is covered by the leave to run, in the order of the file", () => {
    const text = `\${1 + 1} and \${name} and \${latest(a, "x")}\n\n${js("const a = 1;")}\${a + 2}\n`;
    expect(jsSources(parseNotebook(text))).toEqual(["${1 + 1}", "const a = 1;", "${a + 2}"]);
  });
});
