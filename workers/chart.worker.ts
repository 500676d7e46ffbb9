import {draw} from "../src/chart/draw.ts";
import type {ChartDrawer} from "./connect.ts";
import {exposeApi} from "./wire.ts";

exposeApi<ChartDrawer>({draw: (spec) => draw(spec)});
