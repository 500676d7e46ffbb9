/** Weekly questions over eight million change points, which a hundred million raw rows would leave. */
import {seriesFromChanges} from "./dense.ts";
import {MANY, MANY_ROWS, manyChanges, manyInDuckDB, manyQuestion} from "./many-changes.ts";
import {type Case, type Peer, repeated, type Side} from "./measure.ts";
import {type NativeDuckDB, openNative} from "./native.ts";
import {openStoreIn} from "./product.ts";
import {answerOf} from "./questions.ts";
import {lazily, type Setting} from "./setting.ts";

/** Half of the repositories, by the last digit of their names. */
const HALF = "[02468]$";

/** The cases, natively and in Chromium. */
export function manyCases(setting: Setting): Case[] {
  const duckdb = lazily(async (): Promise<NativeDuckDB> => {
    const opened = await openNative();
    setting.closing(() => opened.close());
    await manyInDuckDB(opened, MANY);
    return opened;
  });
  const store = lazily(async () => {
    const opened = openStoreIn(setting.fresh("many"), "arrow", {room: 0});
    setting.closing(() => opened.close());
    await opened.import(await manyChanges(MANY), ["changes"]);
    return opened;
  });
  const tab = lazily(async () => {
    const opened = await (await setting.browser()).open("scratch");
    await opened.call("wipe");
    await opened.call("keepMany", MANY);
    return opened;
  });
  return [
    {name: "many", about: "20 series, 48 weeks over 8e6 changes", repositories: null},
    {name: "many-half", about: "the same, half of 50,000 repositories by regular expression", repositories: HALF}
  ].flatMap(({name, about, repositories}): Case[] => {
    const {definition, asked} = manyQuestion(repositories);
    const peer: Peer = {
      name: "native DuckDB, same change points",
      target: 3,
      run: async () => {
        const {run} = await duckdb();
        const {ms, value} = await repeated(() => seriesFromChanges(run, asked));
        return {ms, answer: value};
      }
    };
    const product: Side = {
      name: "Tidemark",
      run: async () => {
        const opened = await store();
        const {ms, value} = await repeated(() => opened.insight(definition, null));
        return {ms, answer: answerOf(value)};
      }
    };
    const inPage: Side = {name: "Tidemark", run: async () => (await tab()).call("insight", definition)};
    const common = {about, rows: MANY_ROWS, warm: true, peers: [peer]};
    return [
      {...common, name: `native/${name}`, product},
      {...common, name: `chromium/${name}`, product: inPage}
    ];
  });
}
