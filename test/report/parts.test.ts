/** What drove a change by team and by folder, over the sample whose history is made here: counted from other figures. */

import {readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {afterAll, describe, expect, it} from "vitest";
import {openStore} from "../../src/cli/workspace.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {type CellState, createRun} from "../../src/notebook/run.ts";
import {factsOf} from "../../src/report/facts.ts";
import {factSentences} from "../../src/report/sentence.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const store = openStore(ROOT, "acme", () => 0);
const counts = openStore(ROOT, "sample", () => 0);
afterAll(() => Promise.all([store.close(), counts.close()]));

let runs = 0;
async function ran(name: string, of: typeof store): Promise<readonly CellState[]> {
  const notebook = parseNotebook(readFileSync(`${ROOT}notebooks/${name}.md`, "utf8"));
  const run = createRun({store: of, session: `parts${++runs}`, now: () => 0}, notebook);
  const states = await run.settled();
  run.dispose();
  return states;
}

describe("what drove a change", () => {
  it("is told by team and by folder, and agrees with the figures that group the same search", async () => {
    const states = await ran("http-client-migration", store);
    const facts = await factsOf(states, {movers: (request) => store.movers(request), parts: store}, null);
    const [calls, byTeam] = facts;
    const [team, folder] = calls!.parts;
    // Figure 2 of the notebook groups what is left by team, without this code
    const wanted = byTeam!.result.series
      .filter(({holds}) => holds === 0)
      .map(({label, values}) => [label, values.at(-1)]);
    expect(team!.left.slice(0, wanted.length).map(({name, value}) => [name, value])).toEqual(wanted);
    expect(team!.left[0]).toMatchObject({name: "Warehouse", value: 29});
    // every file lies in one folder: they add up to the series, then and at the end
    expect(folder!.left.reduce((sum, {value}) => sum + value, 0)).toBe(calls!.headline!.last);
    expect(folder!.overlap).toBe(false);
    const sentences = factSentences(calls!);
    const said = (about: string) => sentences.filter((one) => one.about === about).map(({text}) => text);
    expect(said("drivers").slice(1)).toEqual([
      "By team: Checkout (−39), Identity (−33), Platform (−21) and 4 more; a file of several teams counts for each.",
      "By folder: src/client (−25), src/forms (−25), src/api (−24) and 5 more."
    ]);
    expect(said("left").slice(1)).toEqual([
      "Still to do by team: Warehouse (29), Data (14), Tracking (6) and 4 more.",
      "Still to do by folder: src/api (8), src/reporting (8), src/jobs (7) and 5 more."
    ]);
    // grouped insights are parts themselves
    expect(byTeam!.parts).toEqual([]);
  });

  it("is told by repository alone where no files were imported", async () => {
    const states = await ran("module-migration", counts);
    const facts = await factsOf(states, {movers: (request) => counts.movers(request), parts: counts}, null);
    expect(facts.map(({parts}) => parts.length)).toEqual(facts.map(() => 0));
  });
});
