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
