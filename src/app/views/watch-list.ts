/** The watch rules of an insight below its figure, with what they came to. */
import type {WatchOutcome} from "../../notebook/watch.ts";
import {WATCH_WORDS} from "../../report/watch-list.ts";
import {fill, h, type View} from "../dom.ts";

/** A list that is hidden while there are no rules. */
export function createWatchList(): View<readonly WatchOutcome[]> & {update(outcomes: readonly WatchOutcome[]): void} {
  const dom = h("ul", {class: "watch", "aria-label": "Watch rules", hidden: true});
  return {
    dom,
    update(outcomes) {
      if (dom.hidden && !outcomes.length) return;
      dom.hidden = outcomes.length === 0;
      fill(
        dom,
        outcomes.map(({rule, state, text}) =>
          h(
            "li",
            {class: state},
            h("strong", {}, WATCH_WORDS[state]),
            " ",
            rule.note ? h("span", {}, `“${rule.note}”`) : h("code", {}, rule.when),
            " · ",
            h("span", {class: "why"}, text)
          )
        )
      );
    }
  };
}
