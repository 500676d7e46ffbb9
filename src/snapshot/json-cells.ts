import {TidemarkError} from "../error.ts";
import {interner} from "../table.ts";
import type {Cells} from "./csv-reader.ts";
import {entryOf} from "./entry-of.ts";
import {isObject} from "./json.ts";

/** Collects flat JSON objects into columns of text, one for each member name, in the order they are first seen. */
export interface JsonCells {
  /** False when the value is no object. */
  add(value: unknown, line: number): boolean;
  end(): {readonly names: readonly string[]; readonly cells: Cells};
}

/** Cells that are held at most: objects that share no member names make a table of holes. */
const MAX_CELLS = 200_000_000;
const MAX_COLUMNS = 10_000;

/**
 * An empty collection. Absent members and null are empty cells; a list `captures` is capture1, capture2 ….
 * @throws TidemarkError "import/too-large" when the members differ so much that the table has too many columns.
 */
export function jsonCells(): JsonCells {
  const columns = new Map<string, {codes: Int32Array; words: ReturnType<typeof interner>}>();
  let lines = new Int32Array(64);
  let rows = 0;
  const set = (name: string, value: unknown) => {
    if (value === null || value === undefined) return;
    if (!columns.has(name) && (columns.size >= MAX_COLUMNS || columns.size * lines.length > MAX_CELLS))
      throw new TidemarkError(
        "import/too-large",
        "The objects in this file have too many different members to be one table."
      );
    const column = entryOf(columns, name, () => ({codes: new Int32Array(lines.length), words: interner([""])}));
    column.codes[rows] = column.words.code(
      typeof value === "string" ? value : typeof value === "object" ? JSON.stringify(value) : String(value)
    );
  };
  return {
    add(value, line) {
      if (!isObject(value)) return false;
      if (rows === lines.length) {
        lines = grown(lines);
        for (const column of columns.values()) column.codes = grown(column.codes);
      }
      for (const name in value) {
        const member = value[name];
        if (name === "captures" && Array.isArray(member))
          for (let i = 0; i < Math.min(3, member.length); i++) set(`capture${i + 1}`, member[i]);
        else set(name, member);
      }
      lines[rows++] = line;
      return true;
    },
    end: () => ({
      names: [...columns.keys()],
      cells: {
        rows,
        lines: lines.subarray(0, rows),
        columns: [...columns.values()].map(({codes, words}) => ({codes: codes.subarray(0, rows), words: words.words}))
      }
    })
  };
}

function grown(values: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(values.length * 2);
  wider.set(values);
  return wider;
}
