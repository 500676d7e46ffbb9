/** Which folder is the workspace: kept in localStorage, where it is read without waiting. */
const key = (home: string) => `tidemark-folder:${home}`;

/** The id of the folder that is the workspace now; null when it is home. */
export function chosenFolder(home: string): string | null {
  return localStorage.getItem(key(home));
}

export function choose(home: string, id: string | null): void {
  if (id === null) localStorage.removeItem(key(home));
  else localStorage.setItem(key(home), id);
}
