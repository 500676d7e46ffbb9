/** Where Chromium is; installs it where nobody has, or says in one line what to do. */
import {execFileSync} from "node:child_process";
import {existsSync} from "node:fs";
import {chromium} from "playwright-core";

/**
 * What is switched off: what Playwright switches off, as Chromium heeds only the last of two lists, and the address bar's
 * pop-ups, two pages of Chromium's own that every new window loads although nobody sees them (0.2 to 0.9 s of processor time).
 */
const NOT_NEEDED = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "TcpPortRandomizationWin",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup"
];

/** Flags for a headless Chromium that keeps to itself. */
export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  `--disable-features=${NOT_NEEDED.join(",")}`
];

function found(): string | null {
  const system = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
  ];
  return (
    [process.env.CHROMIUM_PATH ?? "", chromium.executablePath(), ...system].find((path) => path && existsSync(path)) ??
    null
  );
}

/** The path of a Chromium. @throws Error when there is none and none can be installed. */
export function chromiumPath(): string {
  const here = found();
  if (here) return here;
  try {
    if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
      execFileSync("apt-get", ["update"], {stdio: "ignore"});
      execFileSync("apt-get", ["install", "-y", "chromium"], {
        stdio: "ignore",
        env: {...process.env, DEBIAN_FRONTEND: "noninteractive"}
      });
    } else execFileSync("npx", ["playwright-core", "install", "chromium"], {stdio: "ignore"});
  } catch {
    // what is said below is all there is to say
  }
  const installed = found();
  if (installed) return installed;
  throw new Error("The browser tests need Chromium: install it, or set CHROMIUM_PATH to one.");
}
