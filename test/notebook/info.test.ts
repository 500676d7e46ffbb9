import {describe, expect, it} from "vitest";
import {parseInfo} from "../../src/notebook/info.ts";
import * as fc from "../property.ts";

describe("parseInfo", () => {
  it.each([
    ["", "", "", {}],
    ["sql", "sql", "", {}],
    ["  SQL  ", "sql", "", {}],
    ["yaml insight id=a", "yaml", "insight", {id: "a"}],
    ["yaml\tinsight\tid=a", "yaml", "insight", {id: "a"}],
    ["sql id=a display=false echo", "sql", "", {id: "a", display: "false", echo: ""}],
    ["sql echo", "sql", "", {echo: ""}],
    ["sql run=false", "sql", "", {run: "false"}],
    ["js fold insight", "js", "", {fold: "", insight: ""}],
    ['vega-lite caption="A b" data=x', "vega-lite", "", {caption: "A b", data: "x"}],
    ["vega-lite caption='it &apos;s' height=300", "vega-lite", "", {caption: "it 's", height: "300"}],
    ['x a="&quot;&lt;b&gt;&quot; &amp;amp; &#39;"', "x", "", {a: '"<b>" &amp; \''}],
    ["sql ID=a", "sql", "", {id: "a"}],
    ['sql caption="never closed id=b', "sql", "", {caption: "", '"never': "", closed: "", id: "b"}],
    ["sql id=", "sql", "", {id: ""}],
    ["sql id=a id=b", "sql", "", {id: "b"}],
    ["sql caption=ä&amp;ö", "sql", "", {caption: "ä&ö"}]
  ])("reads %j", (info, language, word, attributes) => {
    const read = parseInfo(info);
    expect([read.language, read.word, Object.fromEntries(read.attributes)]).toEqual([language, word, attributes]);
  });

  it("reads back any value that stands in quotes, whatever stands beside it", () => {
    const value = fc.string().map((text) => text.replace(/["&]/g, ""));
    fc.assert(
      fc.property(value, value, (caption, other) => {
        const {attributes} = parseInfo(`vega-lite caption="${caption}" other="${other}" id=a`);
        expect([...attributes]).toEqual([
          ["caption", caption],
          ["other", other],
          ["id", "a"]
        ]);
      })
    );
  });

  it("reads anything without failing, in a time that grows with its length", () => {
    fc.assert(
      fc.property(fc.string({unit: fc.constantFrom(..."ab=\"' \t&;`<"), maxLength: 60}), (info) => void parseInfo(info))
    );
    for (const piece of ['a="', "a=", "= ", "&amp;", "'\"="]) expect(parseInfo(piece.repeat(50_000)).word).toBe("");
  });
});
