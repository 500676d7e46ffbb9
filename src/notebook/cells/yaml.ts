import {isMap, isScalar, parseDocument} from "yaml";
import type {Message, Reading} from "../../error.ts";
import type {CellSource} from "../notebook.ts";

/** The value of a YAML cell; messages carry the line of the file. Null when it is no YAML. */
export function readYaml({body, bodyLine}: CellSource): Reading<unknown> {
  const document = parseDocument(body, {prettyErrors: true});
  const messages = [...document.errors, ...document.warnings].map((problem): Message => {
    const line = problem.linePos?.[0].line ?? 1;
    return {
      level: problem.name === "YAMLParseError" ? "error" : "warning",
      text: `This is no YAML: ${problem.message
        .split("\n")[0]!
        .replace(/ at line \d+.*$/, "")
        .replace(/:$/, "")}.`,
      place: {line: bodyLine + line - 1}
    };
  });
  if (messages.some(({level}) => level === "error")) return {value: null, messages};
  // a few aliases are fine, a million of one are not
  return {value: document.toJS({maxAliasCount: 50}), messages};
}

/** Messages about fields with the line of the field. */
export function placeFields(messages: readonly Message[], {body, bodyLine}: CellSource): Message[] {
  const {contents} = parseDocument(body);
  const lines = new Map<string, number>();
  if (isMap(contents))
    for (const {key} of contents.items)
      if (isScalar(key) && key.range)
        lines.set(String(key.value), bodyLine + body.slice(0, key.range[0]).split("\n").length - 1);
  return messages.map((message) => {
    const line = message.field === undefined ? undefined : lines.get(message.field);
    return line === undefined ? {...message, place: {line: bodyLine, ...message.place}} : {...message, place: {line}};
  });
}
