import {fill, h} from "../dom.ts";
import {type Me, namesIn, readMe, saveMe} from "../me.ts";

/** Name and organisations of whoever uses this browser. */
export function meSection(): HTMLElement {
  const me = readMe();
  const said = h("p", {class: "help", role: "status"});
  const name = h("input", {
    id: "me-name",
    type: "text",
    value: me.name,
    autocomplete: "off",
    spellcheck: "false",
    on: {change: () => save()}
  });
  const organizations = h("input", {
    id: "me-organizations",
    type: "text",
    value: me.organizations.join(", "),
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": "me-help",
    on: {change: () => save()}
  });
  const save = () => {
    const next: Me = {name: namesIn(name.value)[0] ?? "", organizations: namesIn(organizations.value)};
    saveMe(next);
    name.value = next.name;
    organizations.value = next.organizations.join(", ");
    fill(said, "Saved in this browser.");
  };
  return h(
    "section",
    {class: "me"},
    h("h2", {}, "You"),
    h("label", {class: "form-label", for: name.id}, "Name"),
    name,
    h("label", {class: "form-label", for: organizations.id}, "Organisations, separated by commas"),
    organizations,
    h(
      "p",
      {class: "help", id: "me-help"},
      "As grants name them: user:<name>, org:<name>. They are offered where you say who may see a notebook, and Insights can show what is meant for you. Pings carry neither."
    ),
    said
  );
}
