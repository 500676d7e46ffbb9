import {draw} from "../src/chart/draw.ts";
import type {VegaLiteSpec} from "../src/chart/insight-spec.ts";
import type {ChartDrawer} from "./connect.ts";
import {exposeApi} from "./wire.ts";

/** A chart that nobody sees: whoever asks for one first does not wait for code that never ran. */
const FIRST: VegaLiteSpec = {
  width: 400,
  height: 200,
  data: {values: [0, 1, 2].map((i) => ({t: i * 1e9, v: i, s: i % 2 ? "a" : "b"}))},
  encoding: {
    x: {field: "t", type: "temporal", scale: {type: "utc"}, axis: {title: null}},
    y: {field: "v", type: "quantitative", axis: {title: null}},
    color: {field: "s", type: "nominal", legend: null}
  },
  layer: [{mark: {type: "line"}}, {mark: {type: "point"}}, {mark: {type: "text"}, encoding: {text: {field: "s"}}}]
};

let isAsked = false;
exposeApi<ChartDrawer>({
  draw(spec) {
    isAsked = true;
    return draw(spec);
  }
});
setTimeout(() => {
  if (!isAsked) void draw(FIRST).catch(() => undefined);
});
