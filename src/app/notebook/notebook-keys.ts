/** How the commands of a notebook are reached: keys on the page and in editors, the palette, the menu of a cell. */
import {type Command, isKey, type KeyPlace, readableKey} from "../commands.ts";
import {openMenu} from "../menu.ts";
import {routeHash} from "../router.ts";
import {openPalette, type PaletteEntry} from "../views/command-palette.ts";
import {openShortcutSheet} from "../views/shortcut-sheet.ts";
import type {Aim} from "./cell-command.ts";
import {CELL_COMMANDS} from "./cell-commands.ts";
import {NOTEBOOK_COMMANDS} from "./notebook-commands.ts";
import type {OpenNotebook} from "./open-notebook.ts";

const GO_TO = ["insights", "notebooks", "data", "pings", "settings", "docs"] as const;

const HELP: readonly Command<Aim>[] = [
  {
    id: "help.palette",
    title: "Find a command",
    group: "Help",
    keys: ["Mod-k"],
    run: (aim) => openCommandPalette(aim)
  },
  {id: "help.keys", title: "Show all keys", group: "Help", keys: ["?"], run: () => openShortcutSheet(commands())}
];

/** Every command, in the order in which they are listed. */
export function commands(): readonly Command<Aim>[] {
  return [...NOTEBOOK_COMMANDS, ...HELP];
}

/** Runs the command whose key this is; true when there was one. It is refused with a sentence when it cannot run now. */
export function runKey(aim: Aim, event: KeyboardEvent, places: readonly KeyPlace[]): boolean {
  const command = commands().find(
    ({keys = [], at = ["page"]}) => at.some((place) => places.includes(place)) && keys.some((key) => isKey(event, key))
  );
  if (!command) return false;
  event.preventDefault();
  const refused = command.refused?.(aim) ?? null;
  if (refused) aim.notebook.app.toasts.show(refused);
  else command.run(aim);
  return true;
}

/** Listens for keys on a notebook's page until the returned function is called. */
export function listenForKeys(notebook: OpenNotebook): () => void {
  const onKey = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const aim = {notebook, key: notebook.selected};
    if (target.closest(".cm-editor, input, select, textarea, [contenteditable]")) {
      // writing has keys of its own; only what is no letter and no editing key is the page's
      if ((event.ctrlKey || event.metaKey) && !/^[zy]$/i.test(event.key)) runKey(aim, event, ["page"]);
      return;
    }
    if (event.key === "Escape") return notebook.panels.open?.close();
    const onCell = target.matches(".cell");
    const inCell = target.closest(".cell") !== null;
    // buttons and charts have Enter, space and arrows for themselves
    const taken = /^(?:Enter| |Arrow.*|Home|End|Backspace|Delete)$/.test(event.key) && !event.altKey;
    const free = !inCell && target === document.body;
    if (runKey(aim, event, (onCell || free || !taken) && (inCell || free) ? ["cell", "page"] : ["page"])) return;
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}

/** The keys of a cell's editor. */
export function editorKeys(notebook: OpenNotebook): readonly {key: string; run(): void}[] {
  return commands().flatMap((command) =>
    command.at?.includes("editor")
      ? (command.keys ?? []).map((key) => ({
          key,
          run() {
            const aim = {notebook, key: notebook.selected};
            const refused = command.refused?.(aim) ?? null;
            if (refused) notebook.app.toasts.show(refused);
            else command.run(aim);
          }
        }))
      : []
  );
}

/** The palette over the notebook: its commands, the app's pages, the other notebooks. */
export function openCommandPalette(aim: Aim): void {
  const {app, session} = aim.notebook;
  openPalette(
    "Find a command",
    [
      ...commands()
        .filter(({id}) => id !== "help.palette")
        .map(
          (command): PaletteEntry => ({
            title: titleOf(command, aim),
            group: command.group,
            key: command.keys?.[0],
            refused: command.refused?.(aim) ?? null,
            run: () => command.run(aim)
          })
        ),
      ...GO_TO.map((page) => ({
        title: `Go to ${page[0]!.toUpperCase()}${page.slice(1)}`,
        group: "Go",
        run: () => app.go(routeHash(page))
      }))
    ],
    app.notebooks.list().then(
      (files) =>
        files
          .filter(({name}) => name !== session.name)
          .map(({name}) => ({
            title: `Open ${name}`,
            group: "Notebook",
            run: () => app.go(routeHash("notebooks", name))
          })),
      () => []
    )
  );
}

function titleOf({id, title}: Command<Aim>, {notebook: {session}}: Aim): string {
  if (id === "notebook.undo" && session.undoes) return `Undo ${session.undoes}`;
  if (id === "notebook.redo" && session.redoes) return `Redo ${session.redoes}`;
  return title;
}

/** The menu of a cell: what can be done with it, and by which key. */
export function openCellMenu(notebook: OpenNotebook, key: string, anchor: HTMLElement): void {
  const aim = {notebook, key};
  openMenu(
    anchor,
    "Cell",
    CELL_COMMANDS.map((command) => ({
      label: command.title,
      ...(command.keys?.[0] ? {hint: readableKey(command.keys[0])} : {}),
      refused: command.refused?.(aim) ?? null,
      run: () => command.run(aim)
    }))
  );
}
