/** Where the workspace is: the browser's private storage, the folder of the local server, or a folder the user opened. */
import {type OpenedFiles, openedFiles} from "../../../workers/connect.ts";
import type {App} from "../app.ts";
import {routeHash} from "../router.ts";
import {type AskableFolder, canOpenFolders, pickFolder} from "./file-system-access.ts";
import {choose, type KnownFolder, rememberFolder} from "./known-folders.ts";
import type {OpenedFolder} from "./opened-folder.ts";

export interface WorkspacePlace {
  readonly of: "browser" | "served" | "folder";
  /** The opened folder, and its files; null at home. */
  readonly folder: OpenedFolder | null;
  readonly files: OpenedFiles | null;
  /** Where the workspace is without a folder: the key of its choice, and its name for readers. */
  readonly home: string;
  readonly homeName: string;
}

/** What the page was opened over, before any folder. `served` is the mark of the local server. */
export function homeOf(served: HTMLMetaElement | null): Pick<WorkspacePlace, "home" | "homeName"> {
  return served
    ? {home: served.dataset.place ?? "served", homeName: "the folder that is served"}
    : {home: "", homeName: "this browser’s private storage"};
}

export function workspacePlace(served: HTMLMetaElement | null, folder: OpenedFolder | null): WorkspacePlace {
  return {
    ...homeOf(served),
    of: folder ? "folder" : served ? "served" : "browser",
    folder,
    files: folder && openedFiles(folder.handle, folder.id)
  };
}

/** What is in a folder that was chosen. */
export interface FolderContent {
  readonly notebooks: number;
  readonly hasData: boolean;
  readonly isEmpty: boolean;
  /** True for what looks like a workspace's `notebooks` folder itself. */
  readonly isInner: boolean;
}

export async function contentOf(folder: AskableFolder): Promise<FolderContent> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  const files = openedFiles(folder, "chosen");
  const count = async (path: string) =>
    [...(await files.stamps(path)).keys()].filter((name) => name.endsWith(".md")).length;
  const notebooks = await count("notebooks");
  return {
    notebooks,
    hasData: names.includes("snapshots") || names.includes("tidemark.yaml"),
    isEmpty: names.every((name) => name.startsWith(".")),
    isInner: folder.name === "notebooks" && !notebooks && (await count("")) > 0
  };
}

/** Lets the user choose a folder and makes it the workspace; `agree` is asked first when it does not look like one. */
export async function openFolder(
  app: App,
  agree: (folder: AskableFolder, content: FolderContent) => Promise<boolean>
): Promise<void> {
  if (!canOpenFolders()) return app.go(routeHash("settings"));
  const folder = await pickFolder();
  if (!folder) return;
  const content = await contentOf(folder);
  const looksRight = content.notebooks > 0 || content.hasData || content.isEmpty;
  if ((!looksRight || content.isInner) && !(await agree(folder, content))) return;
  switchTo(app, await rememberFolder(folder, app.clock()));
}

/** Goes on with another workspace, in a page that begins anew. Other tabs stay where they are, and are told. */
export function switchTo(app: App, folder: KnownFolder | null): void {
  choose(app.workspace.home, folder?.id ?? null);
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({home: app.workspace.home, name: folder?.name ?? app.workspace.homeName});
  history.pushState(null, "", routeHash(folder ? "notebooks" : "settings"));
  location.reload();
}

const CHANNEL = "tidemark-workspace";

/** Says so when another tab goes on with another workspace. */
export function followWorkspace(app: App): void {
  new BroadcastChannel(CHANNEL).addEventListener("message", ({data}: MessageEvent<{home: string; name: string}>) => {
    if (data.home !== app.workspace.home) return;
    app.toasts.show(
      `Another tab went on with ${data.name}. This one still shows ${app.workspace.folder?.name ?? app.workspace.homeName}.`,
      {action: {label: "Follow", run: () => location.reload()}}
    );
  });
}
