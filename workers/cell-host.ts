/** The page between the app and the frame of no origin: it has a policy of its own, and no data. Its text is in cell-host.html, by hash. */

/** The page of the inner frame; the bundler puts it here. */
declare const CELL_FRAME: string;

addEventListener(
  "message",
  ({ports: [port], source, origin}) => {
    if (!port || source !== parent || origin !== location.origin) return;
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.srcdoc = CELL_FRAME;
    frame.addEventListener("load", () => frame.contentWindow!.postMessage("start", "*", [port]), {once: true});
    document.body.append(frame);
  },
  {once: true}
);
