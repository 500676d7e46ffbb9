import {stat} from "node:fs/promises";
import {basename, dirname, resolve} from "node:path";
import {messageOf} from "../../error.ts";
import {readableBytes} from "../../number.ts";
import {EVIDENCE_BUDGET} from "../../report/evidence-html.ts";
import {EXPORTERS} from "../../report/exporters.ts";
import {type Asked, buildReports, FORMATS, type Written} from "../build-reports.ts";
import {type Command, type CommandContext, type OptionValues, usageError} from "../command.ts";
import {askedFilters, FILTER_OPTIONS} from "../filter-options.ts";
import {serveLive} from "../live.ts";
import {inputChoices, TRUST_OPTION} from "../run-notebook.ts";
import {watchSources} from "../watch-sources.ts";

/** Builds reports and other files from notebooks. */
export const report: Command = {
  name: "report",
  summary: "builds a report from a notebook: one HTML file that opens anywhere, offline",
  usage: "NOTEBOOK… [-o PATH] [--format FORMAT,…] [--watch]",
  examples: [
    {command: "tidemark report notebooks/module-migration.md", does: "writes module-migration.html into this folder"},
    {
      command: "tidemark report notebooks/*.md -o site/",
      does: "writes one report for each notebook and an index; run again, builds only what changed"
    },
    {
      command: "tidemark report notebooks/module-migration.md --format md,json -o out/",
      does: "writes Markdown with drawings, for a pull request, and the answers as JSON"
    },
    {
      command: 'tidemark report notebooks/module-migration.md --input period="1 year" -o out.html',
      does: "chooses another value in an input"
    },
    {
      command:
        "tidemark report notebooks/module-migration.md --filter-repo vega --filter-since 2026-01-01 -o vega.html",
      does: "the same of some repositories and of this year; the report says so"
    }
  ],
  options: {
    output: {
      type: "string",
      short: "o",
      value: "PATH",
      help: "where to write: a file, or a folder for several (default: this folder)"
    },
    format: {
      type: "string",
      value: "FORMAT,…",
      help: `${EXPORTERS.map(({format, help}) => `${format} (${help})`).join(", ")}, png (every drawing as a picture, NAME/ID.png, by Chromium; Markdown then shows these), pdf (printed by Chromium); default: by the name of the file, else html`
    },
    input: {type: "string", multiple: true, value: "ID=VALUE", help: "the value of an input cell"},
    "with-source": {type: "boolean", help: "show the source of each cell below its figure"},
    ...TRUST_OPTION,
    evidence: {
      type: "boolean",
      help: `put the matching lines behind points into the report, at most ${readableBytes(EVIDENCE_BUDGET)} of them`
    },
    interactive: {type: "boolean", help: "bring charts to life by a script: legend, values, zoom, filters"},
    url: {
      type: "string",
      value: "ADDRESS",
      help: "where the folder of several reports will stand, for the addresses in its feed.json"
    },
    ...FILTER_OPTIONS,
    watch: {type: "boolean", help: "build again when a notebook or the data changes, and show it in a browser"},
    force: {type: "boolean", help: "overwrite a file that is no report of Tidemark, and build what has not changed"}
  },
  async run(values, words, context) {
    if (!words.length) throw usageError("Which notebook? Give its path: tidemark report notebooks/name.md");
    const asked = await askedOf(values, words, context);
    if (values.watch) return watch(asked, context);
    const written = await buildReports(asked, context);
    if (values.json) context.out(`${JSON.stringify(written, null, 2)}\n`);
    else print(written, context);
    printFailures(written, context);
    return written.some(({failed}) => failed.length) ? 1 : 0;
  }
};

async function askedOf(values: OptionValues, words: readonly string[], {cwd}: CommandContext): Promise<Asked> {
  const output = values.output as string | undefined;
  const extension = /\.([a-z]+)$/i
    .exec(output ?? "")?.[1]
    ?.toLowerCase()
    .replace("htm", "html")
    .replace("htmll", "html");
  const named = extension !== undefined && ["html", "md", "json", "pdf"].includes(extension) ? extension : null;
  const formats = ((values.format as string | undefined) ?? named ?? "html").split(",").map((one) => one.trim());
  const wrong = formats.find((format) => !FORMATS.includes(format));
  if (wrong !== undefined)
    throw usageError(`There is no format ${JSON.stringify(wrong)}. The formats are ${FORMATS.join(", ")}.`);
  if (words.length > 1 && named)
    throw usageError(`${words.length} notebooks do not go into one file. Give a folder: -o site/`);
  const single =
    words.length === 1 && output !== undefined && !output.endsWith("/") && !(await isFolder(resolve(cwd, output)));
  const stems = words.map((word) => basename(word).replace(/\.md$/i, ""));
  const twice = stems.find((stem, i) => stems.indexOf(stem) !== i);
  if (twice !== undefined) throw usageError(`Two notebooks are called ${twice}; their reports would be one file.`);
  return {
    notebooks: words,
    folder: single ? dirname(output) : (output ?? "."),
    stem: single ? basename(output).replace(/\.[a-z]+$/i, "") : null,
    formats: [...new Set(formats)],
    choices: inputChoices((values.input as readonly string[] | undefined) ?? []),
    force: values.force === true,
    withSource: values["with-source"] === true,
    trust: values.trust === true,
    url: addressOf(values.url as string | undefined),
    evidence: values.evidence === true,
    interactive: values.interactive === true,
    filters: askedFilters(values)
  };
}

/** A folder's address with a slash at its end. @throws TidemarkError "cli/usage" */
function addressOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const address = URL.canParse(text) ? new URL(text) : null;
  if (!address || !/^https?:$/.test(address.protocol))
    throw usageError(
      `--url wants an http(s) address such as https://example.com/reports/; this is ${JSON.stringify(text)}.`
    );
  return address.href.endsWith("/") ? address.href : `${address.href}/`;
}

function print(written: readonly Written[], {out}: CommandContext): void {
  for (const {report: path, bytes, files, unchanged} of written)
    out(
      unchanged
        ? `${path} (unchanged)\n`
        : `${path} (${readableBytes(bytes)}${files.length > 1 ? `, ${files.length} files` : ""})\n`
    );
}

function printFailures(written: readonly Written[], {err}: CommandContext): void {
  for (const {notebook, failed, warned, notes} of written) {
    for (const note of notes) err(`${notebook}: ${note}\n`);
    for (const {line, error} of [...failed, ...warned]) err(`${notebook}:${line}: ${error}\n`);
  }
}

/** Builds, serves the folder, and builds again on every change until the process is ended. */
async function watch(asked: Asked, context: CommandContext): Promise<number> {
  const folder = resolve(context.cwd, asked.folder);
  let building: Promise<void> = Promise.resolve();
  let force = asked.force;
  const build = async () => {
    try {
      const written = await buildReports({...asked, force}, context);
      print(written, context);
      printFailures(written, context);
    } catch (error) {
      context.err(`${messageOf(error)}\n`);
    }
    force = false;
  };
  await build();
  const live = await serveLive(folder);
  const page =
    asked.notebooks.length > 1 ? "" : `${asked.stem ?? basename(asked.notebooks[0]!).replace(/\.md$/i, "")}.html`;
  context.out(`${live.address}${encodeURIComponent(page)} shows it and reloads by itself (Ctrl+C ends it)\n`);
  const watching = await watchSources(context.cwd, asked.notebooks, () => {
    building = building.then(build).then(() => live.reload());
  });
  await new Promise<void>((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, done);
  });
  watching.close();
  await building;
  await live.close();
  return 0;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false
  );
}
