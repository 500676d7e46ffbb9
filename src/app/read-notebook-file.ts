/** Strangers' notebooks are read in a worker that is thrown away, before the page reads them: what never ends, ends there. */
import {connectImport} from "../../workers/connect.ts";
import {TidemarkError} from "../error.ts";
import type {OpenedNotebook} from "../notebook/opened-notebook.ts";

/** How long one may take, ms. The page reads it again at each visit. */
const READING = 10_000;

/**
 * The notebook in a text that came from elsewhere; null for HTML that is none.
 * @throws TidemarkError "notebook/unreadable" when it takes too long, and what its importer throws.
 */
export async function readNotebookFile(name: string, text: string, isHtml = false): Promise<OpenedNotebook | null> {
  const {reader, end} = connectImport();
  try {
    return await inTime(name, reader.readNotebook(text, isHtml));
  } finally {
    end();
  }
}

/** What is being read, or an error once that takes too long: the worker is to be ended then. @throws TidemarkError "notebook/unreadable" */
export async function inTime<T>(name: string, reading: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new TidemarkError(
            "notebook/unreadable",
            `${name} took longer than ${READING / 1000} s to read and was given up; nothing was kept. A notebook that is so large, or nested so deeply, would stop the page.`
          )
        ),
      READING
    );
  });
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
  }
}
