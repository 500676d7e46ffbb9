import type {InputDefinition} from "../../notebook/cells/input.ts";
import {readableNumber} from "../../number.ts";
import {fill, h, type View} from "../dom.ts";

/** The control of an input cell. */
export function inputView(
  first: InputDefinition,
  name: string,
  onChoose: (value: unknown) => void
): View<InputDefinition> & {update(input: InputDefinition): void} {
  const dom = h("div", {class: "input"});
  let shape = "";
  const build = (input: InputDefinition) => {
    const {type, label, options, value} = input;
    if (type === "select") {
      const select = h(
        "select",
        {id: `input-${name}`, on: {change: () => onChoose(select.value)}},
        options.map((option) => h("option", {value: option, selected: option === value}, option))
      );
      return fill(dom, h("label", {for: `input-${name}`}, label), select);
    }
    if (type === "radio" || type === "checkbox") {
      const chosen = () => Array.from(dom.querySelectorAll<HTMLInputElement>("input:checked"), (box) => box.value);
      const boxes = options.map((option) =>
        h(
          "label",
          {class: "choice"},
          h("input", {
            type,
            name: `input-${name}`,
            value: option,
            checked: Array.isArray(value) ? value.includes(option) : option === value,
            on: {change: () => onChoose(type === "radio" ? option : chosen())}
          }),
          option
        )
      );
      return fill(dom, h("fieldset", {}, h("legend", {}, label), boxes));
    }
    if (type === "range") {
      const shown = h("output", {}, readableNumber(Number(value)));
      const slide = (event: Event) => {
        const number = Number((event.target as HTMLInputElement).value);
        shown.textContent = readableNumber(number);
        onChoose(number);
      };
      return fill(
        dom,
        h("label", {for: `input-${name}`}, label),
        h("input", {
          type,
          id: `input-${name}`,
          min: input.min,
          max: input.max,
          step: input.step,
          value: String(value),
          on: {input: slide}
        }),
        shown
      );
    }
    if (type === "dates") {
      const days = (value as readonly string[]).map((day, i) =>
        h("input", {
          type: "date",
          value: day,
          "aria-label": `${label}, ${i ? "until" : "from"}`,
          on: {change: () => choose()}
        })
      ) as [HTMLInputElement, HTMLInputElement];
      const choose = () => {
        const [from, until] = days.map((day) => day.value) as [string, string];
        if (from && until) onChoose(from <= until ? [from, until] : [until, from]);
      };
      return fill(dom, h("fieldset", {}, h("legend", {}, label), days[0], "to", days[1]));
    }
    if (type === "pick") return fill(dom, picker(label, options, value as readonly string[], onChoose));
    const text = h("input", {
      type: "text",
      id: `input-${name}`,
      value: String(value),
      on: {change: () => onChoose(text.value)}
    });
    return fill(dom, h("label", {for: `input-${name}`}, label), text);
  };
  const update = (input: InputDefinition) => {
    // a control in use is not replaced under the hand that uses it
    const {value: _, ...rest} = input;
    if (JSON.stringify(rest) === shape) return;
    shape = JSON.stringify(rest);
    build(input);
  };
  update(first);
  return {dom, update};
}

/** Many to choose from: a list that is searched, with all and none; closed it says what is chosen. */
function picker(
  label: string,
  options: readonly string[],
  first: readonly string[],
  onChoose: (value: unknown) => void
): HTMLElement {
  const chosen = new Set(first);
  const summary = h("summary", {});
  const say = () => {
    const names = options.filter((option) => chosen.has(option));
    summary.textContent = `${label}: ${names.length === options.length ? `all ${options.length}` : names.length === 0 ? "none" : names.length <= 2 ? names.join(", ") : `${names.length} of ${options.length}`}`;
  };
  const tell = () => {
    say();
    onChoose(options.filter((option) => chosen.has(option)));
  };
  const boxes = options.map((option) => {
    const box = h("input", {
      type: "checkbox",
      checked: chosen.has(option),
      on: {
        change: () => {
          if (box.checked) chosen.add(option);
          else chosen.delete(option);
          tell();
        }
      }
    });
    return {option, box, line: h("label", {class: "choice"}, box, option)};
  });
  const set = (to: boolean) => {
    for (const {option, box, line} of boxes) {
      if (line.hidden) continue;
      box.checked = to;
      if (to) chosen.add(option);
      else chosen.delete(option);
    }
    tell();
  };
  const search = h("input", {
    type: "search",
    placeholder: "Find",
    "aria-label": `Find in ${label}`,
    on: {
      input: () => {
        for (const {option, line} of boxes)
          line.hidden = !option.toLowerCase().includes(search.value.trim().toLowerCase());
      }
    }
  });
  const button = (text: string, to: boolean) =>
    h("button", {class: "link", type: "button", on: {click: () => set(to)}}, text);
  say();
  return h(
    "details",
    {class: "picker"},
    summary,
    h("div", {class: "picker-tools"}, search, button("All", true), button("None", false)),
    h(
      "div",
      {class: "picker-list", role: "group", "aria-label": label},
      boxes.map(({line}) => line)
    )
  );
}
