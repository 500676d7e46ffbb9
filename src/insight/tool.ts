/** Words for the tools that find what a series counts. Snapshots name them by the engines of their series. */
const TOOLS: Readonly<Record<string, string>> = {
  tidemark: "tidemark snapshot",
  "regex-bytes-line": "a search of clones",
  sourcegraph: "Sourcegraph",
  ripgrep: "ripgrep",
  import: "an imported table"
};

/** A tool, as it is named in a sentence: by the engine's own name where nobody knows another. */
export function toolWords(engine: string): string {
  return TOOLS[engine] ?? (engine || "an import");
}

/** Who found a series, behind its query; '' where only one tool answered. */
export function foundByWords({foundBy}: {readonly foundBy?: string}): string {
  return foundBy === undefined ? "" : ` as found by ${toolWords(foundBy)}`;
}
