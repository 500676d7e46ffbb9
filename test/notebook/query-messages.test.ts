import {describe, expect, it} from "vitest";
import {messagesOf, readingOf} from "./cells/run-cell.ts";

const told = (yaml: string) => {
  const text = `\`\`\`yaml insight id=a\ntitle: T\n${yaml}\n\`\`\`\n`;
  return readingOf(text).messages.map(({level, text: words, place}) => [
    level,
    `${place?.line}:${place?.column}`,
    words
  ]);
};

describe("the queries of an insight", () => {
  it.each([
    ["query: TODO lang:go"],
    ["query: patterntype:regexp TODO|FIXME"],
    ["query: (TODO or FIXME) file:ts$"],
    ["kind: capture-group\nquery: file:go\\.mod ^go\\s*(\\d\\.\\d+)"],
    ["kind: capture-group\npattern: (\\d+)\nquery: file:go\\.mod ^go"],
    ["data: todo"]
  ])("that are fine say nothing: %s", (yaml) => {
    expect(told(yaml)).toEqual([]);
  });

  it.each([
    ["query: TODO repo:^a", "3:13", "repo:^a cannot stand here: name repositories in the insight's repositories"],
    ["query: 'TODO context:web'", "3:14", "context:web cannot stand here"],
    ["query: TODO rev:main", "3:13", "rev:main cannot stand here"],
    ["query: TODO case:maybe", "3:13", "case:maybe"],
    ["query: patterntype:regexp (a", "3:27", "(a"],
    ["query: TODO author:ada", "3:13", "author: needs type:commit or type:diff"],
    ["series:\n  - {label: one, query: fine}\n  - {label: two, query: x rev:1}", "5:27", "rev:1 cannot stand here"],
    ["query: |\n  TODO repo:^a", "3:8", "repo:^a cannot stand here"],
    ["kind: capture-group\nquery: a (b) or c", "4:8", "one pattern, without and, or and not"],
    ["kind: capture-group\nquery: go \\d+", "4:8", "no capture group"],
    ["kind: capture-group\nquery: patterntype:literal (a)", "4:8", "is a regular expression"],
    ["kind: capture-group\nquery: type:diff (a)", "4:8", "not in commits or diffs"]
  ])("warn at the place: %s", (yaml, place, words) => {
    const messages = told(yaml);
    const found = messages.find(([, , text]) => text!.includes(words));
    expect(found, JSON.stringify(messages)).toBeDefined();
    expect(found!.slice(0, 2)).toEqual(["warning", place]);
  });

  it("in another language still run", () => {
    const text = "```yaml insight id=a\ntitle: T\nquery: \"repo:x rg -n '('\"\n```\n";
    expect(messagesOf(text).length).toBeGreaterThan(0);
    expect(readingOf(text).run).not.toBeNull();
  });
});
