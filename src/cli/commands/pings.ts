import {readFile} from "node:fs/promises";
import {resolve} from "node:path";
import {messageOf, TidemarkError} from "../../error.ts";
import {type PingEvent, parseEvents, sortEvents} from "../../ping/event.ts";
import {summarize, summaryCsv, summaryJson} from "../../ping/summary.ts";
import {type Command, usageError} from "../command.ts";
import {folderFiles, writeWhole} from "../folder.ts";

/** The ping summary of event logs. */
export const pings: Command = {
  name: "pings",
  summary: "prints the ping summary: how the app was used, by week",
  usage: "[--events FILE…] [--format json|csv] [-o FILE]",
  examples: [
    {
      command: "tidemark pings --events tidemark-events.ndjson",
      does: "prints the summary of a log downloaded from the app"
    },
    {
      command: "tidemark pings --events ada.ndjson --events ben.ndjson --format csv -o pings.csv",
      does: "merges two people's logs into one summary"
    }
  ],
  options: {
    events: {
      type: "string",
      multiple: true,
      value: "FILE",
      help: "an event log (default: events/*.ndjson of this workspace)"
    },
    format: {type: "string", value: "json|csv", help: "how to print (default: json)"},
    output: {type: "string", short: "o", value: "FILE", help: "write to a file instead of printing"}
  },
  async run(values, words, context) {
    if (words.length) throw usageError(`pings takes no words; to read a log write --events ${words[0]}`);
    const format = values.json ? "json" : ((values.format as string | undefined) ?? "json");
    if (format !== "json" && format !== "csv")
      throw usageError(`--format is json or csv; this is ${JSON.stringify(format)}.`);
    const given = values.events as readonly string[] | undefined;
    const files = given ?? (await folderFiles(context.cwd).list("events")).filter((path) => path.endsWith(".ndjson"));
    if (!files.length)
      throw new TidemarkError(
        "pings/none",
        "There is no event log: this workspace has no events/*.ndjson. Name one with --events FILE (the app's Pings page downloads it)."
      );
    const events = new Map<string, PingEvent>();
    let bad = 0;
    for (const file of files) {
      const {value, messages} = parseEvents(await text(context.cwd, file), file);
      for (const event of value) events.set(event.id, event);
      for (const {text: problem, place} of messages) context.err(`${place?.file}:${place?.line}: ${problem}\n`);
      bad += messages.length;
    }
    const weeks = summarize(sortEvents([...events.values()]));
    const result = format === "json" ? summaryJson(weeks) : summaryCsv(weeks);
    if (typeof values.output === "string") await writeWhole(resolve(context.cwd, values.output), result);
    else context.out(result);
    return bad && !events.size ? 1 : 0;
  }
};

async function text(cwd: string, file: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), "utf8");
  } catch (error) {
    throw new TidemarkError("pings/missing", `${file} cannot be read: ${messageOf(error)}.`, {}, error);
  }
}
