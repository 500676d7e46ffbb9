/** What browsers with File System Access have and TypeScript's DOM types do not. Source: WICG File System Access. */

type Mode = {readonly mode: "read" | "readwrite"};

/** A folder handle that can be asked whether the page may use it. */
export interface AskableFolder extends FileSystemDirectoryHandle {
  queryPermission(mode: Mode): Promise<PermissionState>;
  /** Asks the user; only during a click or a key. */
  requestPermission(mode: Mode): Promise<PermissionState>;
}

interface FolderPicker {
  showDirectoryPicker?(options: Mode & {readonly id: string}): Promise<FileSystemDirectoryHandle>;
}

/** True where folders of the disk can be opened: Chromium browsers on a computer, over https or on localhost. */
export function canOpenFolders(): boolean {
  return typeof (window as FolderPicker).showDirectoryPicker === "function";
}

/** Lets the user choose a folder; null when they chose none. */
export async function pickFolder(): Promise<AskableFolder | null> {
  try {
    const folder = await (window as FolderPicker).showDirectoryPicker!({id: "tidemark", mode: "readwrite"});
    return folder as AskableFolder;
  } catch (error) {
    // closed, refused, or a folder that the browser keeps for itself
    if (error instanceof Error && error.name === "AbortError") return null;
    throw error;
  }
}

/** What stops a watch of a folder. */
interface Observer {
  observe(folder: FileSystemDirectoryHandle): Promise<void>;
  disconnect(): void;
}

/** Calls back when something in a folder changed, where the browser can tell; false where it cannot. */
export async function observeFolder(
  folder: FileSystemDirectoryHandle,
  signal: AbortSignal,
  changed: () => void
): Promise<boolean> {
  const Make = (globalThis as {FileSystemObserver?: new (changed: () => void) => Observer}).FileSystemObserver;
  if (!Make) return false;
  const observer = new Make(changed);
  try {
    await observer.observe(folder);
  } catch {
    return false;
  }
  if (signal.aborted) observer.disconnect();
  signal.addEventListener("abort", () => observer.disconnect(), {once: true});
  return true;
}
