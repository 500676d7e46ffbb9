import {type Html, html} from "../html.ts";
import type {WatchOutcome} from "../notebook/watch.ts";

/** How a state reads, with a sign that needs no colour. A rule may ask for good or for bad: not to fire is neither. */
export const WATCH_WORDS = {fires: "▲ Fires", unknown: "? Unknown", clear: "○ Does not fire"} as const;

/** The watch rules of an insight with what they came to; nothing where there are none. */
export function watchList(outcomes: readonly WatchOutcome[]): Html | null {
  if (!outcomes.length) return null;
  return html`<ul class="watch" aria-label="Watch rules">${outcomes.map(
    ({rule, state, text}) =>
      html`<li class="${state}"><strong>${WATCH_WORDS[state]}</strong> <span>${rule.note ? `“${rule.note}”` : html`<code>${rule.when}</code>`}</span> <span class="why">${text}</span></li>`
  )}</ul>`;
}

/** How many rules fire, and how many cannot be told: the line at the top. Null where there are no rules. */
export function watchWords(outcomes: readonly WatchOutcome[]): string | null {
  if (!outcomes.length) return null;
  const count = (state: WatchOutcome["state"]) => outcomes.filter((one) => one.state === state).length;
  const rules = (number: number) => `${number} watch ${number === 1 ? "rule" : "rules"}`;
  const [fires, unknown, clear] = [count("fires"), count("unknown"), count("clear")];
  const parts = [
    ...(fires ? [`${rules(fires)} ${fires === 1 ? "fires" : "fire"}`] : []),
    ...(unknown ? [`${fires ? unknown : rules(unknown)} cannot be told`] : []),
    ...(clear ? [`${fires || unknown ? clear : rules(clear)} ${clear === 1 ? "does" : "do"} not fire`] : [])
  ];
  return `${parts.join(", ")}.`;
}
