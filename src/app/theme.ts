/** Light, dark, or as the system says: kept in this browser. */
export const THEMES = [
  {name: "system", title: "As the system"},
  {name: "light", title: "Light"},
  {name: "dark", title: "Dark"}
] as const;

export type ThemeName = (typeof THEMES)[number]["name"];

const KEY = "tidemark-theme";

/** The theme that was chosen; the system's when none was. */
export function readTheme(): ThemeName {
  const kept = localStorage.getItem(KEY);
  return THEMES.find(({name}) => name === kept)?.name ?? "system";
}

export function setTheme(name: ThemeName): void {
  if (name === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, name);
  applyTheme();
}

/** Shows the page in the chosen theme. */
export function applyTheme(): void {
  const name = readTheme();
  if (name === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
}
