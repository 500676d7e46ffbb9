import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {cwd, enter, err, out, run} from "./terminal.ts";

const write = (name: string, grants: string, cells: string) =>
  writeFile(join(cwd, "notebooks", name), `---\ntidemark: 1\ntitle: ${name} title\n${grants}---\n\n${cells}`);
const insight = (id: string, more = "") => `\`\`\`yaml insight id=${id}${more}\ntitle: T\ndata: d\n\`\`\`\n\n`;

beforeAll(async () => {
  enter(await mkdtemp(join(tmpdir(), "tidemark-")));
  await mkdir(join(cwd, "notebooks"));
  await write("c.md", "grants: [global]\n", insight("flags"));
  await write("a.md", "grants: [org:web, user:ann]\n", insight("shown", " from=c.md#flags") + insight("own"));
  await write("b.md", "", insight("flags"));
});
afterAll(() => rm(cwd, {recursive: true, force: true}));

describe("tidemark list", () => {
  it("names every notebook, for whom it is and what it shows", async () => {
    expect(await run("list", "--json")).toBe(0);
    expect(JSON.parse(out)).toEqual([
      {notebook: "a.md", title: "a.md title", readers: "org:web user:ann", insights: "shown c.md#flags own"},
      {notebook: "b.md", title: "b.md title", readers: "private", insights: "flags"},
      {notebook: "c.md", title: "c.md title", readers: "global", insights: "flags"}
    ]);
  });

  it.each([
    [
      ["--for", "org:web"],
      ["a", "c"]
    ],
    [["--for", "user:bob"], ["c"]],
    [
      ["--for", "user:bob", "--for", "org:web"],
      ["a", "c"]
    ],
    [
      ["--showing", "flags"],
      ["b", "c"]
    ],
    [["--showing", "c.md#flags"], ["a"]],
    [["--after", "a.md", "--limit", "1"], ["b"]]
  ])("lists with %j", async (words, names) => {
    expect(await run("list", "--format", "path", ...words)).toBe(0);
    expect(out).toBe(names.map((name) => `notebooks/${name}.md\n`).join(""));
  });

  it.each([
    [["--for", "web"], /user:<name> or org:<name>/],
    [["--limit", "0"], /whole number/],
    [["x"], /takes no names/]
  ])("refuses %j", async (words, text) => {
    expect(await run("list", ...words)).toBe(2);
    expect(err).toMatch(text);
  });
});
