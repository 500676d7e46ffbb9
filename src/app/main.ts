/** Loads the app, once what `first.ts` painted is to be seen. */
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./style/app.css";
import "./style/cell.css";
import "./style/cells-js.css";
import "./style/commands.css";
import "./style/watch.css";
import "./style/conflict.css";
import "./style/table-viewer.css";
import "./style/find.css";
import "./style/settings.css";
import "./style/print.css";
import {startEarly, startStoreEarly} from "../../workers/early.ts";
import {showStyles} from "./painted/show-painted.ts";

const painted = document.querySelector<HTMLElement>("body > .painted");
// what a notebook asks for; drawings that were painted are kept, so that nothing need be drawn
if (/^#\/(?:notebooks|insights?)\/./.test(location.hash)) {
  startStoreEarly();
  if (!painted) startEarly("chart");
}
showStyles();
void import("./start.ts").then(({startApp}) => startApp(painted));
