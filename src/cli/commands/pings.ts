import {readdir} from "node:fs/promises";
import {join, resolve} from "node:path";
import {TidemarkError} from "../../error.ts";
import {type NamedNotebook, usageOutline} from "../../notebook/usage-outline.ts";
import {mergeEvents, type PingEvent} from "../../ping/event.ts";
import {pingReference} from "../../ping/reference.ts";
import {type WorkspaceOutline, workspaceOutline} from "../../ping/sourcegraph-totals.ts";
import {summarize} from "../../ping/summary.ts";
import {summaryCsv} from "../../ping/to-csv.ts";
import {summaryHtml} from "../../ping/to-html.ts";
import {summaryJson} from "../../ping/to-json.ts";
import {summaryMarkdown} from "../../ping/to-markdown.ts";
import {sourcegraphJson} from "../../ping/to-sourcegraph.ts";
import {type Command, usageError} from "../command.ts";
import {appendEvents, captureWorkspace, eventLogPaths, OWN_LOG, readEventLogs} from "../event-logs.ts";
import {findFileChanges} from "../file-changes.ts";
import {writeWhole} from "../folder.ts";
import {readNotebook} from "../workspace.ts";

/** How the summary is written, by --format. */
const FORMATS: Readonly<
  Record<string, (events: readonly PingEvent[], now: number, workspace: WorkspaceOutline | null) => string>
> = {
  json: (events, now) => summaryJson(summarize(events, now)),
  csv: (events, now) => summaryCsv(summarize(events, now)),
  md: (events, now) => summaryMarkdown(summarize(events, now)),
  html: (events, now) => summaryHtml(summarize(events, now)),
  sourcegraph: (events, now, workspace) => sourcegraphJson(events, workspace, now)
};

/** The ping summary of a workspace and its event logs. */
export const pings: Command = {
  name: "pings",
  summary: "prints the ping summary: how the app was used, by week, and what there is",
  usage: "[--events FILE…] [--format json|csv|md|html|sourcegraph] [--no-capture] [--reference] [-o FILE]",
  examples: [
    {
      command: "tidemark pings --format md",
      does: "counts the workspace's notebooks, keeps the counts in events/, and prints the weeks side by side"
    },
    {
      command: "tidemark pings --events ada.ndjson --events ben.ndjson --format csv -o pings.csv",
      does: "merges two people's logs into one summary; nothing is counted or kept"
    },
    {command: "tidemark pings --format sourcegraph", does: "prints the payload of Sourcegraph's update check"},
    {command: "tidemark pings --reference", does: "prints what each ping counts, and how"}
  ],
  options: {
    events: {
      type: "string",
      multiple: true,
      value: "FILE",
      help: "an event log (default: events/*.ndjson of this workspace)"
    },
    format: {type: "string", value: "json|csv|md|html|sourcegraph", help: "how to print (default: json)"},
    "no-capture": {type: "boolean", help: "read the logs only: do not count the notebooks, and write no log"},
    reference: {type: "boolean", help: "print the reference of all pings, as Markdown"},
    output: {type: "string", short: "o", value: "FILE", help: "write to a file instead of printing"}
  },
  async run(values, words, context) {
    if (words.length) throw usageError(`pings takes no words; to read a log write --events ${words[0]}`);
    const name = values.json ? "json" : ((values.format as string | undefined) ?? "json");
    const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
    if (!format) throw usageError(`--format is json, csv, md, html or sourcegraph; this is ${JSON.stringify(name)}.`);
    const write = async (text: string) => {
      if (typeof values.output === "string") await writeWhole(resolve(context.cwd, values.output), text);
      else context.out(text);
    };
    if (values.reference) {
      await write(pingReference());
      return 0;
    }
    const given = values.events as readonly string[] | undefined;
    const {events, messages} = await readEventLogs(context.cwd, given ?? (await eventLogPaths(context.cwd)));
    for (const {text, place} of messages) context.err(`${place?.file}:${place?.line}: ${text}\n`);
    const now = context.now();
    const notebooks = given || values["no-capture"] ? [] : await readNotebooks(context.cwd);
    const fresh = notebooks.length ? await record(context.cwd, notebooks, events, now) : [];
    const log = mergeEvents([events, fresh]);
    if (!log.length && !messages.length)
      throw new TidemarkError(
        "pings/none",
        "There is nothing to count: this folder has no notebooks and no events/*.ndjson. Name a log with --events FILE (the app's Pings page downloads it)."
      );
    await write(format(log, now, notebooks.length ? workspaceOutline(usageOutline(notebooks)) : null));
    return messages.length && !log.length ? 1 : 0;
  }
};

/** Records what changed in the notebooks' files and what there is; gives the events. */
async function record(
  cwd: string,
  notebooks: readonly NamedNotebook[],
  log: readonly PingEvent[],
  now: number
): Promise<readonly PingEvent[]> {
  const changes = await findFileChanges(cwd, notebooks, log, now);
  const events = [...changes.events, ...(await captureWorkspace(notebooks, log, now))];
  await appendEvents(cwd, OWN_LOG, events);
  await changes.keep();
  return events;
}

/** The notebooks of a workspace; none in a folder that has no notebooks. */
async function readNotebooks(cwd: string): Promise<readonly NamedNotebook[]> {
  const names = await readdir(join(cwd, "notebooks")).catch(() => [] as string[]);
  const files = names.filter((name) => name.endsWith(".md")).sort();
  return Promise.all(files.map((name) => readNotebook(cwd, join("notebooks", name))));
}
