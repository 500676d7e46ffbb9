/** Printing a report from the app: the file itself, in a frame that nobody sees and nothing runs in. */
import "../style/print-report.css";
import {h} from "../dom.ts";

let last: HTMLElement | null = null;

/**
 * Opens the browser's print window over a report's HTML, where it can also be saved as PDF. The frame may not run scripts;
 * it stays until the window is closed, or the next report is printed.
 */
export async function printReport(html: string): Promise<void> {
  last?.remove();
  const frame = h("iframe", {
    class: "print-report",
    title: "Report to print",
    "aria-hidden": "true",
    tabindex: "-1",
    sandbox: "allow-same-origin allow-modals",
    srcdoc: html
  });
  last = frame;
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, {once: true}));
  document.body.append(frame);
  await loaded;
  const {contentWindow, contentDocument} = frame;
  await contentDocument!.fonts.ready;
  contentWindow!.addEventListener("afterprint", () => frame.remove(), {once: true});
  contentWindow!.focus();
  contentWindow!.print();
}
