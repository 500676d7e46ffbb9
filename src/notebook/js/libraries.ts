/** A library that JavaScript cells can import. It comes with the app; nothing is loaded from an address. */
export interface Library {
  readonly name: string;
  /** The name under which every cell has it without importing it. */
  readonly global: string;
}

export const LIBRARIES: readonly Library[] = [
  {name: "@observablehq/plot", global: "Plot"},
  {name: "arquero", global: "aq"},
  {name: "d3", global: "d3"}
];

/** The libraries by the names cells have them under. */
export const LIBRARY_GLOBALS: ReadonlyMap<string, string> = new Map(LIBRARIES.map(({name, global}) => [global, name]));

/** The library an import names, with or without `npm:`, a version and `/+esm`; null when there is none. */
export function libraryOf(specifier: string): string | null {
  const bare = specifier
    .replace(/^npm:/, "")
    .replace(/\/\+esm$/, "")
    .replace(/(.)@[^/]*$/, "$1");
  return LIBRARIES.some(({name}) => name === bare) ? bare : null;
}
