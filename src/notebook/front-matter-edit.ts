/** Edits of a notebook's front matter: the lines of what changed, nothing else. */
import {isRecord} from "../fields.ts";
import {readYaml} from "./cells/yaml.ts";
import {editYaml, type YamlValues} from "./edit-yaml.ts";
import {type Notebook, plainLines} from "./notebook.ts";

const FRONT_MATTER = /^---[ \t]*(?:\r\n|\n|\r)([\s\S]*?)(?:\r\n|\n|\r)?---[ \t]*(?=\r|\n|$)/;

/** The YAML between the dashes; "" where there is none. */
function yamlOf({text}: Pick<Notebook, "text">): string {
  return plainLines(FRONT_MATTER.exec(text.replace(/^\ufeff/, ""))?.[1] ?? "");
}

/** The text with members of the front matter set; undefined takes one out. A file without front matter gets one. */
export function withFrontMatter({text, eol}: Notebook, changes: YamlValues): string {
  const start = text.startsWith("\ufeff") ? 1 : 0;
  const found = FRONT_MATTER.exec(text.slice(start));
  const yaml = yamlOf({text});
  const {value} = readYaml(yaml, 2);
  const next = editYaml(yaml, {...(isRecord(value) ? value : {tidemark: 1}), ...changes}).replaceAll("\n", eol);
  if (!found) return `${text.slice(0, start)}---${eol}${next}${eol}---${eol}${eol}${text.slice(start)}`;
  const opening = /^---[ \t]*(?:\r\n|\n|\r)/.exec(found[0])![0];
  const from = start + opening.length;
  const rest = text.slice(from + found[1]!.length);
  return text.slice(0, from) + next + (/^(?:\r|\n)/.test(rest) ? "" : eol) + rest;
}

/** The text with a file named as a table; what stands under `tables:` otherwise stays. */
export function withTable(notebook: Notebook, name: string, path: string): string {
  const {value} = readYaml(yamlOf(notebook), 2);
  const tables = isRecord(value) && isRecord(value.tables) ? value.tables : {};
  return withFrontMatter(notebook, {tables: {...tables, [name]: path}});
}
