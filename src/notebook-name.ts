/** A notebook's name is one file name that ends in .md and is not hidden; at most 120 characters. */
export function isNotebookName(name: string): boolean {
  return /^[\p{L}\p{N}_][\p{L}\p{N}_ .()+-]*\.md$/u.test(name) && name.length <= 120;
}
