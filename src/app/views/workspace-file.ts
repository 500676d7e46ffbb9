/** The workspace's tidemark.yaml on a page: what it says, what is wrong with it, and an editor that saves by compare-and-swap. */
import {type Message, messageOf} from "../../error.ts";
import type {WorkspaceState} from "../../store/store.ts";
import {readWorkspace, WORKSPACE_FILE, type Workspace} from "../../workspace.ts";
import type {App} from "../app.ts";
import {fill, h} from "../dom.ts";
import type {Editor} from "../editor.ts";
import {routeHash} from "../router.ts";
import "../style/workspace-file.css";

const TEMPLATE = `# Old names of repositories and their new ones
aliases: {}

# teams:
#   Payments:
#     owners: ["@acme/payments"]
#     authors: ["*@pay.acme.org"]
#     repositories: ["^github\\\\.com/acme/pay-"]

# links:
#   search: https://sourcegraph.acme.org
#   hosts: {git.acme.org: gitlab}
`;

export interface WorkspaceFileView {
  readonly dom: HTMLElement;
  destroy(): void;
}

/** The view of the file of the user's own workspace. `saved` is called after a change, which may change every number. */
export function workspaceFileView(app: App, saved: () => void): WorkspaceFileView {
  const store = () => app.store("workspace");
  const body = h("div", {});
  const dom = h("section", {class: "workspace-file", "aria-label": WORKSPACE_FILE}, body);
  let editor: Editor | null = null;

  const load = async (focus = false) => {
    editor?.destroy();
    editor = null;
    try {
      const state = await store().workspace();
      show(state);
      if (focus) body.querySelector<HTMLElement>("button")?.focus();
    } catch (error) {
      fill(body, h("div", {class: "message error", role: "alert"}, messageOf(error)));
    }
  };

  const show = (state: WorkspaceState) =>
    fill(
      body,
      h("h2", {}, "Repositories and teams"),
      h(
        "p",
        {class: "lead"},
        state.text === null ? "Old names of repositories, teams, links to code hosts and events are kept in " : "",
        h("code", {}, WORKSPACE_FILE),
        state.text === null ? "; there is none yet. " : ` has ${summaryOf(state.workspace)}. `,
        h("a", {href: routeHash("docs", "workspace")}, "What it can say")
      ),
      messageList(state.messages),
      h(
        "div",
        {class: "buttons"},
        h(
          "button",
          {class: "button", type: "button", on: {click: () => void edit(state)}},
          state.text === null ? `Write ${WORKSPACE_FILE}` : `Edit ${WORKSPACE_FILE}`
        )
      )
    );

  const edit = async (state: WorkspaceState) => {
    const {createEditor} = await import("../editor.ts");
    const said = h("div", {role: "status"});
    const check = (text: string) => fill(said, messageList(readWorkspace(text).messages));
    const save = async () => {
      const text = editor?.text ?? "";
      try {
        if (await store().saveWorkspace(text, state.hash)) {
          app.toasts.show(`${WORKSPACE_FILE} was saved.`);
          await load(true);
          return saved();
        }
        const now = await store().workspace();
        fill(
          said,
          h(
            "div",
            {class: "message error", role: "alert"},
            `${WORKSPACE_FILE} was changed by something else meanwhile, so nothing was saved. `,
            h(
              "button",
              {
                class: "link",
                type: "button",
                on: {
                  click: () => {
                    state = now;
                    void save();
                  }
                }
              },
              "Save mine"
            ),
            " or ",
            h("button", {class: "link", type: "button", on: {click: () => void load(true)}}, "take theirs")
          )
        );
      } catch (error) {
        fill(said, h("div", {class: "message error", role: "alert"}, messageOf(error)));
      }
    };
    const text = state.text ?? TEMPLATE;
    editor = createEditor({
      text,
      language: "yaml",
      label: WORKSPACE_FILE,
      tables: {},
      keys: [{key: "Mod-s", run: () => void save()}],
      onChange: check,
      onRun: () => void save(),
      onLeave: () => undefined
    });
    fill(
      body,
      h("h2", {}, "Repositories and teams"),
      editor.dom,
      said,
      h(
        "div",
        {class: "buttons"},
        h(
          "button",
          {class: "button primary", type: "button", on: {click: () => void save()}},
          `Save ${WORKSPACE_FILE}`
        ),
        h("button", {class: "button", type: "button", on: {click: () => void load(true)}}, "Cancel")
      )
    );
    check(text);
    editor.focus();
  };

  void load();
  return {
    dom,
    destroy: () => editor?.destroy()
  };
}

/** What a workspace says, counted: `7 teams, 1 old name and 2 events`. */
function summaryOf({repositories, aliases, teams, contexts, events}: Workspace): string {
  const counted = [
    [teams.length, "team"],
    [aliases.size, "old name"],
    [contexts.size, "context"],
    [events.length, "event"],
    [repositories.length, "repository"]
  ] as const;
  const parts = counted.flatMap(([count, word]) =>
    count ? [`${count} ${count === 1 ? word : word === "repository" ? "repositories" : `${word}s`}`] : []
  );
  const last = parts.pop();
  return last === undefined ? "nothing in it" : parts.length ? `${parts.join(", ")} and ${last}` : last;
}

function messageList(messages: readonly Message[]): HTMLElement[] {
  return messages.map(({level, text, place}) =>
    h("div", {class: `message ${level}`}, place?.line ? h("span", {class: "line"}, `Line ${place.line}: `) : null, text)
  );
}
