import {chromiumPath} from "./browser/chromium.ts";

/** Before any test: a Chromium is there, so that no test waits for its installation. */
export function setup(): void {
  process.env.CHROMIUM_PATH = chromiumPath();
}
