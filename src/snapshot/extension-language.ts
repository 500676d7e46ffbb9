/** The language of a file by its ending or its name, for files nobody classified. Names as GitHub Linguist spells them. */

const ENDINGS: Readonly<Record<string, string>> = {
  Assembly: ".asm .s",
  Batchfile: ".bat .cmd",
  C: ".c",
  "C#": ".cs .csx",
  "C++": ".cc .cpp .cxx .c++ .h .hh .hpp .hxx",
  Clojure: ".clj .cljc .cljs .edn",
  CMake: ".cmake",
  CoffeeScript: ".coffee",
  CSS: ".css",
  CSV: ".csv",
  Cython: ".pyx .pxd",
  Dart: ".dart",
  Diff: ".diff .patch",
  Elixir: ".ex .exs",
  Elm: ".elm",
  Erlang: ".erl .hrl",
  "F#": ".fs .fsx",
  Fortran: ".f90 .f95 .f",
  GLSL: ".glsl .frag .vert",
  Go: ".go",
  GraphQL: ".graphql .gql",
  Groovy: ".groovy .gradle",
  Handlebars: ".hbs .handlebars",
  Haskell: ".hs",
  HCL: ".hcl .tf .tfvars",
  HTML: ".html .htm .xhtml",
  INI: ".ini .cfg",
  Java: ".java",
  JavaScript: ".js .cjs .mjs .jsx",
  JSON: ".json .jsonl .ndjson .geojson .topojson .webmanifest .map",
  "JSON with Comments": ".jsonc",
  JSON5: ".json5",
  Julia: ".jl",
  "Jupyter Notebook": ".ipynb",
  Kotlin: ".kt .kts",
  Less: ".less",
  Lua: ".lua",
  Markdown: ".md .markdown .mdown",
  MDX: ".mdx",
  Nix: ".nix",
  "Objective-C": ".m",
  OCaml: ".ml .mli",
  Pascal: ".pas",
  Perl: ".pl .pm",
  PHP: ".php",
  PowerShell: ".ps1 .psm1",
  "Protocol Buffer": ".proto",
  Pug: ".pug",
  Python: ".py .pyi .pyw",
  R: ".r",
  reStructuredText: ".rst",
  Ruby: ".rb .rake .gemspec",
  Rust: ".rs",
  Sass: ".sass",
  Scala: ".scala .sc",
  SCSS: ".scss",
  Shell: ".sh .bash .zsh",
  Solidity: ".sol",
  SQL: ".sql",
  Starlark: ".bzl",
  Stylus: ".styl",
  Svelte: ".svelte",
  SVG: ".svg",
  Swift: ".swift",
  Text: ".txt",
  TOML: ".toml",
  TSV: ".tsv",
  TSX: ".tsx",
  TypeScript: ".ts .cts .mts",
  "Vim Script": ".vim",
  "Visual Basic .NET": ".vb",
  Vue: ".vue",
  WebAssembly: ".wat .wast",
  XML: ".xml .xsd .xsl .xslt .plist",
  YAML: ".yml .yaml",
  Zig: ".zig"
};

const NAMES: Readonly<Record<string, string>> = {
  dockerfile: "Dockerfile",
  makefile: "Makefile",
  gnumakefile: "Makefile",
  "cmakelists.txt": "CMake",
  gemfile: "Ruby",
  rakefile: "Ruby",
  "go.mod": "Go Module",
  "go.sum": "Go Checksums"
};

const BY_ENDING: ReadonlyMap<string, string> = new Map(
  Object.entries(ENDINGS).flatMap(([language, endings]) => endings.split(" ").map((ending) => [ending, language]))
);

/** What a file is in when neither its ending nor its name says it. */
export const UNKNOWN_LANGUAGE = "(unknown)";

/** The language of an ending (`.ts`, lower case) or of a path that has none that is known. */
export function languageOf(extension: string, path = ""): string {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return NAMES[name] ?? BY_ENDING.get(extension) ?? UNKNOWN_LANGUAGE;
}

/** The language of what a tool counted: of an ending (`.ts`) its language, null when none is known; a name stays. */
export function languageName(counted: string): string | null {
  if (counted === NO_ENDING) return null;
  return counted.startsWith(".") ? (BY_ENDING.get(counted.toLowerCase()) ?? null) : counted;
}

/** How tables of bytes by ending call files without one. */
const NO_ENDING = "(none)";
