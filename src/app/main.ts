/** The first code of the page: it paints what was there last, and only then loads the app. */
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
import {startEarly} from "../../workers/early.ts";
import {THEME_CSS} from "../report/style.ts";
import {showPainted} from "./painted/show-painted.ts";
import {applyTheme} from "./theme.ts";

const theme = new CSSStyleSheet();
theme.replaceSync(THEME_CSS);
document.adoptedStyleSheets = [theme];
applyTheme();

const painted = showPainted(location.hash, Date.now());
const start = async () => {
  // what a notebook asks for; drawings that were painted are kept, so that nothing need be drawn
  if (/^#\/(?:notebooks|insights?)\/./.test(location.hash)) {
    startEarly("store");
    if (!painted) startEarly("chart");
  }
  (await import("./start.ts")).startApp(painted);
};
// the frame with the painting comes before all work; where nothing is painted no frame is waited for
if (painted && document.visibilityState === "visible") requestAnimationFrame(() => whenIdle(() => void start()));
else void start();

/** Once the browser has nothing else to do, which is soon in any case. */
function whenIdle(task: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(task, {timeout: 100});
  else setTimeout(task);
}
