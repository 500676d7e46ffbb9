import {fill, h, type View} from "../dom.ts";

/** Asks whether the JavaScript of a notebook from elsewhere may run; empty when there is nothing to ask. */
export function consentBar(onAllow: () => void): View<boolean> & {update(isAsked: boolean): void} {
  const dom = h("div", {class: "consent", role: "region", "aria-label": "JavaScript", hidden: true});
  return {
    dom,
    update(isAsked) {
      if (dom.hidden !== isAsked) return;
      dom.hidden = !isAsked;
      fill(
        dom,
        isAsked
          ? [
              h(
                "p",
                {},
                h("strong", {}, "This notebook has JavaScript that was not written here. "),
                "It can compute with the tables of this notebook and take time. It cannot reach the network, your files or other notebooks."
              ),
              h("button", {class: "button", type: "button", on: {click: onAllow}}, "Run JavaScript")
            ]
          : null
      );
    }
  };
}
