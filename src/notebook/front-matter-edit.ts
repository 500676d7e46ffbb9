/** Edits of a notebook's front matter: the lines of what changed, nothing else. */
import {isRecord} from "../fields.ts";
import {readYaml} from "./cells/yaml.ts";
import {editYaml, type YamlValues} from "./edit-yaml.ts";
import {type Notebook, plainLines} from "./notebook.ts";

/** The text with members of the front matter set; undefined takes one out. A file without front matter gets one. */
export function withFrontMatter({text, eol}: Notebook, changes: YamlValues): string {
  const start = text.startsWith("\ufeff") ? 1 : 0;
  const found = /^---[ \t]*(?:\r\n|\n|\r)([\s\S]*?)(?:\r\n|\n|\r)?---[ \t]*(?=\r|\n|$)/.exec(text.slice(start));
  const yaml = found ? plainLines(found[1]!) : "";
  const {value} = readYaml(yaml, 2);
  const next = editYaml(yaml, {...(isRecord(value) ? value : {tidemark: 1}), ...changes}).replaceAll("\n", eol);
  if (!found) return `${text.slice(0, start)}---${eol}${next}${eol}---${eol}${eol}${text.slice(start)}`;
  const opening = /^---[ \t]*(?:\r\n|\n|\r)/.exec(found[0])![0];
  const from = start + opening.length;
  const rest = text.slice(from + found[1]!.length);
  return text.slice(0, from) + next + (/^(?:\r|\n)/.test(rest) ? "" : eol) + rest;
}
