import {isMap, isScalar, parseDocument} from "yaml";
import type {Message, Place} from "../../error.ts";
import type {CellSource} from "../notebook.ts";

export {isShallow, readYaml} from "../../yaml.ts";

/** Messages about fields with the line of the field. */
export function placeFields(messages: readonly Message[], {body, bodyLine}: CellSource): Message[] {
  const {contents} = parseDocument(body);
  const places = new Map<string, Place>();
  if (isMap(contents))
    for (const {key} of contents.items)
      if (isScalar(key) && key.range) {
        const before = body.slice(0, key.range[0]).split("\n");
        places.set(String(key.value), {line: bodyLine + before.length - 1, column: before.at(-1)!.length + 1});
      }
  return messages.map((message) => {
    const place = message.field === undefined ? undefined : places.get(message.field);
    return {...message, place: place ?? {line: bodyLine, ...message.place}};
  });
}
