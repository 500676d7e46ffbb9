/** The key under which the last opened notebook is remembered. */
export const LAST_NOTEBOOK = "tidemark-last-notebook";
