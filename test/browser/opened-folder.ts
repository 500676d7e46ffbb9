/**
 * A folder that the user opens, in a real Chromium. Nobody can click the system's own dialog from a test: only its answer
 * is given, a folder of OPFS, which is the browser's own handle with everything that a handle does.
 */
import type {BrowserContext, Page} from "playwright-core";

type Picker = {showDirectoryPicker?: unknown};

/** From now on the dialog answers with the folder `name` of OPFS, made with these files when it is not there yet. */
export async function answerPicker(
  context: BrowserContext,
  name: string,
  files: Readonly<Record<string, string>> = {}
): Promise<void> {
  await context.addInitScript(
    ([folder, content]) => {
      (window as Picker).showDirectoryPicker = async () => {
        const root = await navigator.storage.getDirectory();
        const known = await root.getDirectoryHandle(folder).catch(() => null);
        const chosen = known ?? (await root.getDirectoryHandle(folder, {create: true}));
        if (!known)
          for (const [path, text] of Object.entries(content)) {
            const parts = path.split("/");
            let at = chosen;
            for (const part of parts.slice(0, -1)) at = await at.getDirectoryHandle(part, {create: true});
            const writable = await (await at.getFileHandle(parts.at(-1)!, {create: true})).createWritable();
            await writable.write(text);
            await writable.close();
          }
        return chosen;
      };
    },
    [name, files] as const
  );
}

/** What another program does to a file of the folder: null deletes it. */
export async function writeBeside(page: Page, path: string, text: string | null): Promise<void> {
  await page.evaluate(
    async ([full, content]) => {
      const parts = full.split("/");
      let at = await navigator.storage.getDirectory();
      for (const part of parts.slice(0, -1)) at = await at.getDirectoryHandle(part, {create: true});
      if (content === null) return at.removeEntry(parts.at(-1)!, {recursive: true});
      const writable = await (await at.getFileHandle(parts.at(-1)!, {create: true})).createWritable();
      await writable.write(content);
      await writable.close();
    },
    [path, text] as const
  );
}

/** The text of a file of the folder; null when it is not there. */
export async function readBeside(page: Page, path: string): Promise<string | null> {
  return page.evaluate(async (full) => {
    try {
      const parts = full.split("/");
      let at = await navigator.storage.getDirectory();
      for (const part of parts.slice(0, -1)) at = await at.getDirectoryHandle(part);
      const file = await (await at.getFileHandle(parts.at(-1)!)).getFile();
      return new TextDecoder("utf-8", {ignoreBOM: true}).decode(await file.arrayBuffer());
    } catch (error) {
      if ((error as Error).name === "NotFoundError") return null;
      throw error;
    }
  }, path);
}

/** All paths below the folder, sorted. */
export async function pathsBeside(page: Page, folder: string): Promise<string[]> {
  return page.evaluate(async (name) => {
    const paths: string[] = [];
    const walk = async (at: FileSystemDirectoryHandle, path: string) => {
      for await (const [inner, handle] of at.entries())
        if (handle.kind === "file") paths.push(path + inner);
        else await walk(handle as FileSystemDirectoryHandle, `${path}${inner}/`);
    };
    await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle(name), "");
    return paths.sort();
  }, folder);
}
