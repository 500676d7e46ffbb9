import {describe, expect, it} from "vitest";
import {needsOf} from "../../src/notebook/needs.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";

const cell = (info: string, body: string) => `\`\`\`yaml insight ${info}\n${body}\n\`\`\`\n`;
const OTHERS: Record<string, string> = {
  "other.md":
    cell("id=a", "title: A\ndata: esm") +
    cell("id=sum", "kind: formula\ntitle: S\nformula: a * 2") +
    cell("id=again from=third.md#t", "title: Again"),
  "third.md": cell("id=t", "title: T\ndata: third")
};
const needs = (text: string) => needsOf(parseNotebook(text), async (name) => OTHERS[name] ?? null);

describe("what a notebook needs", () => {
  it("is the data of its insights under its own filters, and the tables that its statements name", async () => {
    const {definitions, tables, notebooks} = await needs(
      `---\ntidemark: 1\nevents: releases\nfilter: {owner: "@acme/web"}\n---\n\n${cell("id=a", "title: A\ndata: esm")}\n\`\`\`sql id=q\nSELECT * FROM Point JOIN a USING (series)\n\`\`\`\n`
    );
    expect(definitions.map(({series}) => series[0]!.data)).toEqual(["esm"]);
    expect(tables).toEqual(["event", "point"]);
    expect(notebooks).toEqual([]);
    const columns = await needs("```sql id=q\nSELECT series, sum(value) FROM a GROUP BY series\n```\n");
    expect(columns.tables).toEqual([]);
    expect((await needs("```sql id=q\nFROM a JOIN series s USING (series)\n```\n")).tables).toEqual(["series"]);
  });

  it("goes through other notebooks, their formulas, and theirs again", async () => {
    const {definitions, notebooks} = await needs(
      cell("id=x from=other.md#sum", "") + cell("id=y from=other.md#again", "") + cell("id=z from=gone.md#a", "")
    );
    expect(definitions.flatMap(({series}) => series.map(({data}) => data))).toEqual(["esm", "third"]);
    expect(notebooks).toEqual(["other.md", "third.md"]);
  });
});
