/** Formats that are known by sight and not read (yet): better to call them by their name than to take them for a table. */
import type {Head} from "./importer.ts";

/** A format's name, what shows it, and what to do instead of importing it. */
interface ForeignFormat {
  readonly name: string;
  readonly shows: RegExp;
  readonly instead?: string;
}

const TEXTS: readonly ForeignFormat[] = [
  {
    name: "the stream of Sourcegraph’s search API",
    shows: /^(?::[^\n]*\n|\s|id:[^\n]*\n|retry:[^\n]*\n)*event: ?\w+\r?\ndata:/,
    instead: "Use `src search -stream -json`."
  },
  {
    name: "the table of searched commits that `tidemark export samples` writes",
    shows:
      /^(?:repo,sample_time,commit,committed_at,unscanned_files\r?\n|\s*\[?\s*\{\s*"repo"\s*:[^{}]*"sample_time"\s*:[^{}]*"unscanned_files"\s*:)/,
    instead:
      "It holds no counts. `tidemark export points` names the commits beside them, and `tidemark export snapshot -o data.zip` takes everything along."
  },
  {
    name: "the output of `src search -json`",
    shows: /^\s*\{\s*"SourcegraphEndpoint"/,
    instead: "Add `-stream`: `src search -stream -json`."
  },
  {
    name: "a search result of Sourcegraph’s GraphQL API",
    shows: /^\s*\{\s*"data"\s*:\s*\{\s*"search"/,
    instead: "Use `src search -stream -json`."
  },
  {
    name: "search results exported from Sourcegraph’s web page",
    shows: /^"?Match type"?,"?Repository"?,/,
    instead: "Use `src search -stream -json`."
  },
  {
    name: "a GitHub code search",
    shows: /^\s*(?:\{\s*"total_count"\s*:[^[]*"items"\s*:\s*\[\s*\{|\[\s*\{[^[\]]*"(?:textMatches|html_url)"\s*:)/
  },
  {name: "a GitLab code search", shows: /^\s*\[\s*\{\s*"(?:basename|project_id)"/},
  {
    name: "a Bitbucket code search",
    shows: /^\s*\{[^[]*(?:"values"\s*:\s*\[\s*\{\s*"type"\s*:\s*"code_search_result"|"code"\s*:\s*\{\s*"category")/
  },
  {name: "a zoekt search", shows: /^\s*\{\s*"(?:Result|List|Score|FileName)"\s*:/},
  {name: "a Hound search", shows: /^\s*\{\s*"Results"\s*:\s*\{/},
  {name: "an OpenGrok search", shows: /^\s*\{[^[]*"resultCount"\s*:[^[]*"results"\s*:\s*\{/},
  {name: "a livegrep search", shows: /^\s*\{\s*"info"\s*:\s*\{/},
  {name: "the output of ast-grep", shows: /"range"\s*:\s*\{\s*"byteOffset"\s*:/},
  {name: "the output of semgrep", shows: /^\s*\{[^}]*"check_id"\s*:/},
  {
    name: "the output of git grep",
    shows: /^(?:[0-9a-f]{7,40}|HEAD|[\w./-]+):[^\n:]+:\d+(?::|\n)/,
    instead: "Use `rg --json`, or `tidemark snapshot`."
  },
  {
    name: "XML",
    shows: /^\s*<\?xml/,
    instead: "What is read of XML: Cobertura, JaCoCo and Clover coverage, JUnit test results."
  }
];

const BINARIES: readonly {readonly name: string; readonly magic: string; readonly instead?: string}[] = [
  {
    name: "a Parquet file",
    magic: "PAR1",
    instead: "Parquet is read as a part of a snapshot, beside its manifest.json. Export a table as CSV or JSON lines."
  },
  {name: "an Arrow file", magic: "ARROW1", instead: "Export it as CSV or JSON lines."},
  {name: "an SQLite database", magic: "SQLite format 3", instead: "Export a table as CSV."},
  {name: "a 7-Zip archive", magic: "7z\u00bc\u00af", instead: "Unpack it, or make a zip."},
  {name: "an xz archive", magic: "\u00fd7zXZ", instead: "Unpack it, or use gzip."},
  {name: "a zstd archive", magic: "\u0028\u00b5\u002f\u00fd", instead: "Unpack it, or use gzip."},
  {name: "a bzip2 archive", magic: "BZh", instead: "Unpack it, or use gzip."},
  {name: "an old Excel workbook", magic: "\u00d0\u00cf\u0011\u00e0", instead: "Save it as CSV."},
  {name: "a PDF", magic: "%PDF"},
  {name: "a picture", magic: "\u0089PNG"}
];

/** Colours of a terminal, which `--color=always` leaves in the output of a search. */
const COLOURS = /\u001b\[[0-9;]*[A-Za-z]/g;

/** The patterns above look at the start only, so that none of them takes long. */
const START = 8192;

/** The name of a format that is known by sight, and what to do instead; null for any other. */
export function foreignFormat({
  text,
  magic
}: Head): {readonly name: string; readonly instead: string | undefined} | null {
  const start = String.fromCharCode(...magic);
  const plain = text.slice(0, START).replace(COLOURS, "");
  const found =
    BINARIES.find((format) => start.startsWith(format.magic)) ??
    TEXTS.find(({shows}) => text !== "" && shows.test(plain));
  return found ? {name: found.name, instead: found.instead} : null;
}
