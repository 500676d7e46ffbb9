/** The very first code of the page, which stands in it: the theme, what was painted last, and after that the app. */
import {THEME_CSS} from "../report/style.ts";
import {showPainted, showStyles} from "./painted/show-painted.ts";
import {applyTheme} from "./theme.ts";

/** Asks for the app's files, which the built page names in a template. */
function loadApp(): void {
  const files = document.querySelector<HTMLTemplateElement>("template.app-files");
  files?.replaceWith(files.content);
}

const theme = new CSSStyleSheet();
theme.replaceSync(THEME_CSS);
document.adoptedStyleSheets = [theme];
applyTheme();
if (!showPainted(location.hash, Date.now())) {
  showStyles();
  loadApp();
}
// the frame with the painting comes before all else; a page that nobody sees has none
else if (document.visibilityState === "visible") requestAnimationFrame(() => setTimeout(loadApp));
else loadApp();
