import {isMap, isScalar, parseDocument} from "yaml";
import type {Message} from "../../error.ts";
import type {CellSource} from "../notebook.ts";

export {isShallow, readYaml} from "../../yaml.ts";

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
