import type {CellKind} from "./kind.ts";

/** JavaScript. This version keeps such cells and shows their source; nothing in them runs. */
export const js: CellKind = {
  kind: "js",
  title: "JavaScript",
  help: "Kept and shown; does not run in this version.",
  fence: "js",
  language: "javascript",
  needsId: false,
  template: "",
  read: ({body}) => ({
    declares: Array.from(
      body.matchAll(/^(?:const|let|var|class|(?:async\s+)?function\*?)\s+([A-Za-z_$][\w$]*)/gm),
      ([, name]) => name!
    ),
    references: [],
    messages: [
      {level: "note", text: "Not run: this version of Tidemark keeps JavaScript cells but does not run them."}
    ],
    run: null
  })
};
