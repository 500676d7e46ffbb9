import type {Page} from "playwright-core";

/** Puts a notebook into the browser's own storage; the app has been opened in the profile. */
export function putNotebook(page: Page, name: string, text: string): Promise<void> {
  return page.evaluate(
    ([name, text]) =>
      new Promise<void>((resolve, reject) => {
        const open = indexedDB.open("tidemark-notebooks");
        open.onerror = () => reject(open.error);
        open.onsuccess = () => {
          const transaction = open.result.transaction("notebooks", "readwrite");
          transaction.objectStore("notebooks").put({name, text});
          transaction.oncomplete = () => {
            open.result.close();
            resolve();
          };
        };
      }),
    [name, text] as const
  );
}
