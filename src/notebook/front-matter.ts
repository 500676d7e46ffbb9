import type {Message} from "../error.ts";
import {isRecord, Refusal, texts} from "../fields.ts";
import {NOTEBOOK_FILTER_MEMBERS, readNotebookFilter} from "../insight/filter.ts";
import {SNAPSHOTS, type SnapshotsName} from "../workspace.ts";
import {readYaml} from "./cells/yaml.ts";
import {type NamedTableFile, readTableNames} from "./front-matter-tables.ts";
import type {Overlay} from "./overlay.ts";

export const NOTEBOOK_VERSION = 1;

/** The front matter of a notebook; keys that are not known stay in the file and are ignored. */
export interface FrontMatter {
  /** The format version; null when the file does not say `tidemark:`, and is plain Markdown then. */
  readonly version: number | null;
  readonly title: string;
  /** user:<name>, org:<name>, global; none is private. */
  readonly grants: readonly string[];
  /** Which snapshots the notebook reads: the workspace's own, or the samples that come with Tidemark. */
  readonly snapshots: SnapshotsName;
  /** What is written of filters for all insights: `filters`, `from`, `until`, as YAML gives them. */
  readonly filter: Overlay;
  /** The kinds of events that every chart over time points at. */
  readonly events: readonly string[];
  /** Files of the workspace that cells can name like other cells. */
  readonly tables: readonly NamedTableFile[];
  readonly messages: readonly Message[];
}

/** Reads the YAML between the dashes; null when there is none. */
export function readFrontMatter(yaml: string | null): FrontMatter {
  const none: FrontMatter = {
    version: null,
    title: "",
    grants: [],
    snapshots: "workspace",
    filter: {},
    events: [],
    tables: [],
    messages: []
  };
  if (yaml === null) return none;
  // the line of the dashes is line 1
  const {value, messages: said} = readYaml(yaml, 2, "The front matter is no YAML");
  if (!isRecord(value)) return {...none, messages: said};
  const messages = [...said];
  const error = (text: string) => messages.push({level: "error", text, place: {line: 1}});
  const version = typeof value.tidemark === "number" ? value.tidemark : null;
  if (value.tidemark !== undefined && version === null)
    error(`"tidemark" should be the number of the format, ${NOTEBOOK_VERSION}.`);
  if (version !== null && version > NOTEBOOK_VERSION)
    error(
      `This notebook is written in version ${version} of the format; this Tidemark reads version ${NOTEBOOK_VERSION}. Update Tidemark to see all of it.`
    );
  if (value.timezone !== undefined && value.timezone !== "UTC")
    error(
      `"timezone" can only be UTC today; this notebook asks for ${String(value.timezone)}. All times are shown in UTC.`
    );
  const snapshots = SNAPSHOTS.find((name) => name === value.snapshots);
  if (value.snapshots !== undefined && !snapshots)
    error(
      `"snapshots" should be workspace, or data that comes with Tidemark (sample, acme); it is ${JSON.stringify(value.snapshots)}.`
    );
  const named = readTableNames(value.tables, yaml);
  messages.push(...named.messages);
  const events = texts("").read(value.events ?? []);
  if (events instanceof Refusal)
    error(`"events" should be a kind of events, such as releases, or a list of them, but ${events.reason}.`);
  const grants = (
    Array.isArray(value.grants)
      ? value.grants
      : value.grants === undefined || value.grants === null
        ? []
        : [value.grants]
  ).map(String);
  const wrong = grants.find((grant) => !/^(?:user:.+|org:.+|global)$/.test(grant));
  if (wrong !== undefined) error(`A grant is user:<name>, org:<name> or global; this one is ${JSON.stringify(wrong)}.`);
  const filter = Object.fromEntries(
    NOTEBOOK_FILTER_MEMBERS.filter((name) => value[name] !== undefined).map((name) => [name, value[name]])
  );
  for (const {text} of readNotebookFilter(filter).messages) error(text);
  return {
    version,
    title: typeof value.title === "string" || typeof value.title === "number" ? String(value.title) : "",
    grants,
    snapshots: snapshots ?? "workspace",
    filter,
    events: events instanceof Refusal ? [] : events,
    tables: named.tables,
    messages
  };
}
