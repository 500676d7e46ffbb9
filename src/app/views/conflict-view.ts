import {chooseSide, type Side, sideNames} from "../../notebook/conflicts.ts";
import {mergeLists} from "../../notebook/merge-lines.ts";
import {h, type View} from "../dom.ts";

/** Both sides of a merge conflict, beside each other, with what differs marked, and a button for each. */
export function conflictView(text: string, onSide: (side: Side) => void): View {
  const names = sideNames(text);
  const [ours, theirs] = [chooseSide(text, "ours"), chooseSide(text, "theirs")];
  const [left, right] = [ours, theirs].map((side) => (side.trim() ? side.trimEnd().split("\n") : [])) as [
    string[],
    string[]
  ];
  const lines = (own: readonly string[], other: readonly string[], word: string) => {
    // what the other side does not have in this place
    const kept = new Map<string, number>();
    for (const chunk of mergeLists(own, own, other))
      if ("agreed" in chunk) for (const line of chunk.agreed) kept.set(line, (kept.get(line) ?? 0) + 1);
    return own.map((line) => {
      const left = kept.get(line) ?? 0;
      if (left && other.includes(line)) {
        kept.set(line, left - 1);
        return h("div", {}, line || " ");
      }
      return h("div", {class: "differs"}, h("span", {class: "visually-hidden"}, `${word}: `), line || " ");
    });
  };
  const side = (which: "ours" | "theirs", own: readonly string[], other: readonly string[]) =>
    h(
      "section",
      {"aria-label": names[which]},
      h(
        "header",
        {},
        h("strong", {}, names[which]),
        h(
          "button",
          {class: "button", type: "button", on: {click: () => onSide(which)}},
          own.length ? `Keep ${names[which]}` : `Delete, as ${names[which]} did`
        )
      ),
      own.length
        ? h("pre", {tabindex: 0}, lines(own, other, "only here"))
        : h("p", {class: "empty"}, "Deleted on this side.")
    );
  const dom = h(
    "div",
    {class: "conflict"},
    h("div", {class: "conflict-sides"}, side("ours", left, right), side("theirs", right, left)),
    left.length && right.length
      ? h("button", {class: "link", type: "button", on: {click: () => onSide("both")}}, "Keep both")
      : null
  );
  return {dom};
}
