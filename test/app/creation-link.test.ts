import {describe, expect, it} from "vitest";
import {insightOfSeries, readCreation} from "../../src/app/creation-link.ts";
import {kindDescription, readInsight} from "../../src/insight/kinds/index.ts";

describe("the form of an insight over a series", () => {
  const plain = {series_id: "1".repeat(64), key: "todo", title: "TODO: comments", captures: 0};
  const captured = {series_id: "2".repeat(64), key: "todo", title: "By person", captures: 1};
  const read = (hash: string) => {
    const [, kind, query] = /^#\/create\/([\w-]+)\?(.*)$/.exec(hash)!;
    const {values, target} = readCreation(kindDescription(kind!).fields, query!);
    return {kind, series: readInsight({...values, kind}).value?.series, target};
  };

  it("draws it without a word more, and leads back", () => {
    expect(read(insightOfSeries(plain, [plain]))).toEqual({
      kind: "search",
      series: [{label: "todo", data: "todo"}],
      target: {snapshots: "workspace", back: "#/data"}
    });
  });

  it("groups by captured values where there are any, and names one of two with one key by its id", () => {
    const {kind, series} = read(insightOfSeries(captured, [plain, captured]));
    expect([kind, series!.map(({data}) => data)]).toEqual(["capture-group", [captured.series_id]]);
  });
});
