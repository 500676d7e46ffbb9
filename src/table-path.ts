/** The endings of files that a notebook can name as a table; each also with `.gz` behind it. */
const ENDINGS = ["csv", "tsv", "json", "ndjson", "jsonl", "parquet"] as const;

/** What stands there is written by Tidemark, and read by it in other ways. */
const OWN_FOLDERS: readonly string[] = ["notebooks", "snapshots", "events"];

/**
 * Why a path cannot name a table's file, as the end of a sentence; null when it can: relative to the workspace, with `/`,
 * within it, and of an ending that is read as a table. Nothing hidden is read.
 */
export function refusedTablePath(path: string): string | null {
  if (!path.trim()) return "is empty. Give a file of the workspace, such as data/owners.csv";
  if (/^[A-Za-z]:[\\/]/.test(path) || /^[\\/]/.test(path))
    return "is an absolute path. Give it relative to the workspace, such as data/owners.csv";
  if (/^[a-z][a-z0-9+.-]*:/i.test(path))
    return "is an address, and nothing is loaded from addresses. Put the file into the workspace, such as data/owners.csv";
  if (path.includes("\\")) return "has a backslash. Folders are parted by /, such as data/owners.csv";
  if (/[\u0000-\u001f\u007f<>:"|?*]/.test(path) || path.length > 240) return "is no name of a file on every system";
  const parts = path.split("/");
  if (parts.includes("..")) return "leads out of its folder. A table's file lies in the workspace";
  if (parts.some((part) => part === "" || part === "." || part !== part.trim()))
    return "has a folder without a name. Write it as data/owners.csv";
  if (parts.length > 1 && OWN_FOLDERS.includes(parts[0]!.toLowerCase()))
    return `is in ${parts[0]}/, which Tidemark keeps for itself. Put it elsewhere, such as data/owners.csv`;
  if (parts.some((part) => part.startsWith("."))) return "is hidden, and hidden files are not read";
  if (!new RegExp(`\\.(?:${ENDINGS.join("|")})(?:\\.gz)?$`, "i").test(path))
    return `does not end in ${ENDINGS.map((ending) => `.${ending}`).join(", ")} (or one of these and .gz)`;
  return null;
}

/** True for a path that can name a table's file. */
export function isTablePath(path: string): boolean {
  return refusedTablePath(path) === null;
}
