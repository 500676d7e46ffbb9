/** Asks what the insight is called that filters make. */
import {h} from "../dom.ts";
import {openDialog} from "../views/dialog.ts";

/** Opens the dialog; `make` is called once, with a title that is not empty and not that of the insight before. */
export function askForTitle(before: string, make: (title: string) => Promise<void>): void {
  const title = h("input", {id: "filter-title", type: "text", value: `${before} (filtered)`, autocomplete: "off"});
  const problem = h("p", {class: "filter-problem", role: "alert", hidden: true});
  const submit = (event: Event) => {
    event.preventDefault();
    const given = title.value.trim();
    problem.hidden = given !== "" && given !== before;
    problem.textContent = given === "" ? "It needs a title." : "The insight it is made of has this title.";
    if (!problem.hidden) return title.focus();
    dialog.close();
    void make(given);
  };
  const dialog = openDialog(
    "Save as a new insight",
    h(
      "form",
      {class: "filter-new", novalidate: true, on: {submit}},
      h("p", {}, `“${before}” stays as it is saved; a copy with these filters stands below it.`),
      h("label", {class: "form-label", for: title.id}, "Its title"),
      title,
      problem,
      h("div", {class: "buttons"}, h("button", {class: "button primary", type: "submit"}, "Create insight"))
    )
  );
  title.select();
}
